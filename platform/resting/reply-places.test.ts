import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Database } from '../data/database.ts';
import { changeStatement } from '../data/move.ts';
import { sql } from '../ground/sql.ts';
import type { Installation } from '../provision/installation.ts';
import { migrate, provision } from '../provision/provision.ts';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { addressesOf, newTestInstallation, testInvocation } from '../test-kit/testing.ts';
import {
  answerUnder,
  forgottenReplies,
  keptReply,
  keyedWith,
  recordedUnder,
  replyInOwnRow,
  replyInRow,
  type Recorded,
  type Reply,
} from './reply.ts';
import type { RequestKey } from './request-key.ts';

let installation: Installation;
let database: Database;

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation, ['checkout']);
  await migrate(
    installation,
    'checkout',
    new URL('../test-kit/samples/migrations/', import.meta.url),
  );
  database = new Database('checkout', addressesOf(installation)('checkout'), new EdgeRecorder(), {
    eventsWritten: () => {},
    storyStarted: () => {},
    committed: () => {},
    jobWritten: () => {},
  });
  await database.query(sql`
    create table deed (
      id text primary key, state text not null default 'new', actor_scope text, operation text,
      key text, body_hash text, request_hash text, reply json,
      unique (actor_scope, operation, key))`);
});

afterAll(async () => {
  await database.close();
  await dropInstallation(installation);
});

const invocation = testInvocation();
const inItsRow = replyInRow({
  table: 'deed',
  keyOf: 'client',
  key: { scope: 'actor_scope', operation: 'operation', key: 'key' },
  type: 'json',
});

/** The same service twice: only where its reply rests was declared otherwise. */
describe.each<[string, Reply<'scope' | 'operation' | 'key', 'client'>]>([
  ['in a row of its own', replyInOwnRow],
  ['in the row that it belongs to', inItsRow],
])('a reply that rests %s', (where, declared) => {
  const asking = (what: string, more: Partial<RequestKey> = {}): RequestKey => ({
    scope: 'guest:1',
    operation: `${where} ${what}`,
    key: 'first',
    bodyHash: 'body',
    requestHash: 'sent',
    ...more,
  });
  const begin = (asked: RequestKey) => {
    const keyed = keyedWith(declared, asked);
    return database.query(sql`
      insert into deed (${keyed.columns} id, state)
      select ${keyed.values} ${asked.operation}::text, 'doing'`);
  };
  const look = async (asked: RequestKey) => {
    const recorded = await database.first<Recorded<'client'>>(recordedUnder(declared, asked));
    if (!recorded) return 'new';
    const answer = answerUnder(declared, asked, recorded, (reply) => ({ told: reply }));
    return 'told' in answer ? answer.told : answer.failure.code;
  };
  const move = (
    asked: RequestKey,
    [from, to]: readonly [string, string],
    reply: object,
    unlessTold = false,
  ) =>
    database.query(
      changeStatement(
        {
          moved: (rests) => sql`
            update deed set state = ${to} ${rests}
            where id = ${asked.operation} and state = ${from} returning id`,
          reply: keptReply(declared, asked, JSON.stringify(reply), { unlessTold }),
        },
        invocation,
      ),
    );

  test('is told again for the same request, and another is refused', async () => {
    const asked = asking('told');
    expect(await look(asked)).toBe('new');
    await begin(asked);
    await move(asked, ['doing', 'done'], { done: 1 });
    expect(await look(asked)).toEqual({ done: 1 });
    expect(await look(asking('told', { bodyHash: 'read by another version' }))).toEqual({
      done: 1,
    });
    expect(await look(asking('told', { requestHash: null }))).toEqual({ done: 1 });
    expect(await look(asking('told', { bodyHash: 'other', requestHash: 'other' }))).toBe(
      'idempotency_key_reused',
    );
    expect(await look(asking('told', { key: 'second' }))).toBe('new');
    expect(await look(asking('told', { scope: 'guest:2' }))).toBe('new');
  });

  test('is kept with the move that it tells of, and only with it', async () => {
    const asked = asking('moved');
    await begin(asked);
    const before = await look(asked);
    expect(await move(asked, ['elsewhere', 'done'], { done: 1 })).toEqual([]);
    expect(await look(asked)).toBe(before);
    expect(await move(asked, ['doing', 'done'], { done: 2 })).toHaveLength(1);
    expect(await look(asked)).toEqual({ done: 2 });
  });

  test('stays where a later move would tell another', async () => {
    const asked = asking('stays');
    await begin(asked);
    await move(asked, ['doing', 'waiting'], { waits: 1 }, true);
    expect(await move(asked, ['waiting', 'done'], { done: 1 }, true)).toHaveLength(1);
    expect(await look(asked)).toEqual({ waits: 1 });
  });

  test('is forgotten by its age, or with the row that it belongs to', async () => {
    const asked = asking('forgotten');
    await begin(asked);
    await move(asked, ['doing', 'done'], { done: 1 });
    const forgets = async (seconds: number) => {
      const statements = forgottenReplies(declared, seconds, 1_000);
      for (const statement of statements) await database.query(statement);
      return statements.length;
    };
    await forgets(86_400);
    expect(await look(asked)).toEqual({ done: 1 });
    if ((await forgets(-1)) === 0) {
      expect(await look(asked)).toEqual({ done: 1 });
      await database.query(sql`delete from deed where id = ${asked.operation}`);
    }
    expect(await look(asked)).toBe('new');
  });
});

test('a key in the row of what it began says that this is under way', async () => {
  const asked = { scope: 'guest:1', operation: 'under way', key: 'a' };
  const hashes = { bodyHash: 'body', requestHash: null };
  const keyed = keyedWith(inItsRow, { ...asked, ...hashes });
  await database.query(
    sql`insert into deed (${keyed.columns} id) select ${keyed.values} 'under way'`,
  );
  const recorded = await database.first<Recorded<'client'>>(recordedUnder(inItsRow, asked));
  expect(answerUnder(inItsRow, hashes, recorded!, () => 'told')).toMatchObject({
    failure: { code: 'idempotency_key_in_flight' },
  });
  const other = { bodyHash: 'other', requestHash: null };
  expect(answerUnder(inItsRow, other, recorded!, () => 'told')).toMatchObject({
    failure: { code: 'idempotency_key_reused' },
  });
});

test("a thing's own key is told what was done with it, and until then is asked for once more", async () => {
  const ofThing = replyInRow({
    table: 'deed',
    keyOf: 'thing',
    key: { thing: 'id' },
    type: 'json',
  });
  const asked = { thing: 'a thing' };
  const keyed = keyedWith(ofThing, asked);
  await database.query(
    sql`insert into deed (${keyed.columns} state) values (${keyed.values} 'doing')`,
  );
  const look = async () => {
    const recorded = await database.first<Recorded<'thing'>>(recordedUnder(ofThing, asked));
    return answerUnder(ofThing, asked, recorded!, (reply) => reply);
  };
  expect(await look()).toBeUndefined();
  const { set } = keptReply(ofThing, asked, JSON.stringify({ units: 3 }));
  await database.query(sql`update deed set state = 'done' ${set} where id = 'a thing'`);
  expect(await look()).toEqual({ units: 3 });
});

test('a move whose statement does not take the reply in its row is refused', () => {
  const asked = { scope: 'a', operation: 'b', key: 'c', bodyHash: 'd', requestHash: null };
  const moved = sql`update deed set state = 'done' where id = 'a' returning id`;
  const change = { moved, reply: keptReply(inItsRow, asked, '{}') };
  expect(() => changeStatement(change, invocation)).toThrow(/must take/);
});
