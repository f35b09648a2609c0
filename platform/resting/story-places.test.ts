import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Database } from '../data/database.ts';
import { changeStatement, whenWon } from '../data/move.ts';
import { sql, sqlWord, type Statement } from '../ground/sql.ts';
import type { Installation } from '../provision/installation.ts';
import { migrate, provision } from '../provision/provision.ts';
import { finishUnlessWoken, lookAtStory, putOffUnlessWoken } from '../stories/rest-unless-woken.ts';
import { StoryEngine, type StoryShape } from '../stories/stories.ts';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { openLogger } from '../telemetry/log.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { addressesOf, newTestInstallation, testInvocation } from '../test-kit/testing.ts';
import { RestingPlaces } from './resting-place.ts';
import { beginsWith, finishesWith } from './story-parts.ts';
import { columnsOf, story, type RestsIn } from './story.ts';

let installation: Installation;
let database: Database;
let waked: string[] = [];

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
    storyStarted: (_service, name, id) => waked.push(`${name} ${id}`),
    committed: () => {},
    jobWritten: () => {},
  });
  await database.query(sql`
    create table deed (
      id text primary key, state text not null default 'new',
      story_state text, story_attempts int, story_next_attempt_at timestamptz,
      story_last_error text, story_held_as text, story_channel text, story_locale text,
      story_traceparent text, story_created_at timestamptz, story_finished_at timestamptz)`);
});

afterAll(async () => {
  await database.close();
  await dropInstallation(installation);
});

const invocation = testInvocation();
const holds = {
  in_review: { words: 'somebody looks at it', wordsBefore: ['it is looked at'] },
  stopped: { words: 'it is being stopped' },
};
const inItsRow = { table: 'deed', id: 'id', idType: 'text' } as const;

/** The same service twice: only where its story rests was declared otherwise. */
describe.each<[string, RestsIn, string]>([
  ['in a row of its own', 'own row', 'own'],
  ['in the row that it belongs to', inItsRow, 'folded'],
])('a story that rests %s', (_where, restsIn, name) => {
  const deed = story({ name, restsIn, holds });
  const idOf = (what: string) => `${name} ${what}`;
  const c = columnsOf(deed);
  const [table, isStory] =
    restsIn === 'own row'
      ? [sqlWord('story'), (id: string) => sql`name = ${name} and id = ${id}`]
      : [sqlWord('deed'), (id: string) => sql`id = ${id}`];
  const now = (id: string) =>
    database.first<{
      state: string;
      heldAs: string | null;
      error: string | null;
      left: number;
    }>(sql`
      select ${c.state} as state, ${c.held_as} as held_as, ${c.last_error} as error,
        round(extract(epoch from ${c.next_attempt_at} - kontor_now()))::int as left
      from ${table} where ${isStory(id)}`);
  const within = <T>(work: Parameters<typeof database.transaction<T>>[2]) =>
    database.transaction('deed', invocation, work);
  const set = (id: string, what: Statement) =>
    database.query(sql`update ${table} set ${what} where ${isStory(id)}`);

  const begin = async (id: string) => {
    const resting = beginsWith(deed, { from: 'begun', id: 'id' }, invocation);
    await database.query(sql`
      with begun as (
        insert into deed (id, state ${resting.columns})
        values (${id}, 'doing' ${resting.values}) returning id),
      resting as (${resting.part})
      select id from begun`);
  };
  const move = (id: string, from: string, to: string) =>
    database.query(
      changeStatement(
        {
          moved: (rests) => sql`
            update deed set state = ${to} ${rests} where id = ${id} and state = ${from}
            returning id`,
          ...(to === 'done' ? { finishes: [{ story: deed, id }] } : {}),
          ...(to === 'waiting' ? { holds: [{ story: deed, id, code: 'in_review' }] } : {}),
          ...(to === 'doing' ? { restarts: [{ story: deed, id }] } : {}),
        },
        invocation,
      ),
    );

  test('begins, is held, restarted and ended with the move of its row, and only with it', async () => {
    const id = idOf('moved');
    await begin(id);
    expect(await now(id)).toEqual({ state: 'open', heldAs: null, error: null, left: 25 });
    expect(await move(id, 'elsewhere', 'done')).toEqual([]);
    expect(await now(id)).toMatchObject({ state: 'open' });
    await move(id, 'doing', 'waiting');
    const words = holds.in_review.words;
    expect(await now(id)).toMatchObject({ state: 'held', heldAs: 'in_review', error: words });
    await move(id, 'waiting', 'doing');
    expect(await now(id)).toMatchObject({ state: 'open', heldAs: null, error: null });
    await move(id, 'doing', 'done');
    expect(await now(id)).toMatchObject({ state: 'finished' });
  });

  test('is counted: those that are open, how old the oldest is, and those that wait for a person', async () => {
    const place = new RestingPlaces([deed]).of(name);
    type Counted = { open: number; overdue: number; age: number; held: number };
    const counted = async () => (await database.first<Counted>(place.count(5)))!;
    const before = await counted();
    const id = idOf('counted');
    await begin(id);
    const waits = sql`${c.created_at} = kontor_now() - interval '9 days'`;
    await set(id, waits);
    const [its, soon] = [await counted(), { open: before.open + 1, held: before.held }];
    expect(its).toMatchObject(soon);
    // What waits for its time is not old.
    expect(its.age).toBeLessThan(8 * 86_400);
    await set(id, sql`${c.next_attempt_at} = kontor_now() - interval '1 hour'`);
    const late = await counted();
    expect(late.overdue).toBe(its.overdue + 1);
    expect(late.age).toBeGreaterThan(8 * 86_400);
    await move(id, 'doing', 'waiting');
    expect(await counted()).toMatchObject({ open: before.open, held: before.held + 1 });
    await move(id, 'waiting', 'done');
  });

  test('is held with its reason after as many tries as it is given', async () => {
    const id = idOf('given up');
    await begin(id);
    const place = new RestingPlaces([deed]).of(name);
    const fail = (times: number) =>
      database.query(
        place.postpone({ name, id }, new Error(`try ${times}`), { after: 2, heldAs: 'stopped' }),
      );
    await fail(1);
    expect(await now(id)).toMatchObject({ state: 'open', heldAs: null, error: 'Error: try 1' });
    await fail(2);
    expect(await now(id)).toMatchObject({
      state: 'held',
      heldAs: 'stopped',
      error: 'Error: try 2',
    });
    expect(await within((tx) => tx.stories.reopen(deed, [id], 'stopped'))).toEqual([id]);
    expect(await now(id)).toMatchObject({ state: 'open', heldAs: null, error: null });
    await move(id, 'doing', 'done');
  });

  test('is ended by a part of a statement, but where it was put off for something else', async () => {
    const id = idOf('part');
    await begin(id);
    const end = async () => {
      const { set: sets, part } = finishesWith(deed, { from: 'moved', id: 'id' });
      await database.query(sql`
        with moved as (update deed set state = 'done' ${sets} where id = ${id} returning id),
        ended as (${part})
        select 1 from moved`);
    };
    if (restsIn === 'own row') {
      await set(id, sql`${c.next_attempt_at} = kontor_now() + interval '10 minutes'`);
      await end();
      expect(await now(id)).toMatchObject({ state: 'open' });
      await set(id, sql`${c.next_attempt_at} = kontor_now()`);
    }
    await end();
    expect(await now(id)).toMatchObject({ state: 'finished' });
  });

  test('is taken up by the verbs of a transaction, and woken after its commit', async () => {
    const id = idOf('verbs');
    await begin(id);
    waked = [];
    await within(async (tx) => tx.stories.hold(deed, id, 'stopped'));
    await within(async (tx) => tx.stories.begin(deed, id));
    expect(await now(id)).toMatchObject({ state: 'held', heldAs: 'stopped' });
    expect(await within((tx) => tx.stories.reopen(deed, [id], 'in_review'))).toEqual([]);
    waked = [];
    expect(await within((tx) => tx.stories.reopen(deed, [id]))).toEqual([id]);
    expect(await now(id)).toEqual({ state: 'open', heldAs: null, error: null, left: 25 });
    await within(async (tx) => tx.stories.finish(deed, id));
    await within(async (tx) => tx.stories.begin(deed, id));
    expect(await now(id)).toMatchObject({ state: 'finished' });
    expect(await within((tx) => tx.stories.reopen(deed, [id]))).toEqual([]);
    await within(async (tx) => tx.stories.restart(deed, id));
    expect(await now(id)).toMatchObject({ state: 'open', left: 25 });
    expect(waked).toEqual([`${name} ${id}`, `${name} ${id}`, `${name} ${id}`]);
  });

  test('begins at a moment and not before, and one that is open stays as it is', async () => {
    const id = idOf('later');
    if (restsIn !== 'own row') await database.query(sql`insert into deed (id) values (${id})`);
    const moment = await database.first<{ at: string }>(
      sql`select kontor_now() + interval '1 hour' as at`,
    );
    const beginLater = (at: string) =>
      within(async (tx) => tx.stories.beginLater(deed, id, new Date(at).toISOString()));
    await beginLater(moment!.at);
    const begun = await now(id);
    expect(begun).toMatchObject({ state: 'open' });
    expect(begun!.left).toBeGreaterThan(3_000);
    await set(id, sql`${c.next_attempt_at} = kontor_now()`);
    await beginLater(moment!.at);
    expect((await now(id))!.left).toBeLessThan(60);
    await within(async (tx) => tx.stories.finish(deed, id));
    await beginLater(moment!.at);
    expect((await now(id))!.left).toBeGreaterThan(3_000);
  });

  test.each(Object.values(holds.in_review).flat())(
    'held before with "%s" is understood',
    async (words) => {
      const id = idOf(words);
      await begin(id);
      await set(id, sql`${c.state} = 'held', ${c.last_error} = ${words}`);
      expect(await within((tx) => tx.stories.reopen(deed, [id], 'stopped'))).toEqual([]);
      expect(await within((tx) => tx.stories.reopen(deed, [id], 'in_review'))).toEqual([id]);
    },
  );

  test('who was woken while it looked looks once more', async () => {
    const id = idOf('looks');
    await begin(id);
    const seen = await lookAtStory(database, deed, id);
    await within(async (tx) => tx.stories.begin(deed, id));
    await putOffUnlessWoken(database, deed, id, 600, seen);
    await finishUnlessWoken(database, deed, id, seen);
    expect(await now(id)).toMatchObject({ state: 'open', left: 25 });
    await putOffUnlessWoken(database, deed, id, 600, await lookAtStory(database, deed, id));
    expect(await now(id)).toMatchObject({ state: 'open', left: 600 });
    await finishUnlessWoken(database, deed, id, await lookAtStory(database, deed, id));
    expect(await now(id)).toMatchObject({ state: 'finished' });
  });

  test('is swept when it is due, postponed when it fails, forgotten when it is over', async () => {
    const id = idOf('swept');
    await begin(id);
    const { promise: isRun, resolve } = Promise.withResolvers<string>();
    const shape: StoryShape = {
      story: deed,
      advance: async (which) => {
        resolve(which);
        throw new Error('not yet');
      },
    };
    const engine = new StoryEngine(database, [shape], openLogger('silent'));
    await set(id, sql`${c.next_attempt_at} = kontor_now()`);
    expect(await engine.sweep()).toBe(1);
    expect(await isRun).toBe(id);
    await expect
      .poll(() => now(id), { timeout: 180_000 })
      .toMatchObject({ error: 'Error: not yet' });
    // By a clock that was ahead it failed and was postponed; by its own will it lies for days.
    await set(
      id,
      sql`${c.next_attempt_at} = kontor_now() + interval '2 days', ${c.last_error} = 'early'`,
    );
    expect(await engine.sweep()).toBe(1);
    await expect
      .poll(() => now(id), { timeout: 180_000 })
      .toMatchObject({ error: 'Error: not yet' });
    const seen = await lookAtStory(database, deed, id);
    await putOffUnlessWoken(database, deed, id, 172_800, seen);
    expect(await now(id)).toMatchObject({ left: 172_800 });
    expect(await engine.sweep()).toBe(0);
    await engine.stop();
    await set(
      id,
      sql`${c.state} = 'finished', ${c.finished_at} = kontor_now() - interval '9 days'`,
    );
    for (const place of new RestingPlaces([deed]).all) {
      await database.query(place.forget(86_400, 1_000));
    }
    expect((await now(id))?.state ?? null).toBeNull();
  });
});

test('a move whose statement does not take what its story sets in that row is refused', () => {
  const folded = story({ name: 'folded', restsIn: inItsRow });
  const moved = sql`update deed set state = 'done' where id = 'a' returning id`;
  const change = { moved, finishes: [{ story: folded, id: 'a' }] };
  expect(() => changeStatement(change, invocation)).toThrow(/must take/);
  expect(whenWon.text).toContain('moved');
});
