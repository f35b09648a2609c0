import { appendFile, copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import pg from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '#platform/embedded-postgres/embedded-postgres.ts';
import type { PostgresSettings } from '#platform/embedded-postgres/settings.ts';
import type { ClusterAddress } from '#platform/provision/installation.ts';
import { eventually } from '../buyers/patient-buyer.ts';

/** What a server needs over the shop's own settings to be one of two that replicate. */
const replicating: PostgresSettings = {
  wal_level: 'replica',
  max_wal_senders: '4',
  wal_keep_size: '512MB',
  hot_standby: 'on',
  max_connections: '150',
};

/** The name under which a standby is waited for. */
export const standbyName = 'standby';

/** One of the two PostgreSQL servers, in a folder of its own. */
export class PostgresNode {
  readonly folder: string;
  private server: EmbeddedPostgres | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  get address(): ClusterAddress {
    const { host, port, superuser } = this.started;
    return { host, port, ...superuser };
  }

  /** Where it listens, for a proxy to aim at. */
  get target(): { host: string; port: number } {
    const { host, port } = this.started;
    return { host, port };
  }

  async start(): Promise<void> {
    const options = { dataFolder: this.folder, settings: replicating, log: () => {} };
    // A server that was killed leaves processes behind that hold its memory for a moment.
    this.server = await eventually(() => startEmbeddedPostgres(options), undefined, 30_000);
  }

  /** kill -9 of the server itself; its sessions notice and go. */
  killNow(): void {
    process.kill(this.started.pid, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = undefined;
  }

  /** Rows of a query by the superuser. */
  async query<Row extends object>(text: string, database = 'postgres'): Promise<Row[]> {
    const client = await this.connect(database);
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async connect(database: string): Promise<pg.Client> {
    const client = new pg.Client({ ...this.address, database, application_name: 'failover' });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  /**
   * Makes `folder` a standby of this server, which follows through `replication`: a base backup by
   * a copy of the files between `pg_backup_start` and `pg_backup_stop`. It is not started yet.
   */
  async clone(
    folder: string,
    replication: { readonly host: string; readonly port: number },
  ): Promise<PostgresNode> {
    const own = join(this.folder, 'postgres');
    const copy = join(folder, 'postgres');
    const session = await this.connect('postgres');
    try {
      await session.query(`select pg_backup_start('${standbyName}', true)`);
      await copyFiles(own, copy);
      const { rows } = await session.query<{ labelfile: string }>(
        'select labelfile from pg_backup_stop(false)',
      );
      await writeFile(join(copy, 'data/backup_label'), rows[0]!.labelfile);
    } finally {
      await session.end();
    }
    const { user, password } = this.address;
    const primary = `host=${replication.host} port=${replication.port} user=${user} password=${password} application_name=${standbyName}`;
    await appendFile(join(copy, 'data/postgresql.auto.conf'), `primary_conninfo = '${primary}'\n`);
    await writeFile(join(copy, 'data/standby.signal'), '');
    return new PostgresNode(folder);
  }

  /** From now on a commit is acknowledged only when the standby has it on its disk. */
  async waitForStandby(): Promise<void> {
    await this.query(`alter system set synchronous_standby_names = 'FIRST 1 (${standbyName})'`);
    await this.query('select pg_reload_conf()');
    await eventually(
      () => this.query<{ state: string }>('select sync_state as state from pg_stat_replication'),
      ([standby]) => standby?.state === 'sync',
      30_000,
    );
  }

  async promote(): Promise<void> {
    await this.query('select pg_promote(true, 60)');
  }

  private get started(): EmbeddedPostgres {
    if (!this.server) throw new Error(`the PostgreSQL of ${this.folder} does not run`);
    return this.server;
  }
}

/** The log's own files come by replication; the others are of the server that runs, not of its data. */
const leftOut =
  /(^|\/)(pg_wal\/.+|pgsql_tmp.*|postmaster\.(pid|opts)|\.s\.PGSQL.*|server\.(json|log))$/;

async function copyFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = relative(from, join(entry.parentPath, entry.name));
    if (leftOut.test(path)) continue;
    if (entry.isDirectory()) await mkdir(join(to, path), { recursive: true, mode: 0o700 });
    else if (entry.isFile()) await copyUnlessGone(join(from, path), join(to, path));
  }
}

/** A live server removes files; what is missing then is in its log. */
async function copyUnlessGone(from: string, to: string): Promise<void> {
  await mkdir(join(to, '..'), { recursive: true, mode: 0o700 });
  await copyFile(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/** Removes what is left of a server, so that another can be made in its place. */
export async function clear(folder: string): Promise<void> {
  await rm(join(folder, 'postgres'), { recursive: true, force: true });
}
