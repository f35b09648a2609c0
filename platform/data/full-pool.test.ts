import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { newTestInstallation } from '../test-kit/testing.ts';
import { wayToCluster } from '../test-kit/way-to-cluster.ts';
import { Database } from './database.ts';
import { PoolFull, refuseWhenFull } from './full-pool.ts';

let pool: pg.Pool;
beforeEach(async () => {
  const { cluster } = await newTestInstallation();
  pool = new pg.Pool({ ...cluster, database: 'postgres', max: 1 });
  refuseWhenFull(pool, 1, 100);
});
afterEach(() => pool.end());

test('who finds all connections taken is refused in time, by either door', async () => {
  const held = await pool.connect();
  const startedMs = performance.now();
  await expect(pool.connect()).rejects.toThrow(PoolFull);
  await expect(pool.query('select 1')).rejects.toMatchObject({ code: '53300' });
  expect(performance.now() - startedMs).toBeLessThan(60_000);
  held.release();
});

test('who comes in the same moment as the one who gets it is refused in time too', async () => {
  await pool.query('select 1');
  expect(pool.idleCount).toBe(1);
  const together = await Promise.allSettled([pool.connect(), pool.connect(), pool.connect()]);
  const [held, ...others] = together;
  expect(others.map((one) => one.status === 'rejected' && one.reason)).toEqual([
    new PoolFull(),
    new PoolFull(),
  ]);
  if (held?.status === 'fulfilled') held.value.release();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('who is served in time notices nothing', async () => {
  const held = await pool.connect();
  const waiting = pool.query<{ one: number }>('select 1 as one');
  setTimeout(() => held.release(), 20);
  expect((await waiting).rows).toEqual([{ one: 1 }]);
});

test('a connection that comes too late goes back to the pool', async () => {
  const held = await pool.connect();
  await expect(pool.connect()).rejects.toThrow(PoolFull);
  held.release();
  await expect.poll(() => pool.idleCount).toBe(1);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

const nobody = {
  committed: () => {},
  eventsWritten: () => {},
  storyStarted: () => {},
  jobWritten: () => {},
};

test('a start asks over one connection, and who is served over as many as there are', async () => {
  const { cluster } = await newTestInstallation();
  const address = { ...cluster, database: 'postgres' };
  const database = new Database('checkout', address, new EdgeRecorder(), nobody);
  const sessionsOfSix = async () => {
    const ask = () => database.raw('select pg_backend_pid() as pid');
    const asked = await Promise.all(Array.from({ length: 6 }, ask));
    return new Set(asked.map(({ rows }) => (rows[0] as { pid: number }).pid)).size;
  };
  try {
    database.phases.begin();
    expect(await sessionsOfSix()).toBe(1);
    database.phases.openAll();
    expect(await sessionsOfSix()).toBeGreaterThan(1);
    database.phases.serve(60_000);
    expect(await sessionsOfSix()).toBeGreaterThan(1);
  } finally {
    await database.close();
  }
});

test('a start waits for a server that is slow to answer, and who is served is told soon', async () => {
  const { cluster } = await newTestInstallation();
  const slow = wayToCluster(cluster, 1_000);
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const { port } = slow.address() as AddressInfo;
  const address = { ...cluster, host: '127.0.0.1', port, database: 'postgres' };
  const opened = () =>
    new Database('checkout', address, new EdgeRecorder(), nobody, undefined, undefined, 100);
  const [starting, serving] = [opened(), opened()];
  try {
    starting.phases.begin();
    // The second waits for the one connection that the first has not got yet.
    const asked = await Promise.all([1, 2].map(() => starting.raw('select 1 as one')));
    expect(asked.map(({ rows }) => rows)).toEqual([[{ one: 1 }], [{ one: 1 }]]);
    serving.phases.begin();
    serving.phases.serve();
    await expect(serving.raw('select 1 as one')).rejects.toThrow(/timeout/);
  } finally {
    await Promise.all([starting.close(), serving.close()]);
    slow.close();
  }
});
