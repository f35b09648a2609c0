import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { states } from '#kernel/states.ts';
import { Database } from './database.ts';
import { keptUnderKey } from './idempotency.ts';
import { changeBy, changeStatement, whenWon, type MoveDetail } from './move.ts';
import type { Installation } from '../provision/installation.ts';
import { migrate, provision } from '../provision/provision.ts';
import { sql } from '../ground/sql.ts';
import { StoryEngine } from '../stories/stories.ts';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { openLogger } from '../telemetry/log.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { addressesOf, newTestInstallation, testInvocation } from '../test-kit/testing.ts';
import { story } from '../resting/story.ts';
import { begunStories } from '../resting/story-rows.ts';
import { auditRow } from './written-along.ts';

const follow = story({ name: 'follow' });
const wait = story({ name: 'wait' });
const taken = story({ name: 'taken' });

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
  const nobody = {
    committed: () => {},
    eventsWritten: () => {},
    storyStarted: () => {},
    jobWritten: () => {},
  };
  const address = addressesOf(installation)('checkout');
  database = new Database('checkout', address, new EdgeRecorder(), nobody);
});
afterAll(async () => {
  await database.close();
  await dropInstallation(installation);
});

const staff = testInvocation({
  actor: { kind: 'staff', id: 'staff-1', channels: '*', permissions: [] },
});

describe('a move with everything that depends on it', () => {
  const written = () =>
    database.first<Record<string, unknown>>(sql`
      select (select count(*)::int from outbox) as events,
        (select count(*)::int from story where state = 'open') as open,
        (select count(*)::int from story where state = 'finished') as finished,
        (select count(*)::int from idempotency) as replies,
        (select count(*)::int from audit_entry) as audited,
        (select count(*)::int from thing where id = 'beside') as beside`);

  /** Everything a move can write, when it finds the thing in this version. */
  async function move(version: number) {
    const statement = changeStatement(
      {
        moved: sql`update thing set version = version + 1
          where id = 'moved' and version = ${version} returning id`,
        parts: [sql`beside as (insert into thing (id) select 'beside' ${whenWon})`],
        events: [
          {
            type: 'checkout.completed',
            aggregateId: 'moved',
            aggregateVersion: 2,
            data: { id: 'moved' },
          },
        ],
        starts: [{ story: follow, id: 'begins' }],
        finishes: [{ story: follow, id: 'ends' }],
        reply: keptUnderKey(
          {
            scope: 'staff',
            operation: 'move',
            key: 'key',
            bodyHash: 'hash',
            requestHash: null,
          },
          { id: 'moved' },
        ),
      },
      staff,
      auditRow('move', { subject: 'thing:moved' }, staff, whenWon),
    );
    return database.query(statement);
  }

  test('writes nothing at all where it is lost, and all of it where it is won', async () => {
    await database.query(sql`insert into thing (id) values ('moved')`);
    const ends = begunStories([{ story: follow, id: 'ends', scope: staff }]);
    await database.query(ends[0]!);
    const before = { events: 0, open: 1, finished: 0, replies: 0, audited: 0, beside: 0 };
    expect(await written()).toEqual(before);
    expect(await move(7)).toEqual([]);
    expect(await written()).toEqual(before);
    expect(await move(1)).toEqual([{ id: 'moved' }]);
    const after = { events: 1, open: 1, finished: 1, replies: 1, audited: 1, beside: 1 };
    expect(await written()).toEqual(after);
    await expect(move(1)).resolves.toEqual([]);
    expect(await written()).toEqual(after);
  });
});

test('a connection that ends while it commits proves nothing: the work is not done again', async () => {
  await database.query(sql`create table fuse (id text primary key)`);
  await database.query(sql`
    create function blow() returns trigger language plpgsql as
    'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'`);
  await database.query(sql`
    create constraint trigger fuse_blows after insert on fuse
    deferrable initially deferred for each row execute function blow()`);
  let begun = 0;
  const lost = database.transaction('blow', testInvocation(), async (tx) => {
    begun += 1;
    await tx.change(sql`insert into fuse (id) values (${newId()})`);
  });
  await expect(lost).rejects.toThrow(/terminat|connection/i);
  expect(begun).toBe(1);
  expect(await database.query(sql`select from fuse`)).toEqual([]);
});

test('of statements sent together the first that failed is told, and the work is done again', async () => {
  let attempts = 0;
  const work = () =>
    database.transaction('sent-together', staff, async (tx) => {
      attempts += 1;
      if (attempts > 1) return attempts;
      const first = tx.first(
        sql`do $$ begin raise exception 'once' using errcode = 'serialization_failure'; end $$`,
      );
      // Its refusal is heard before the one that is its cause: it has fewer steps to its caller.
      await Promise.all([tx.change(sql`select 1`), first]);
      return attempts;
    });
  expect(await work()).toBe(2);
});

describe('stories that wait for their turn', () => {
  const rows = (wanted: 'due' | 'leased') =>
    database.query<{ id: string }>(sql`
      select id from story where name = 'wait' and state = 'open'
        and (next_attempt_at <= kontor_now()) = ${wanted === 'due'} order by id`);

  test('are leased by who sweeps, and left to others by who stops', async () => {
    await database.query(sql`
      insert into story (name, id, channel, locale, traceparent, next_attempt_at)
      select 'wait', lpad(n::text, 2, '0'), 'default', 'en', '', kontor_now() - interval '1 second'
      from generate_series(1, 20) n`);
    const gate = Promise.withResolvers<void>();
    const begun: string[] = [];
    const advance = async (id: string) => {
      begun.push(id);
      await gate.promise;
    };
    const engine = new StoryEngine(database, [{ story: wait, advance }], openLogger('silent'));
    const other = new StoryEngine(database, [{ story: wait, advance }], openLogger('silent'));
    expect(await engine.sweep()).toBe(20);
    expect(await rows('due')).toEqual([]);
    expect(await other.sweep()).toBe(0);
    expect(begun).toHaveLength(16);

    const stopped = engine.stop();
    gate.resolve();
    await stopped;
    // Those that ran rest as they are; nobody waits for the lease of those that never began.
    const left = (await rows('due')).map(({ id }) => id);
    expect(left).toHaveLength(4);
    expect(left.filter((id) => begun.includes(id))).toEqual([]);
    expect(await other.sweep()).toBe(4);
    await other.stop();
  });

  test('are taken over at a start that waits for nobody while it holds something', async () => {
    await database.query(sql`
      insert into story (name, id, channel, locale, traceparent, next_attempt_at)
      select 'taken', id, 'default', 'en', '', kontor_now() + interval '1 hour'
      from unnest(array['a', 'b']) as v (id)`);
    const begun: string[] = [];
    const advance = async (id: string) => void begun.push(id);
    const engine = new StoryEngine(database, [{ story: taken, advance }], openLogger('silent'));
    const isWaiting = sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    let started: Promise<void> | undefined;
    await database.transaction('two stories', testInvocation(), async (tx) => {
      await tx.query(sql`select from story where name = 'taken' and id = 'b' for update`);
      started = engine.start(true);
      await expect.poll(() => database.query(isWaiting), { timeout: 180_000 }).not.toHaveLength(0);
      await tx.query(sql`select from story where name = 'taken' and id = 'a' for update nowait`);
    });
    await started;
    await expect.poll(() => begun.toSorted(), { timeout: 180_000 }).toEqual(['a', 'b']);
    await engine.stop();
  });
});

describe('a move that a table of states declares', () => {
  const thing = states(
    'thing',
    { table: 'thing', columns: ['note'], counts: 'version', states: ['new', 'old'], first: 'new' },
    { age: ['new', '→', 'old'] },
  );
  const row = (id: string) =>
    database.first(sql`select note, version, heard from thing where id = ${id}`);

  test('compares, sets, counts and is lost by who comes second', async () => {
    await database.query(
      sql`insert into thing (id, note) values ('aged', 'new'), ('other', 'new')`,
    );
    const age = (detail?: MoveDetail) =>
      database.transaction('age', staff, (tx) => tx.move(thing.age, 'aged', detail));
    expect(await age({ where: sql`heard > 0` })).toBeUndefined();
    expect(await age({ set: sql`heard = 5`, events: [reported('aged')] })).toEqual({ id: 'aged' });
    expect(await row('aged')).toEqual({ note: 'old', version: 2, heard: 5 });
    expect(await age({ events: [reported('aged')] })).toBeUndefined();
    expect(await row('aged')).toEqual({ note: 'old', version: 2, heard: 5 });
    expect(await row('other')).toEqual({ note: 'new', version: 1, heard: 0 });
    const events = await database.query(sql`select from outbox where aggregate_id = 'aged'`);
    expect(events).toHaveLength(1);
  });

  test('waits for the rows that it locks, and is lost where they are not so any more', async () => {
    await database.query(
      sql`insert into thing (id, note) values ('guarded', 'new'), ('guard', 'new')`,
    );
    const locks = sql`select id from thing where id = 'guard' and heard = 0 for update`;
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const other = database.transaction('guard', staff, async (tx) => {
      await tx.change(sql`update thing set heard = 1 where id = 'guard'`);
      begun.resolve();
      await go.promise;
    });
    await begun.promise;
    const moved = database.move('age', changeBy(thing.age, 'guarded', { locks }), staff);
    await expect
      .poll(() => database.query(sql`select from pg_locks where not granted`), { timeout: 180_000 })
      .not.toEqual([]);
    go.resolve();
    await other;
    expect(await moved).toBeUndefined();
    expect(await row('guarded')).toMatchObject({ note: 'new' });
  }, 300_000);
});

function reported(id: string) {
  return {
    type: 'checkout.completed',
    aggregateId: id,
    aggregateVersion: 2,
    data: { id },
  } as const;
}
