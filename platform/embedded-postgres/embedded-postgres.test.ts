import { chown, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

// One cluster for all of them: creating it takes longer than all the rest.
let dataFolder: string;
let servers: EmbeddedPostgres[] = [];

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'kontor-postgres-test-'));
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  servers = [];
});

afterAll(() => rm(dataFolder, { recursive: true, force: true }));

async function start(settings = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder, settings, log: () => {} });
  servers.push(server);
  return server;
}

async function query(server: EmbeddedPostgres, text: string): Promise<Record<string, unknown>[]> {
  const { host, port, superuser } = server;
  const client = new pg.Client({ host, port, ...superuser, database: 'postgres' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

test('the first start creates a durable cluster in UTF-8 with checksums, on loopback', async () => {
  const server = await start();
  expect(server.adopted).toBe(false);
  const names = [
    'fsync',
    'synchronous_commit',
    'full_page_writes',
    'data_checksums',
    'listen_addresses',
  ];
  const rows = await query(
    server,
    `select name, setting from pg_settings where name = any('{${names.join(',')}}') order by name`,
  );
  expect(Object.fromEntries(rows.map((row) => [row['name'], row['setting']]))).toEqual({
    data_checksums: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    listen_addresses: '127.0.0.1',
    synchronous_commit: 'on',
  });
  expect(
    await query(
      server,
      'select pg_encoding_to_char(encoding) e, datlocale l from pg_database limit 1',
    ),
  ).toEqual([{ e: 'UTF8', l: 'C.UTF-8' }]);
});

test('a wrong password is refused', async () => {
  const server = await start();
  const stranger = { ...server, superuser: { ...server.superuser, password: 'guess' } };
  await expect(query(stranger, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

test('data and port outlast a stop, and the stopped server is gone', async () => {
  const first = await start();
  await query(first, "create table kept as select 'here' as value");
  await first.stop();
  await expect(query(first, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const second = await start();
  expect(second).toMatchObject({ port: first.port, adopted: false });
  expect(await query(second, 'select value from kept')).toEqual([{ value: 'here' }]);
});

test('a server that still runs is taken over, one with other settings is restarted', async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ adopted: true, pid: first.pid });
  const third = await start({ work_mem: '3MB' });
  expect(third.adopted).toBe(false);
  expect(await query(third, 'show work_mem')).toEqual([{ work_mem: '3MB' }]);
});

test('acknowledged rows outlast kill -9 of the server', async () => {
  const first = await start();
  await query(first, "create table survived as select 'here' as value");
  process.kill(first.pid, 'SIGKILL');
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await query(second, 'select value from survived')).toEqual([{ value: 'here' }]);
});

test('a start waits for what a killed server left behind to end', async () => {
  const first = await start();
  const client = new pg.Client({
    host: first.host,
    port: first.port,
    ...first.superuser,
    database: 'postgres',
  });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const { pid } = rows[0]!;
  // It stands still, so it cannot see that its server is gone, and holds the memory they shared.
  process.kill(pid, 'SIGSTOP');
  process.kill(first.pid, 'SIGKILL');
  const log = join(dataFolder, 'postgres/server.log');
  const before = await readFile(log, 'utf8');
  const second = start();
  try {
    const since = async () => (await readFile(log, 'utf8')).slice(before.length);
    await expect.poll(since).toContain('shared memory block');
  } finally {
    process.kill(pid, 'SIGKILL');
  }
  expect((await second).adopted).toBe(false);
  await client.end().catch(() => {});
});

test('a pid file whose id belongs to another program now does not hinder the start', async () => {
  const first = await start();
  process.kill(first.pid, 'SIGKILL');
  await sleep(200);
  const path = join(dataFolder, 'postgres/data/postmaster.pid');
  const lines = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, [process.pid, ...lines.slice(1)].join('\n'));
  expect((await start()).adopted).toBe(false);
});

test('another port is chosen when the remembered one is taken', async () => {
  const first = await start();
  await first.stop();
  const occupant = createServer();
  await new Promise<void>((resolve) => occupant.listen(first.port, '127.0.0.1', resolve));
  try {
    expect((await start()).port).not.toBe(first.port);
  } finally {
    occupant.close();
  }
});

test('a lost password is reported with what to do', async () => {
  const first = await start();
  await first.stop();
  const path = join(dataFolder, 'postgres/superuser-password');
  await rename(path, `${path}.away`);
  await expect(start()).rejects.toThrow('Restore it from a backup');
  await rename(`${path}.away`, path);
});

// Only root can give files away; for others there is nothing to hand over.
// oxlint-disable-next-line vitest/no-conditional-tests
if (process.getuid?.() === 0) {
  test('a data folder that was copied as root is given back to the user of the server', async () => {
    const first = await start();
    await first.stop();
    await chown(join(dataFolder, 'postgres/data'), 0, 0);
    expect((await start()).adopted).toBe(false);
  });
}

test('a start that was killed while it created the cluster is taken up again', async () => {
  const first = await start();
  await first.stop();
  const abandoned = join(dataFolder, 'postgres/data.new');
  await writeFile(abandoned, 'half');
  await rm(join(dataFolder, 'postgres/data'), { recursive: true });
  expect((await start()).adopted).toBe(false);
});
