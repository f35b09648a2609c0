import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '#journeys/run-command.ts';
import { variableOf } from '#audit/where-to-look.ts';
import { addressOf, databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import { databaseUrl } from '#platform/run/read-process-settings.ts';
import { databaseVariable } from '#platform/nats/subjects.ts';
import { dropInstallation } from '#platform/test-kit/test-installation.ts';
import { newTestInstallation } from '#platform/test-kit/testing.ts';
import { databases, serviceNames, topology } from '#platform/topology.ts';

let installation: Installation;
let environment: Record<string, string>;

/** Another one is made where the addresses ask for one. */
const auditorAt = (database: (typeof databases)[number], password = 'look') =>
  databaseUrl({
    ...installation.cluster,
    user: `${installation.prefix}reader`,
    password,
    database: databaseNameOf(installation, database),
  });

beforeAll(async () => {
  installation = await newTestInstallation();
  environment = {
    KONTOR_SECRET: installation.secret.toString('base64url'),
    DATABASE_ADMIN_URL: databaseUrl({ ...installation.cluster, database: 'postgres' }),
  };
  for (const service of serviceNames) {
    if (topology[service].database === null) continue;
    environment[databaseVariable(service)] = databaseUrl(addressOf(installation, service));
  }
  for (const database of databases) environment[variableOf(database)] = auditorAt(database);
});
afterAll(() => dropInstallation(installation));

test('a split shop is provisioned with an auditor, who can look at once', async () => {
  const made = await runCommand(['provision'], environment);
  expect(made.errors).toBe('');
  expect(made.exitCode).toBe(0);
  const report = await runCommand(['audit', '--json'], environment);
  expect(report.errors).toBe('');
  expect(JSON.parse(report.output)).toMatchObject({ violations: [] });
  expect(report.exitCode).toBe(0);
  const auditor = new pg.Client({ connectionString: auditorAt('cart') });
  await auditor.connect();
  await expect(auditor.query('begin read write; delete from checkout.outbox')).rejects.toThrow(
    'permission denied',
  );
  await auditor.end();
}, 300_000);

test('two auditors are refused in one line without their passwords', async () => {
  const { exitCode, errors } = await runCommand(['provision'], {
    ...environment,
    [variableOf('order')]: auditorAt('order', 'other'),
  });
  expect(errors).toMatch(/^AUDIT_DATABASE_URL_AUTH, .* one auditor is made\.\n$/);
  expect(errors).not.toContain('other');
  expect(exitCode).toBe(1);
});
