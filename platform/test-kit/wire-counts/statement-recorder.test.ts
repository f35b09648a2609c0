import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ClusterAddress } from '../../provision/installation.ts';
import { StatementRecorder, type RecordedStatement } from './statement-recorder.ts';
import { leadsTo, tapSockets } from './tap-sockets.ts';

const recorder = new StatementRecorder((name) => name === 'kontor recorded');
let cluster: ClusterAddress;
let client: pg.Client;
let undo = (): void => {};

beforeAll(async () => {
  cluster = JSON.parse(process.env['KONTOR_TEST_CLUSTER']!) as ClusterAddress;
  ({ undo } = tapSockets(recorder, leadsTo(cluster)));
  client = await connected('kontor recorded');
});
afterAll(async () => {
  undo();
  await client.end();
});
beforeEach(() => recorder.begin());

async function connected(name: string): Promise<pg.Client> {
  const made = new pg.Client({ ...cluster, database: 'postgres', application_name: name });
  await made.connect();
  return made;
}

function recorded(): Pick<RecordedStatement, 'text' | 'values' | 'name'>[] {
  return recorder.end().map(({ text, values, name }) => ({ text, values, name }));
}

test('what is sent is noted with its values as PostgreSQL writes them, prepared once or not', async () => {
  const text = 'select $1::int, $2::text[], $3::jsonb, $4::bytea, $5::text';
  const asked = (n: number) => ({
    name: 'all',
    text,
    values: [n, ['a', 'b c'], { x: 'é' }, Buffer.from([0, 255]), null],
  });
  for (const n of [1, 2]) await client.query(asked(n));
  await client.query('select 3; select 4');
  const values = ['{"a","b c"}', '{"x":"é"}', '\\x00ff', null];
  const sent = recorded();
  expect(sent).toEqual([
    { text, name: 'all', values: ['1', ...values] },
    { text, name: 'all', values: ['2', ...values] },
    { text: 'select 3; select 4', name: '', values: [] },
  ]);
  // Sent again it says the same.
  const first = await client.query(asked(1));
  const again = await client.query({ text, values: [...sent[0]!.values] });
  expect(again.rows).toEqual(first.rows);
});

/** Sends these under one Sync, as a driver may that knows the protocol better. */
class Flight {
  callback: unknown;
  private readonly values: readonly string[];
  private readonly ended: () => void;

  constructor(values: readonly string[], ended: () => void) {
    this.values = values;
    this.ended = ended;
  }

  submit(connection: Record<'parse' | 'bind' | 'execute' | 'sync', (say?: object) => void>): null {
    connection.parse({ name: '', text: 'select $1::text', types: [] });
    for (const value of this.values) {
      connection.bind({ statement: '', values: [value] });
      connection.execute({});
    }
    connection.sync();
    return null;
  }

  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.ended();
  }
}

test('what stands under one Sync is told by its number, and so is the connection', async () => {
  const other = await connected('kontor recorded');
  await client.query('begin');
  await new Promise<void>((resolve) => client.query(new Flight(['x', 'y'], resolve) as never));
  await other.query('select 5');
  await client.query('commit');
  await other.end();
  const sent = recorder.end();
  const [begin, x, y, five, commit] = sent;
  expect(sent.map(({ text }) => text)).toEqual([
    'begin',
    'select $1::text',
    'select $1::text',
    'select 5',
    'commit',
  ]);
  expect([x!.values, y!.values]).toEqual([['x'], ['y']]);
  expect(x!.sync).toBe(begin!.sync + 1);
  expect(y!.sync).toBe(x!.sync);
  expect(commit!.sync).toBe(x!.sync + 1);
  expect(five!.connection).not.toBe(begin!.connection);
  expect([x, y, commit].map((one) => one!.connection)).toEqual(Array(3).fill(begin!.connection));
});

test('strangers are not noted, and nothing is when it has ended', async () => {
  const stranger = await connected('kontorist');
  await stranger.query('select 6');
  await stranger.end();
  expect(recorder.end()).toEqual([]);
  await client.query('select 7');
  expect(recorder.end()).toEqual([]);
});
