import { createHash } from 'node:crypto';
import pg from 'pg';
import { getConstructionPlans } from 'pg-boss';
import type { ServiceDeclaration } from '../calls/service.ts';
import { withClient } from '../ground/with-client.ts';
import {
  addressOf,
  databaseNameOf,
  type ClusterAddress,
  type Installation,
} from '../provision/installation.ts';
import { auditorOf } from '../provision/provision-auditor.ts';
import { migrate, provision, provisionPlace, schemaFingerprint } from '../provision/provision.ts';
import { jobSchemaOf } from '../stories/jobs.ts';
import {
  databases,
  serviceNames,
  topology,
  type DatabaseName,
  type ServiceName,
} from '../topology.ts';

type Migrated = Pick<ServiceDeclaration, 'name' | 'migrations'>;

/**
 * Databases, roles and schemas for these services, migrated. A database whose services are the
 * picture's own is copied from one that this cluster keeps migrated: a copy takes a tenth of the time.
 * Copy and original are the same to the last grant but for the roles, which are the installation's own.
 * `original` is copied instead, with all that it holds: one that was given to `keepAsOriginal`.
 */
export async function prepareDatabases(
  installation: Installation,
  services: readonly Migrated[],
  original?: Installation,
): Promise<void> {
  const { stateful, copied } = sorted(services);
  const from = original ?? originals(installation.cluster);
  if (!original) await Promise.all(copied.map((database) => makeOriginalOnce(from, database)));
  await copyDatabases(from, installation, copied);
  await provision(
    installation,
    services.map(({ name }) => name),
  );
  const migrated = stateful.filter(({ name }) => !copied.includes(topology[name].database!));
  await Promise.all([
    ...copied.map((database) => takeOver(from, installation, database)),
    ...migrated.map(
      async ({ name, migrations }) => migrations && migrate(installation, name, migrations),
    ),
  ]);
}

/**
 * As `prepareDatabases`, in a tenth of the time where all services are the picture's own: the copies
 * stay with the roles of the original, which such installations have in common. Those of no `original`
 * have no auditor.
 * @returns the installation, as its roles reach it
 */
export async function prepareWithCommonRoles(
  installation: Installation,
  services: readonly Migrated[],
  original?: Installation,
): Promise<Installation> {
  const { stateful, copied } = sorted(services);
  if (!stateful.every(isOfThePicture)) {
    await prepareDatabases(installation, services, original);
    return installation;
  }
  const from = original ?? originals(installation.cluster);
  if (!original) await Promise.all(copied.map((database) => makeOriginalOnce(from, database)));
  const { secret, prefix: rolePrefix } = from;
  const prepared = { ...installation, secret, rolePrefix };
  const auditor = original ? [auditorOf(prepared).user] : [];
  await copyDatabases(from, prepared, copied, (database) => letIn(prepared, database, auditor));
  return prepared;
}

/** Who may connect is the cluster's to say, and not copied with a database. */
function letIn(installation: Installation, database: DatabaseName, others: string[]): string {
  const name = pg.escapeIdentifier(databaseNameOf(installation, database));
  const owners = residentsOf(database).map((service) => addressOf(installation, service).user);
  const roles = [...owners, ...others].map((role) => pg.escapeIdentifier(role));
  return `revoke connect, temporary on database ${name} from public;
    grant connect, temporary on database ${name} to ${roles.join(', ')}`;
}

/** Those that keep their state, and the databases that hold nothing but services of the picture. */
function sorted(services: readonly Migrated[]) {
  const stateful = services.filter(({ name }) => topology[name].database !== null);
  const inDatabase = Map.groupBy(stateful, ({ name }) => topology[name].database!);
  const copied = [...inDatabase.keys()].filter((database) =>
    inDatabase.get(database)!.every(isOfThePicture),
  );
  return { stateful, copied };
}

/** The folder of a service of the picture, by the rule that each lies in its group's. */
function migrationsOf(service: ServiceName): URL {
  const path = `../../services/${topology[service].group}/${service}/migrations/`;
  return new URL(path, import.meta.url);
}

function isOfThePicture({ name, migrations }: Migrated): boolean {
  return migrations?.href.replace(/\/?$/, '/') === migrationsOf(name).href;
}

function residentsOf(database: DatabaseName): ServiceName[] {
  return serviceNames.filter((service) => topology[service].database === database);
}

/** Where the originals lie: an installation of their own, whose roles nobody connects as afterwards. */
function originals(cluster: ClusterAddress): Installation {
  return {
    cluster,
    prefix: `original_${fingerprintOfSchemas()}_`,
    secret: Buffer.from('of originals'),
  };
}

let known: string | undefined;

/** Changes when any schema does. */
export function fingerprintOfSchemas(): string {
  if (known !== undefined) return known;
  const services = serviceNames
    .filter((service) => topology[service].database !== null)
    .map((name) => ({ name, migrations: migrationsOf(name) }));
  const schemas = schemaFingerprint({ services });
  const hash = createHash('sha256').update(schemas).update(getConstructionPlans('jobs'));
  known = hash.digest('hex').slice(0, 10);
  return known;
}

const made = new Map<string, Promise<void>>();

/** An original stays for as long as its cluster: once it was found there, nobody looks again. */
function makeOriginalOnce(original: Installation, database: DatabaseName): Promise<void> {
  const place = JSON.stringify([original.cluster, databaseNameOf(original, database)]);
  let making = made.get(place);
  if (!making) {
    making = findOrMakeOriginal(original, database);
    made.set(place, making);
    making.catch(() => made.delete(place));
  }
  return making;
}

/** One makes it and the others wait; a half made one, which a killed run left, is made anew. */
async function findOrMakeOriginal(original: Installation, database: DatabaseName): Promise<void> {
  const name = databaseNameOf(original, database);
  await asSuperuser(original.cluster, 'postgres', async (admin) => {
    await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    const { rows } = await admin.query<{ whole: boolean }>(
      'select datistemplate as whole from pg_database where datname = $1',
      [name],
    );
    if (!rows[0]?.whole) {
      await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
      await makeOriginal(original, database);
      await close(admin, name);
    }
    await admin.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  });
}

/** Nobody is connected to what is copied. */
async function close(admin: pg.Client, name: string): Promise<void> {
  await admin.query(
    `alter database ${pg.escapeIdentifier(name)} with is_template true allow_connections false`,
  );
}

/** Its databases as they are now are what copies begin with; nobody uses them any more. */
export async function keepAsOriginal(installation: Installation): Promise<void> {
  for (const database of databases) {
    const name = databaseNameOf(installation, database);
    await asSuperuser(installation.cluster, name, (admin) => admin.query('vacuum (analyze)'));
    await asSuperuser(installation.cluster, 'postgres', (admin) => close(admin, name));
  }
}

/** One after the other, over one connection: to open one costs as much as a copy. */
async function copyDatabases(
  original: Installation,
  installation: Installation,
  copied: readonly DatabaseName[],
  andThen?: (database: DatabaseName) => string,
): Promise<void> {
  if (copied.length === 0) return;
  await asSuperuser(installation.cluster, 'postgres', async (admin) => {
    for (const database of copied) {
      const [from, to] = [original, installation].map((place) =>
        pg.escapeIdentifier(databaseNameOf(place, database)),
      );
      await admin.query(`create database ${to} template ${from} strategy file_copy`);
      if (andThen) await admin.query(andThen(database));
    }
  });
}

async function makeOriginal(original: Installation, database: DatabaseName): Promise<void> {
  const residents = residentsOf(database);
  const place = {
    admin: original.cluster,
    addressOf: (service: ServiceName) => addressOf(original, service),
  };
  await provisionPlace(place, residents);
  await Promise.all(
    residents.map(async (service) => {
      await migrate(original, service, migrationsOf(service));
      const jobs = getConstructionPlans(jobSchemaOf(service), { createSchema: false });
      await withClient(addressOf(original, service), (client) => client.query(jobs));
    }),
  );
}

/** What the original's roles own in the copy becomes the installation's own roles'. */
async function takeOver(
  original: Installation,
  installation: Installation,
  database: DatabaseName,
): Promise<void> {
  const statements = residentsOf(database).map((service) => {
    const [from, to] = [original, installation].map((place) =>
      pg.escapeIdentifier(addressOf(place, service).user),
    );
    return `reassign owned by ${from} to ${to}`;
  });
  await asSuperuser(installation.cluster, databaseNameOf(installation, database), (admin) =>
    admin.query(statements.join(';\n')),
  );
}

function asSuperuser<T>(
  cluster: ClusterAddress,
  database: string,
  work: (admin: pg.Client) => Promise<T>,
): Promise<T> {
  return withClient({ ...cluster, database }, work);
}
