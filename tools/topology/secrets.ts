import { randomBytes } from 'node:crypto';
import { Secrets, servicesWithSecret } from '#platform/ground/secrets.ts';
import { databaseVariable, passwordVariable, secretVariable } from '#platform/nats/subjects.ts';
import {
  schemaOf,
  serviceNames,
  topology,
  type DatabaseName,
  type ServiceName,
} from '#platform/topology.ts';

/** So long are passwords, and the secret of the installation. */
const secretBytes = 32;

/** Where PostgreSQL and its administrator are, as a part of an address. */
export const composePostgres = { host: 'postgres:5432', administrator: 'postgres' };

export const administratorPassword = 'POSTGRES_PASSWORD';

/** The password of a service's role in an `.env` file; its address is made of it. */
export function databasePasswordVariable(service: ServiceName): string {
  return databaseVariable(service).replace('DATABASE_URL', 'DATABASE_PASSWORD');
}

/** The address of a service's database with `password` in it. */
export function databaseUrlWith(service: ServiceName, password: string): string {
  const { database } = topology[service];
  return `postgres://kontor_${schemaOf(service)}:${password}@${composePostgres.host}/kontor_${database}`;
}

export const auditorPassword = 'AUDIT_DATABASE_PASSWORD';

/** The address of a database for the auditor, who may read all schemas and write nowhere. */
export function auditUrlWith(database: DatabaseName, password: string): string {
  return `postgres://kontor_auditor:${password}@${composePostgres.host}/kontor_${database}`;
}

/** Services that have a role in PostgreSQL. */
export const servicesWithState: readonly ServiceName[] = serviceNames.filter(
  (service) => topology[service].database !== null,
);

/** An `.env` file with fresh random secrets, another one each time. */
export function freshSecrets(): string {
  const root = randomBytes(secretBytes);
  const lines = [
    '# Made by "kontor topology secrets". Keep it out of version control; a lost one locks you out.',
    '# The keys of the services are made of this one, which no process is handed: keep it elsewhere.',
    '# "kontor topology service-secrets" makes them again, or those that a new version wants.',
    `# KONTOR_SECRET=${root.toString('base64url')}`,
    ...secretLines(root),
    `KONTOR_SANDBOX_SECRET=${freshPassword()}`,
    `${administratorPassword}=${freshPassword()}`,
    `${auditorPassword}=${freshPassword()}`,
    ...serviceNames.map((service) => `${passwordVariable(service)}=${freshPassword()}`),
    ...servicesWithState.map(
      (service) => `${databasePasswordVariable(service)}=${freshPassword()}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** What each service is handed that holds keys, made from the secret of the installation. */
export function secretLines(root: Buffer): string[] {
  const secrets = Secrets.of(root);
  return servicesWithSecret.map(
    (service) => `${secretVariable(service)}=${secrets.textFor(service)}`,
  );
}

/** Begins with a letter, since nats-server reads what begins with a digit as a number. */
function freshPassword(): string {
  return `k${randomBytes(secretBytes).toString('base64url')}`;
}
