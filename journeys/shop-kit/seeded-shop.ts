import { compose } from '#app/compose.ts';
import { openShop } from '#app/open-shop.ts';
import { seed } from '#app/seed.ts';
import { withClient } from '#platform/ground/with-client.ts';
import type { ClusterAddress, Installation } from '#platform/provision/installation.ts';
import { fingerprintOfSchemas, keepAsOriginal } from '#platform/test-kit/prepared-databases.ts';
import { newTestInstallation } from '#platform/test-kit/testing.ts';
import { patientSettings } from './patient-settings.ts';
import { prepareShop, readApiKey, type PreparedShop } from './prepared-shop.ts';

export interface SeededShop {
  readonly prepared: PreparedShop;
  /** Of an API client with every permission. */
  readonly apiKey: string;
}

export interface SeededOptions {
  /** One of its own; the test run's unless told. */
  readonly cluster?: ClusterAddress | undefined;
  /** The folder to put files in. */
  readonly parent?: string | undefined;
  /** For who does something to its roles; such shops have theirs in common unless told. */
  readonly ownRoles?: boolean;
}

/**
 * Databases, sandbox and demo store; nothing runs on them yet. In the cluster of the test run they are
 * copied from a shop that was seeded once, with its secret: to seed one takes four times as long. In
 * a cluster of its own there is one shop, and nothing to copy.
 */
export async function prepareSeeded({
  cluster,
  parent,
  ownRoles = false,
}: SeededOptions = {}): Promise<SeededShop> {
  if (cluster) return seedAnew(cluster, parent);
  const { installation: original, apiKey } = await seededOriginal();
  return { prepared: await prepareShop(undefined, parent, { original, ownRoles }), apiKey };
}

async function seedAnew(cluster?: ClusterAddress, parent?: string): Promise<SeededShop> {
  const prepared = await prepareShop(cluster, parent);
  const { installation, sandbox, dataFolder, port } = prepared;
  const open = await openShop({
    composition: await compose(),
    installation,
    sandbox,
    environment: { KONTOR_LOG_LEVEL: 'fatal', KONTOR_RATE_LIMITS: 'off' },
    host: '127.0.0.1',
    port,
    // As whatever is copied from it: a busy machine may take its time.
    settings: patientSettings,
  });
  const url = `http://127.0.0.1:${port}`;
  await seed({ kontor: open.kontor, dataFolder, url, log: () => {}, withDemoStore: true });
  await open.close();
  return { prepared, apiKey: await readApiKey(dataFolder) };
}

interface Original {
  readonly installation: Installation;
  readonly apiKey: string;
}

let known: Promise<Original> | undefined;

function seededOriginal(): Promise<Original> {
  known ??= findOrSeed();
  return known;
}

/** Where what was seeded in this cluster is written down; it goes with the cluster. */
const table = 'seeded_shop';

/** One process seeds it and the others wait. */
async function findOrSeed(): Promise<Original> {
  const { cluster } = await newTestInstallation();
  const schemas = fingerprintOfSchemas();
  return withClient({ ...cluster, database: 'postgres' }, async (admin) => {
    await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [table]);
    await admin.query(
      `create table if not exists ${table} (schemas text primary key, prefix text not null, secret text not null, api_key text not null)`,
    );
    const { rows } = await admin.query<{ prefix: string; secret: string; api_key: string }>(
      `select prefix, secret, api_key from ${table} where schemas = $1`,
      [schemas],
    );
    const [found] = rows;
    if (found) {
      const secret = Buffer.from(found.secret, 'base64');
      const { prefix, api_key: apiKey } = found;
      return { installation: { cluster, prefix, secret }, apiKey };
    }
    const { prepared, apiKey } = await seedAnew();
    await prepared.leave();
    const { installation } = prepared;
    await keepAsOriginal(installation);
    await admin.query(
      `insert into ${table} (schemas, prefix, secret, api_key) values ($1, $2, $3, $4)`,
      [schemas, installation.prefix, installation.secret.toString('base64'), apiKey],
    );
    return { installation, apiKey };
  });
}
