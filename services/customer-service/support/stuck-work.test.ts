import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { supportService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [supportService] });
});
afterAll(() => shop.close());

const staff = () => shop.invocation({ actor: shop.staff(['settings:read']) });

/** In one statement, so that nobody delivers it before it is dead. */
async function deadLetter(pending: string[]): Promise<string> {
  const id = newId();
  await shop.database('support').query(sql`
    with told as (
      insert into outbox (id, type, schema_version, aggregate_id, aggregate_version, channel, locale,
        actor, traceparent, data, pending)
      values (${id}, 'support.message_added', 1, ${id}, 1, 'default', 'en', '{}', 'none', '{}',
        ${pending}::text[])
      returning id)
    insert into outbox_failure (event_id, consumer, attempts, next_attempt_at, last_error, dead_at)
    select id, 'customer', 10, 'infinity', 'refused', kontor_now() from told`);
  return id;
}

test('all stuck work can be listed, and dead letters that a twin brought are none', async () => {
  await shop.database('support').query(sql`
    insert into story (name, id, state, next_attempt_at, channel, locale, traceparent, created_at)
    select 'waits', n::text, 'held', kontor_now(), 'default', 'en', 'none',
      kontor_now() - interval '1 day' from generate_series(1, 230) n`);
  const dead = await deadLetter(['customer']);
  await deadLetter([]);
  const { listWaitingWork } = shop.client('support');
  const { items } = must(await listWaitingWork({ stuck: 'counted' }, staff()), 'count');
  const counts = items.map(({ kind, count }) => [kind, count]);
  expect(counts).toEqual(
    expect.arrayContaining([
      ['stuck_stories', 230],
      ['dead_letters', 1],
    ]),
  );

  const letters = { stuck: 'listed', kind: 'dead_letter', limit: 20 } as const;
  const { stuck } = must(await listWaitingWork(letters, staff()), 'list');
  expect(stuck.map(({ id }) => id)).toEqual([dead]);
  const elsewhere = { stuck: 'listed', service: 'order' } as const;
  expect(must(await listWaitingWork(elsewhere, staff()), 'list').stuck).toEqual([]);

  const seen: string[] = [];
  let after: { since: string; id: string; place: string } | undefined;
  do {
    const asked = { stuck: 'listed', limit: 100, after } as const;
    const page = must(await listWaitingWork(asked, staff()), 'list').stuck;
    const shown = page.slice(0, 100);
    seen.push(...shown.map(({ id }) => id));
    const { since, id, kind, service, type } = shown.at(-1)!;
    after = page.length > 100 ? { since, id, place: `${kind} ${service} ${type}` } : undefined;
  } while (after);
  expect(seen).toHaveLength(231);
  expect(new Set(seen).size).toBe(231);
});

test('dead letters are delivered again, one or all of a type, by who may do so in all channels', async () => {
  const { listWaitingWork, replayDeadLetters } = shop.client('support');
  const writer = (channels: '*' | string[] = '*') =>
    shop.invocation({
      actor: { ...shop.staff(['settings:read', 'settings:write']), channels },
    });
  const one = await deadLetter(['customer']);
  await deadLetter(['customer']);
  const of = { service: 'support', consumer: 'customer' };
  const replay = (more: { eventId?: string; type?: string }, by = writer()) =>
    replayDeadLetters({ ...of, ...more }, by);
  expect(await replay({ eventId: one }, writer(['west']))).toMatchObject({ ok: false });
  expect(must(await replay({ eventId: one }), 'one').replayed).toBe(1);
  expect(await replay({ eventId: one })).toMatchObject({
    failure: { code: 'dead_letter_not_found' },
  });
  expect(await replay({ type: 'support.nothing_such' })).toMatchObject({
    failure: { code: 'dead_letter_not_found' },
  });
  expect(
    await replayDeadLetters({ service: 'order', type: 'support.message_added' }, writer()),
  ).toMatchObject({ failure: { code: 'dead_letter_not_found' } });
  expect(must(await replay({ type: 'support.message_added' }), 'the rest').replayed).toBe(2);
  const letters = { stuck: 'listed', kind: 'dead_letter', limit: 20 } as const;
  expect(must(await listWaitingWork(letters, writer()), 'list').stuck).toEqual([]);
});
