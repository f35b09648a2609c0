import { createHmac } from 'node:crypto';
import pg from 'pg';
import { jobSchemaOf } from './jobs.ts';
import { databaseNameOf, type Installation } from './provision.ts';
import { schemaOf, serviceNames, topology, type DatabaseName } from './topology.ts';

export interface ProvisionAuditorOptions {
  /** Those that exist. */
  readonly databases: readonly DatabaseName[];
  /** Derived from the installation's secret unless told. */
  readonly password?: string | undefined;
}

/**
 * Makes the role `kontor_auditor`: it reads every schema of these databases and writes nowhere, so
 * that `kontor audit` needs no superuser. What services and their jobs create later it reads too.
 * Runs after databases, roles and schemas are made; repeating it is harmless.
 */
export async function provisionAuditor(
  installation: Installation,
  { databases, password = auditorPassword(installation) }: ProvisionAuditorOptions,
): Promise<void> {
  await within(installation, 'postgres', (admin) => makeRole(admin, installation, password));
  await Promise.all(
    databases.map((database) =>
      within(installation, databaseNameOf(installation, database), (admin) =>
        admin.query(grantsIn(installation, database).join(';\n')),
      ),
    ),
  );
}

/** How the auditor reaches a database, as its setting `AUDIT_DATABASE_URL_…` says it. */
export function auditorUrl(installation: Installation, database: DatabaseName): string {
  const url = new URL('postgres://host');
  url.username = auditorRole(installation);
  url.password = auditorPassword(installation);
  url.pathname = databaseNameOf(installation, database);
  const { host, port } = installation.cluster;
  if (host.startsWith('/')) url.searchParams.set('host', host);
  else url.hostname = host;
  url.port = String(port);
  return url.href;
}

function grantsIn(installation: Installation, database: DatabaseName): string[] {
  const auditor = pg.escapeIdentifier(auditorRole(installation));
  const name = pg.escapeIdentifier(databaseNameOf(installation, database));
  const services = serviceNames.filter((service) => topology[service].database === database);
  return [
    `grant connect on database ${name} to ${auditor}`,
    ...services.flatMap((service) => {
      const owner = pg.escapeIdentifier(`${installation.prefix}${schemaOf(service)}`);
      return [schemaOf(service), jobSchemaOf(service)]
        .map(pg.escapeIdentifier)
        .flatMap((schema) => [
          `grant usage on schema ${schema} to ${auditor}`,
          `grant select on all tables in schema ${schema} to ${auditor}`,
          `alter default privileges for role ${owner} in schema ${schema} grant select on tables to ${auditor}`,
        ]);
    }),
  ];
}

async function makeRole(
  admin: pg.Client,
  installation: Installation,
  password: string,
): Promise<void> {
  const role = auditorRole(installation);
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  const name = pg.escapeIdentifier(role);
  await admin.query(
    `${rowCount ? 'alter' : 'create'} role ${name} login nosuperuser nocreatedb nocreaterole connection limit 24 password ${pg.escapeLiteral(password)};
     alter role ${name} set default_transaction_read_only = on`,
  );
}

async function within(
  installation: Installation,
  database: string,
  work: (admin: pg.Client) => Promise<unknown>,
): Promise<void> {
  const admin = new pg.Client({ ...installation.cluster, database });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function auditorRole(installation: Installation): string {
  return `${installation.prefix}auditor`;
}

function auditorPassword(installation: Installation): string {
  return createHmac('sha256', installation.secret)
    .update('database role of the auditor')
    .digest('base64url');
}
