import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type pg from 'pg';
import { startSandbox } from '#external/sandbox/start.ts';
import * as clock from '#kernel/clock.ts';
import { compose } from '#app/compose.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { addressOf, databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import { migrate, provision } from '#platform/provision/provision.ts';
import { setDatabaseClocks } from '#platform/provision/test-clock.ts';
import { dropInstallation } from '#platform/test-kit/test-installation.ts';
import { newTestInstallation } from '#platform/test-kit/testing.ts';
import { schemaOf, topology } from '#platform/topology.ts';
import { withClient } from '#platform/ground/with-client.ts';
import { builtProgram } from '../shop-kit/built-program.ts';
import type { PreparedShop } from '../shop-kit/prepared-shop.ts';
import { rowsMark, type AboutWork } from './write-down.ts';

export interface TakenUp {
  readonly prepared: PreparedShop;
  readonly about: AboutWork;
  /** The clock of its databases, which its processes must have too. */
  readonly clockOffsetMs: number;
}

/**
 * Makes databases and a sandbox of what an earlier version wrote down, and brings them up to date
 * as a start of this version does. The clock stands where it stood then.
 */
export async function takeUp(folder: string): Promise<TakenUp> {
  const about = JSON.parse(await readFile(join(folder, 'about.json'), 'utf8')) as AboutWork;
  const secret = Buffer.from(about.secret, 'base64');
  const installation: Installation = { ...(await newTestInstallation()), secret };
  await provision(installation);
  const { services } = await compose();
  await Promise.all(
    services.map(async ({ name, migrations }) => {
      if (topology[name].database === null || migrations === null) return;
      const text = await readFile(join(folder, `${name}.sql`), 'utf8').catch(() => undefined);
      if (text !== undefined) await load(installation, name, text);
      await migrate(installation, name, migrations);
    }),
  );
  const clockOffsetMs = Date.parse(about.at) - clock.nowMs();
  await setDatabaseClocks(installation, clockOffsetMs);
  const dataFolder = await mkdtemp(join(tmpdir(), 'kontor-taken-up-'));
  await loadBook(join(dataFolder, 'sandbox'), await readFile(join(folder, 'sandbox.sql'), 'utf8'));
  const port = await freePort();
  const exchangeLog = join(dataFolder, 'exchanges.jsonl');
  const sandbox = await startSandbox({
    dataFolder: join(dataFolder, 'sandbox'),
    webhookBaseUrl: `http://127.0.0.1:${port}`,
    exchangeLog,
    program: await builtProgram('sandbox'),
  });
  const leave = async () => {
    await sandbox.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
  const drop = async () => {
    await leave();
    await dropInstallation(installation);
  };
  return {
    prepared: { installation, sandbox, dataFolder, exchangeLog, port, leave, drop },
    about,
    clockOffsetMs,
  };
}

type Stateful = Parameters<typeof addressOf>[1];

async function load(installation: Installation, service: Stateful, text: string): Promise<void> {
  const [schemaText = '', rows = ''] = text.split(`\n${rowsMark}\n`);
  const options = `-c search_path=${schemaOf(service)},kontor`;
  await withClient({ ...addressOf(installation, service), options }, async (owner) => {
    await owner.query(
      'create table migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    for (const migration of schemaText.split(/^-- applied \d{4}-[\w-]+\n/m).slice(1))
      await apply(owner, migration);
  });
  const database = databaseNameOf(installation, topology[service].database!);
  await withClient({ ...installation.cluster, database, options }, async (superuser) => {
    // What the migrations themselves wrote is among the rows too.
    const { rows: tables } = await superuser.query<{ all: string | null }>(
      `select string_agg(c.oid::regclass::text, ', ') as all from pg_class c
       where c.relkind = 'r' and c.relnamespace = $1::regnamespace`,
      [schemaOf(service)],
    );
    // No trigger may have its say: it had it when the rows were written.
    await superuser.query('set session_replication_role = replica');
    await superuser.query(`truncate ${tables[0]!.all}`);
    await superuser.query(rows);
  });
}

/** One that stood alone then does so again: a statement at a time, in no transaction. */
async function apply(owner: pg.Client, migration: string): Promise<void> {
  if (!migration.startsWith('-- alone: ')) {
    await owner.query(migration);
    return;
  }
  for (const statement of migration.replaceAll(/^--.*$/gm, '').split(';'))
    if (statement.trim()) await owner.query(statement);
}

async function loadBook(folder: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const book = new DatabaseSync(join(folder, 'book.sqlite'));
  book.exec(text);
  book.close();
}
