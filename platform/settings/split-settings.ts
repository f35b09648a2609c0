import { z } from 'zod';
import { servicesWithSecret } from '../ground/secrets.ts';
import { databaseVariable, passwordVariable, secretVariable } from '../nats/subjects.ts';
import { databases, serviceNames, topology, type ServiceName } from '../topology.ts';
import { setting, type Setting, type SettingsTable } from './setting.ts';

const text = z.string().optional();
const secret = (readBy: Setting['readBy'], means: string) =>
  setting({ form: text, readBy, isSecret: true, means });

/** Of the processes of a split shop, beside what a shop is set to. `readProcessSettings` reads them. */
export const splitSettings = {
  NATS_URL: setting({
    form: text,
    readBy: serviceNames,
    means: 'addresses of the broker, comma between, such as `nats://broker:4222`',
    inCluster: () => 'nats://nats.nats:4222',
  }),
  KONTOR_SANDBOX_URL: setting({
    form: text,
    readBy: serviceNames.filter((service) => topology[service].externals.length > 0),
    means: 'a sandbox of your own, in place of the providers that are not set',
  }),
  KONTOR_SANDBOX_SMTP_PORT: setting({
    form: text,
    readBy: ['notification'],
    means: 'the port that it takes mail at',
  }),
  KONTOR_SANDBOX_SECRET: secret('sandbox', 'what the keys of both its sides are made of'),
  KONTOR_SECRET: secret(
    'commands',
    'the installation’s secret of version 0.1.0, of which `kontor topology service-secrets` makes the keys',
  ),
};

/** One variable of each service, or of each database. */
export function ofEach(): SettingsTable {
  const own =
    (variable: (service: ServiceName) => string, means: string) => (service: ServiceName) =>
      [variable(service), secret([service], means)] as const;
  const stateful = serviceNames.filter((service) => topology[service].database !== null);
  return Object.fromEntries([
    ...serviceNames.map(own(passwordVariable, 'password of its user at the broker')),
    ...stateful.map(own(databaseVariable, 'its database, with its own role: `postgres://…`')),
    ...servicesWithSecret.map(own(secretVariable, 'the keys that it holds')),
    ...databases.flatMap((database) => [
      [
        `AUDIT_DATABASE_URL_${database.toUpperCase()}`,
        secret('commands', 'where `kontor audit` reads, as the auditor'),
      ] as const,
      [
        `DATABASE_ADMIN_URL_${database.toUpperCase()}`,
        secret('commands', 'whoever may make this database, for `kontor provision`'),
      ] as const,
    ]),
  ]);
}

/** Of commands, and of tests alone. */
export const commandSettings = {
  DATABASE_ADMIN_URL: secret('commands', 'whoever may make databases, for `kontor provision`'),
  KONTOR_API_KEY: secret('commands', 'API key for `kontor import`'),
  KONTOR_URL: setting({
    form: text,
    readBy: 'commands',
    means: 'a shop that runs, for `kontor screens` and `kontor lighthouse`',
  }),
  KONTOR_FAILPOINTS: setting({ form: text, readBy: 'tests', means: 'steps to fail at' }),
  KONTOR_TEST_CLUSTER: setting({ form: text, readBy: 'tests', means: 'a PostgreSQL that runs' }),
  KONTOR_TEST_STATEMENTS: setting({
    form: text,
    readBy: 'tests',
    means: 'a folder for the statements that the tests send',
  }),
  KONTOR_CRASH_CHILD: setting({ form: text, readBy: 'tests', means: 'what a child is to do' }),
  KONTOR_LOG: setting({ form: text, readBy: 'tests', means: 'the log level of tests' }),
  KONTOR_CHROMIUM: setting({
    form: text,
    readBy: 'tests',
    unlessSet: 'the system’s, else the npm package’s',
    means: 'the Chromium that tests open pages in',
  }),
  KONTOR_SAMPLE_FILES: setting({ form: text, readBy: 'tests', means: 'product files to read' }),
};
