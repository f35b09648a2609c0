import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ClusterAddress } from '../../provision/installation.ts';
import { leadsTo, tapSockets } from './tap-sockets.ts';
import { WireCounter } from './wire-counter.ts';

const counter = new WireCounter((name) => name === 'kontor counted');
let cluster: ClusterAddress;
let client: pg.Client;
let undo = (): void => {};

beforeAll(async () => {
  cluster = JSON.parse(process.env['KONTOR_TEST_CLUSTER']!) as ClusterAddress;
  ({ undo } = tapSockets(counter, leadsTo(cluster)));
  client = await connected('kontor counted');
  await client.query('create temporary table pot (n int)');
});
afterAll(async () => {
  undo();
  await client.end();
});
beforeEach(() => counter.reset());

async function connected(name: string): Promise<pg.Client> {
  const made = new pg.Client({
    ...cluster,
    database: 'postgres',
    application_name: name,
    pipeline: true,
  });
  await made.connect();
  return made;
}

const insert = (n: number) => ({ name: 'fill', text: 'insert into pot values ($1)', values: [n] });

test('a statement of its own is a visit, and its rows are told', async () => {
  await client.query(insert(1));
  await client.query({ text: 'update pot set n = n + $1', values: [1] });
  expect(counter.counts).toEqual({
    visits: 2,
    statements: 2,
    socketWrites: 2,
    byLabel: { 'counted: insert pot': 1, 'counted: update pot': 1 },
    taggedRowsByLabel: { 'counted: insert pot': 1, 'counted: update pot': 1 },
  });
});

test('what leaves together has a Sync each and one packet', async () => {
  const { stream } = (client as unknown as { connection: { stream: NodeJS.WritableStream } })
    .connection as unknown as { stream: { cork(): void; uncork(): void } };
  stream.cork();
  const sent = ['begin', insert(2), insert(3), 'commit'].map((one) => client.query(one as string));
  stream.uncork();
  await Promise.all(sent);
  const { byLabel, ...sums } = counter.counts;
  expect(sums).toMatchObject({ visits: 4, statements: 4, socketWrites: 1 });
  expect(byLabel).toEqual({ 'counted: begin': 1, 'counted: insert pot': 2, 'counted: commit': 1 });
});

test('several statements of one text are counted by the server’s answers', async () => {
  await client.query('begin; insert into pot values (4), (5); commit');
  expect(counter.counts).toMatchObject({ visits: 1, statements: 3 });
});

/** Sends these under one Sync, as a driver may that knows the protocol better. */
class Flight {
  callback: unknown;
  private readonly values: readonly string[];
  private readonly ended: (errors: number) => void;
  private errors = 0;

  constructor(values: readonly string[], ended: (errors: number) => void) {
    this.values = values;
    this.ended = ended;
  }

  submit(connection: Record<'parse' | 'bind' | 'execute' | 'sync', (say?: object) => void>): null {
    connection.parse({ name: 'flown', text: 'insert into pot values ($1)', types: [23] });
    for (const value of this.values) {
      connection.bind({ statement: 'flown', values: [value] });
      connection.execute({});
    }
    connection.sync();
    return null;
  }

  handleCommandComplete(): void {}
  handleError(): void {
    this.errors += 1;
    this.ended(this.errors);
  }
  handleReadyForQuery(): void {
    this.ended(this.errors);
  }
}

async function fly(on: pg.Client, values: readonly string[]): Promise<number> {
  return new Promise((resolve) => on.query(new Flight(values, resolve) as never));
}

test('statements under one Sync are one visit, and one more among them is noticed', async () => {
  const plain = new pg.Client({
    ...cluster,
    database: 'postgres',
    application_name: 'kontor counted',
  });
  await plain.connect();
  try {
    await plain.query('create temporary table pot (n int)');
    counter.reset();
    expect(await fly(plain, ['1', '2', '3'])).toBe(0);
    expect(counter.counts).toMatchObject({ visits: 1, statements: 3 });
    expect(counter.counts.taggedRowsByLabel).toEqual({ 'counted: insert pot': 3 });
  } finally {
    await plain.end();
  }
});

test('after an error the next statements are counted as before', async () => {
  await expect(client.query('insert into pot values (1 / 0)')).rejects.toThrow('division by zero');
  await expect(client.query({ ...insert(1), values: ['one'] })).rejects.toThrow('invalid input');
  await client.query(insert(6));
  expect(counter.counts).toMatchObject({ visits: 3, statements: 3 });
  expect(counter.counts.taggedRowsByLabel).toEqual({ 'counted: insert pot': 1 });
});

test('others are not counted', async () => {
  const stranger = await connected('kontorist');
  await stranger.query('select 1');
  await stranger.end();
  expect(counter.counts.visits).toBe(0);
});
