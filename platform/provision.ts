import { createHash, createHmac } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import pg from 'pg';
import { jobSchemaOf } from './jobs.ts';
import { provisionAuditor } from './provision-auditor.ts';
import {
  databases,
  schemaOf,
  serviceNames,
  topology,
  type DatabaseName,
  type ServiceName,
} from './topology.ts';
import type { Composition } from './composition.ts';
import type { DatabaseAddress } from './database.ts';

export interface ClusterAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Where the databases of one installation are; the prefix keeps several in one cluster apart. */
export interface Installation {
  readonly cluster: ClusterAddress;
  readonly prefix: string;
  /** Role passwords are derived from it. */
  readonly secret: Buffer;
}

export function databaseNameOf(
  installation: Pick<Installation, 'prefix'>,
  database: DatabaseName,
): string {
  return `${installation.prefix}${database}`;
}

/** How a service's own role reaches its schema. */
export function addressOf(installation: Installation, service: ServiceName): DatabaseAddress {
  const { database } = topology[service];
  if (database === null) throw new Error(`${service} keeps no state`);
  return {
    host: installation.cluster.host,
    port: installation.cluster.port,
    database: databaseNameOf(installation, database),
    user: roleOf(installation, service),
    password: rolePassword(installation, service),
  };
}

/**
 * Makes databases, roles, schemas and the clock where they are missing; only the databases that
 * `services` keep their state in, all six unless told. Repeating it is harmless.
 */
export async function provision(
  installation: Installation,
  services: readonly ServiceName[] = serviceNames,
): Promise<void> {
  const wanted = databases.filter((database) =>
    services.some((service) => topology[service].database === database),
  );
  const admin = new pg.Client({ ...installation.cluster, database: 'postgres' });
  await admin.connect();
  try {
    for (const service of serviceNames) await provisionRole(admin, installation, service);
  } finally {
    await admin.end();
  }
  await Promise.all(
    wanted.map(async (database) => {
      await createDatabase(installation, database);
      await provisionDatabase(installation, database);
    }),
  );
  await provisionAuditor(installation, { databases: wanted });
}

async function createDatabase(installation: Installation, database: DatabaseName): Promise<void> {
  const name = databaseNameOf(installation, database);
  const admin = new pg.Client({ ...installation.cluster, database: 'postgres' });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
    if (!rowCount) await admin.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await admin.end();
  }
}

async function provisionRole(admin: pg.Client, installation: Installation, service: ServiceName) {
  if (topology[service].database === null) return;
  const role = roleOf(installation, service);
  const password = pg.escapeLiteral(rolePassword(installation, service));
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount ? 'alter' : 'create';
  await admin.query(
    `${verb} role ${pg.escapeIdentifier(role)} login nosuperuser nocreatedb nocreaterole password ${password}`,
  );
}

async function provisionDatabase(
  installation: Installation,
  database: DatabaseName,
): Promise<void> {
  const name = databaseNameOf(installation, database);
  const admin = new pg.Client({ ...installation.cluster, database: name });
  await admin.connect();
  try {
    const statements = [
      `revoke connect, temporary on database ${pg.escapeIdentifier(name)} from public`,
      'revoke all on schema public from public',
      'create schema if not exists kontor',
      "create table if not exists kontor.clock (one boolean primary key default true check (one), moved interval not null default interval '0')",
      'insert into kontor.clock default values on conflict do nothing',
      `create or replace function kontor.kontor_now() returns timestamptz language sql stable as
       'select now() + (select moved from kontor.clock)'`,
      'grant usage on schema kontor to public',
      'grant select on kontor.clock to public',
    ];
    for (const service of serviceNames) {
      if (topology[service].database !== database) continue;
      const role = pg.escapeIdentifier(roleOf(installation, service));
      statements.push(
        `grant connect, temporary on database ${pg.escapeIdentifier(name)} to ${role}`,
      );
      for (const schema of [schemaOf(service), jobSchemaOf(service)]) {
        statements.push(
          `create schema if not exists ${pg.escapeIdentifier(schema)} authorization ${role}`,
        );
      }
    }
    await admin.query(statements.join(';\n'));
  } finally {
    await admin.end();
  }
}

const platformSchema = new URL('./platform-schema.sql', import.meta.url);

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/**
 * Brings a service's schema up to date with its folder of `NNNN-name.sql`, each in a transaction
 * of its own, forward only. A file that was applied must never change: its checksum is compared.
 */
export async function migrate(
  installation: Installation,
  service: ServiceName,
  folder: URL,
): Promise<number> {
  const migrations = migrationsIn(folder);
  const client = new pg.Client({
    ...addressOf(installation, service),
    options: `-c search_path=${schemaOf(service)},kontor`,
  });
  await client.connect();
  try {
    return await applyMissing(client, service, migrations);
  } finally {
    await client.end();
  }
}

function migrationsIn(folder: URL): Migration[] {
  return [
    read('0000-platform', platformSchema),
    ...readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .toSorted()
      .map((file) => read(file.slice(0, -4), new URL(file, folder))),
  ];
}

/** Changes when any migration or the picture does. */
export function schemaFingerprint({ services }: Composition): string {
  const hash = createHash('sha256').update(JSON.stringify(topology));
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
        `migration ${migration.name} of ${service} was changed after it was applied; write a new one`,
      );
    }
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `migrate ${service}`,
    ]);
    const taken = await client.query(
      'insert into migration (name, checksum) values ($1, $2) on conflict do nothing',
      [migration.name, migration.checksum],
    );
    if (taken.rowCount) {
      await client.query(migration.text);
      count += 1;
    }
    await client.query('commit');
  }
  return count;
}

function read(name: string, file: URL): Migration {
  const text = readFileSync(file, 'utf8');
  return { name, text, checksum: createHash('sha256').update(text).digest('base64url') };
}

function roleOf(installation: Installation, service: ServiceName): string {
  return `${installation.prefix}${schemaOf(service)}`;
}

function rolePassword(installation: Installation, service: ServiceName): string {
  return createHmac('sha256', installation.secret)
    .update(`database role ${service}`)
    .digest('base64url');
}
