import { createHmac } from 'node:crypto';
import pg from 'pg';
import { jobSchemaOf } from '../stories/jobs.ts';
import { databaseNameOf, type Installation, type Place } from './installation.ts';
import { schemaOf, topology, type DatabaseName, type ServiceName } from '../topology.ts';
import { withClient } from '../ground/with-client.ts';

export interface Auditor {
  readonly user: string;
  readonly password: string;
}

/** Several looks at once, and no more. */
const connectionsMax = 24;

/**
 * Makes the auditor's role in a cluster: it reads every schema of these services and writes
 * nowhere, so that `kontor audit` needs no superuser. What services and their jobs create later it
 * reads too. Runs after databases, roles and schemas are made; repeating it is harmless.
 */
export async function provisionAuditor(
  place: Place,
  services: readonly ServiceName[],
  auditor: Auditor,
): Promise<void> {
  const stateful = services.filter((service) => topology[service].database !== null);
  await within(place, 'postgres', (admin) => makeRole(admin, auditor));
  const inDatabase = Map.groupBy(stateful, (service) => place.addressOf(service).database);
  await Promise.all(
    [...inDatabase].map(([database, residents]) =>
      within(place, database, (admin) =>
        admin.query(grantsIn(place, database, residents, auditor).join(';\n')),
      ),
    ),
  );
}

/** Of an installation whose passwords are derived from its secret. */
export function auditorOf({ prefix, rolePrefix = prefix, secret }: Installation): Auditor {
  const password = createHmac('sha256', secret).update('database role of the auditor');
  return { user: `${rolePrefix}auditor`, password: password.digest('base64url') };
}

/** How that auditor reaches a database, as its setting `AUDIT_DATABASE_URL_…` says it. */
export function auditorUrl(installation: Installation, database: DatabaseName): string {
  const { user, password } = auditorOf(installation);
  const url = new URL('postgres://host');
  url.username = user;
  url.password = password;
  url.pathname = databaseNameOf(installation, database);
  const { host, port } = installation.cluster;
  if (host.startsWith('/')) url.searchParams.set('host', host);
  else url.hostname = host;
  url.port = String(port);
  return url.href;
}

function grantsIn(
  place: Place,
  database: string,
  residents: readonly ServiceName[],
  { user }: Auditor,
): string[] {
  const auditor = pg.escapeIdentifier(user);
  return [
    `grant connect on database ${pg.escapeIdentifier(database)} to ${auditor}`,
    ...residents.flatMap((service) => {
      const owner = pg.escapeIdentifier(place.addressOf(service).user);
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

async function makeRole(admin: pg.Client, { user, password }: Auditor): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [user]);
  const name = pg.escapeIdentifier(user);
  await admin.query(
    `${rowCount ? 'alter' : 'create'} role ${name} login nosuperuser nocreatedb nocreaterole connection limit ${connectionsMax} password ${pg.escapeLiteral(password)};
     alter role ${name} set default_transaction_read_only = on`,
  );
}

async function within(
  { admin: address }: Place,
  database: string,
  work: (admin: pg.Client) => Promise<unknown>,
): Promise<void> {
  await withClient({ ...address, database }, work);
}
