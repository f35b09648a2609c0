import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { makeClock } from './clock-function.ts';
import { jobSchemaOf } from '../stories/jobs.ts';
import { addressOf, type Installation, type Place } from './installation.ts';
import { auditorOf, provisionAuditor } from './provision-auditor.ts';
import { schemaOf, serviceNames, topology, type ServiceName } from '../topology.ts';
import type { ServiceDeclaration } from '../calls/service.ts';
import type { DatabaseAddress } from '../data/database.ts';
import { withClient } from '../ground/with-client.ts';

/**
 * Makes databases, roles, schemas and the clock where they are missing; only the databases that
 * `services` keep their state in, all six unless told. Repeating it is harmless.
 */
export async function provision(
  installation: Installation,
  services: readonly ServiceName[] = serviceNames,
): Promise<void> {
  const place: Place = {
    admin: installation.cluster,
    addressOf: (service) => addressOf(installation, service),
  };
  const residents = residentsWith(services);
  await provisionPlace(place, residents);
  await provisionAuditor(place, residents, auditorOf(installation));
}

/** All services that keep their state in the same databases as these. */
function residentsWith(services: readonly ServiceName[]): ServiceName[] {
  const wanted = new Set(services.map((service) => topology[service].database));
  return serviceNames.filter(
    (service) => topology[service].database !== null && wanted.has(topology[service].database),
  );
}

/** As `provision`, for databases, roles and passwords that are chosen elsewhere. */
export async function provisionPlace(
  place: Place,
  services: readonly ServiceName[] = serviceNames,
): Promise<void> {
  const stateful = residentsWith(services);
  await asAdministrator(place, 'postgres', async (admin) => {
    for (const service of stateful) await provisionRole(admin, place.addressOf(service));
  });
  const inDatabase = Map.groupBy(stateful, (service) => place.addressOf(service).database);
  await Promise.all(
    [...inDatabase].map(async ([database, residents]) => {
      await createDatabase(place, database);
      await provisionDatabase(place, database, residents);
    }),
  );
}

function asAdministrator<T>(
  { admin: address }: Place,
  database: string,
  act: (admin: pg.Client) => Promise<T>,
): Promise<T> {
  return withClient({ ...address, database }, act);
}

function createDatabase(place: Place, database: string): Promise<void> {
  return asAdministrator(place, 'postgres', async (admin) => {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [
      database,
    ]);
    // Copying files takes a twentieth of the time of writing each page to the log.
    if (!rowCount)
      await admin.query(`create database ${pg.escapeIdentifier(database)} strategy file_copy`);
  });
}

async function provisionRole(admin: pg.Client, { user, password }: DatabaseAddress) {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [user]);
  const verb = rowCount ? 'alter' : 'create';
  await admin.query(
    `${verb} role ${pg.escapeIdentifier(user)} login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`,
  );
}

function provisionDatabase(
  place: Place,
  database: string,
  residents: readonly ServiceName[],
): Promise<void> {
  return asAdministrator(place, database, async (admin) => {
    const statements = [
      `revoke connect, temporary on database ${pg.escapeIdentifier(database)} from public`,
      'revoke all on schema public from public',
      'create schema if not exists kontor',
      "create table if not exists kontor.clock (one boolean primary key default true check (one), moved interval not null default interval '0')",
      'insert into kontor.clock default values on conflict do nothing',
      makeClock,
      'grant usage on schema kontor to public',
      'grant select on kontor.clock to public',
    ];
    for (const service of residents) {
      const role = pg.escapeIdentifier(place.addressOf(service).user);
      statements.push(
        `grant connect, temporary on database ${pg.escapeIdentifier(database)} to ${role}`,
      );
      for (const schema of [schemaOf(service), jobSchemaOf(service)]) {
        statements.push(
          `create schema if not exists ${pg.escapeIdentifier(schema)} authorization ${role}`,
        );
      }
    }
    await admin.query(statements.join(';\n'));
  });
}

/** What every schema holds beside its service's own tables, in the order of its growth. */
const platformSchemas = [
  'platform-schema',
  'platform-schema-held-events',
  'platform-schema-event-marks',
  'platform-schema-event-marks-index',
  'platform-schema-audit-channels',
  'platform-schema-audit-index',
  'platform-schema-updates',
  'platform-schema-held-stories',
  'platform-schema-request-hash',
  'platform-schema-held-stories-index',
  'platform-schema-audit-seal',
  'platform-schema-told-to',
].map((file, index) => ({
  name: index === 0 ? '0000-platform' : `0000-${file.replace('-schema', '')}`,
  file: new URL(`./${file}.sql`, import.meta.url),
}));

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/**
 * Brings a service's schema up to date with its folder of `NNNN-name.sql`, each in a transaction
 * of its own unless it begins with `-- alone: why`, forward only. A file that was applied must never change: its checksum is compared.
 */
export function migrate(
  installation: Installation,
  service: ServiceName,
  folder: URL,
): Promise<number> {
  return migrateSchema(addressOf(installation, service), service, folder);
}

/** As `migrate`, for a database whose address is known. */
export async function migrateSchema(
  address: DatabaseAddress,
  service: ServiceName,
  folder: URL,
): Promise<number> {
  const migrations = migrationsIn(folder);
  const options = `-c search_path=${schemaOf(service)},kontor`;
  return withClient({ ...address, options }, (client) => applyMissing(client, service, migrations));
}

function migrationsIn(folder: URL): Migration[] {
  return [
    ...platformSchemas.map(({ name, file }) => read(name, file)),
    ...readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .toSorted()
      .map((file) => read(file.slice(0, -4), new URL(file, folder))),
  ];
}

/** Changes when any migration, the clock or the picture does. */
export function schemaFingerprint({
  services,
}: {
  readonly services: readonly Pick<ServiceDeclaration, 'name' | 'migrations'>[];
}): string {
  const hash = createHash('sha256').update(JSON.stringify(topology) + makeClock);
  for (const { name, migrations } of services) {
    for (const migration of migrations ? migrationsIn(migrations) : []) {
      hash.update(`${name} ${migration.name} ${migration.checksum}`);
    }
  }
  return hash.digest('base64url');
}

async function applyMissing(
  client: pg.Client,
  service: ServiceName,
  migrations: readonly Migration[],
) {
  const table = await client.query(
    `select to_regclass('${schemaOf(service)}.migration') is not null as there`,
  );
  if (!table.rows[0].there) {
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
  }
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migration',
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  let count = 0;
  for (const migration of migrations) {
    const checksum = applied.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined) {
      throw new Error(
        `migration ${migration.name} of ${service} was changed after it was applied to this data. Start the version of Kontor that applied it; to change the schema, write a new migration.`,
      );
    }
    const isAlone = migration.text.startsWith('-- alone: ');
    if (isAlone && applied.size > 0) {
      if (await applyAlone(client, migration)) count += 1;
      continue;
    }
    // Nobody uses a schema that is just being made: there is nobody to build beside.
    const text = isAlone ? migration.text.replaceAll(/\bconcurrently\b/gi, '') : migration.text;
    if (await applyWhole(client, service, { ...migration, text })) count += 1;
  }
  return count;
}

/** In one transaction; false when another process was first. */
async function applyWhole(
  client: pg.Client,
  service: ServiceName,
  migration: Migration,
): Promise<boolean> {
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `migrate ${service}`,
  ]);
  const isFirst = await note(client, migration);
  if (isFirst) await client.query(migration.text);
  await client.query('commit');
  return isFirst;
}

const alonePauseMs = 200;

/**
 * A statement at a time and in no transaction, as `create index concurrently` wants it: nobody who
 * writes waits meanwhile. Whoever is killed in it begins it again, so it undoes half a try first.
 * Others look again and again instead of waiting for the lock: the index would wait for them. One at
 * a time in a database, for two such indexes wait for each other.
 */
async function applyAlone(client: pg.Client, migration: Migration): Promise<boolean> {
  const lock = ['migrate alone'];
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine',
      lock,
    );
    if (rows[0]!.mine) break;
    await sleep(alonePauseMs);
  }
  try {
    const before = await client.query('select from migration where name = $1', [migration.name]);
    if (before.rowCount) return false;
    const statements = migration.text.replaceAll(/^--.*$/gm, '').split(';');
    for (const statement of statements) if (statement.trim()) await client.query(statement);
    return await note(client, migration);
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', lock);
  }
}

/** Writes down that it is applied; false when that was written before. */
async function note(client: pg.Client, { name, checksum }: Migration): Promise<boolean> {
  const taken = await client.query(
    'insert into migration (name, checksum) values ($1, $2) on conflict do nothing',
    [name, checksum],
  );
  return taken.rowCount === 1;
}

function read(name: string, file: URL): Migration {
  const text = readFileSync(file, 'utf8');
  return { name, text, checksum: createHash('sha256').update(text).digest('base64url') };
}
