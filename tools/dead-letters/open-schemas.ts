import pg from 'pg';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { readDatabase } from '#platform/run/read-process-settings.ts';
import { readRunningRecord } from '#app/running-record.ts';
import { databaseVariable } from '#platform/nats/subjects.ts';
import { schemaOf, serviceNames, topology, type ServiceName } from '#platform/topology.ts';

/** The schema of one service, as its own role or the superuser sees it. */
export interface ServiceSchema {
  readonly service: ServiceName;
  /** Quoted. Statements name it: `search_path` holds only `kontor`. */
  readonly name: string;
  readonly client: pg.Pool;
}

export interface OpenSchemas {
  readonly schemas: readonly ServiceSchema[];
  /** Services that keep state and whose database was not named. */
  readonly notGiven: readonly ServiceName[];
  close(): Promise<void>;
}

const connectTimeoutMs = 10_000;
const stateful = serviceNames.filter((service) => topology[service].database !== null);

/**
 * Opens the schemas of the services that DATABASE_URL_… names, or else those of the shop that runs
 * on the data folder; of all services unless told.
 * @throws with one line that says what to set, or which database does not answer
 */
export async function openSchemas(
  environment: NodeJS.ProcessEnv,
  dataFolder: string,
  wanted: readonly ServiceName[] = stateful,
): Promise<OpenSchemas> {
  const named = wanted.filter((service) => environment[databaseVariable(service)]);
  const services = named.length > 0 ? named : wanted;
  const addressOf =
    named.length > 0
      ? (service: ServiceName) => readDatabase(environment, databaseVariable(service))
      : await addressesOfRunningShop(dataFolder);
  const clients = new Map<string, pg.Pool>();
  const close = async (): Promise<void> => {
    await Promise.allSettled([...clients.values()].map((client) => client.end()));
  };
  try {
    const schemas: ServiceSchema[] = [];
    for (const service of services) {
      const address = addressOf(service);
      const key = `${address.user} ${address.database}`;
      const client = clients.get(key) ?? (await connect(service, address));
      clients.set(key, client);
      const name = pg.escapeIdentifier(schemaOf(service));
      if (await isMigrated(client, name)) schemas.push({ service, name, client });
    }
    const notGiven = wanted.filter((service) => !services.includes(service));
    return { schemas, notGiven, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function addressesOfRunningShop(dataFolder: string) {
  const record = await readRunningRecord(dataFolder);
  return (service: ServiceName) => ({
    ...record.cluster,
    database: databaseNameOf(record, topology[service].database!),
  });
}

/** Where a service has never been started there is nothing, and so no dead letter. */
async function isMigrated(client: pg.Pool, name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    'select to_regclass($1) is not null as there',
    [`${name}.inbox_held`],
  );
  return rows[0]!.there;
}

async function connect(service: ServiceName, address: pg.PoolConfig): Promise<pg.Pool> {
  const client = new pg.Pool({
    ...address,
    max: 1,
    idleTimeoutMillis: 0,
    application_name: 'kontor command',
    connectionTimeoutMillis: connectTimeoutMs,
    options: '-c search_path=kontor -c lock_timeout=5s -c statement_timeout=30s',
  });
  client.on('error', () => {});
  await client.query('select').catch((cause: Error) => {
    throw new Error(`The database of ${service} does not answer: ${cause.message}`, { cause });
  });
  return client;
}
