import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { order as contract } from '#contracts/order/index.ts';
import { timelineCode } from '#contracts/order/timeline.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { completedCheckout } from '../orders-for-tests.ts';
import { orderService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [orderService] });
});
afterAll(() => shop.close());

test('what happens to an order has a code, and what an earlier version wrote is still told', async () => {
  const owner = shop.guest();
  const snapshot = completedCheckout({ owner: { kind: 'guest', id: owner.id } });
  await shop.deliver('checkout.completed', snapshot.checkoutId, 1, snapshot);
  const { orderId } = snapshot;
  await shop.database('order').query(sql`
    insert into timeline_entry (order_id, key, at, kind, message, actor, internal, trace_id)
    values (${orderId}, 'before', kontor_now(), 'of_another_time', 'Something happened.', 'system',
            false, 'none')`);
  const asked = shop.invocation({ actor: owner });
  const { items } = must(await shop.client('order').getTimeline({ orderId }, asked), 'timeline');
  expect(items.map(({ code }) => code)).toEqual(['order_placed', undefined]);
  expect(items[1]).toMatchObject({ kind: 'of_another_time', message: 'Something happened.' });
  contract.operations.getTimeline.output.parse({ items, nextCursor: null });
});

/** Kinds of other things that stand beside entries of the timeline. */
const others = new Set(
  (
    'card invoice guest customer staff system anonymous time text number status refund surplus ' +
    'amount_differs lost_answer credit_note credit_note_cancellation voided refunded_before ' +
    'refund_pending disputed shipped cancelled cancellation unknown_kind'
  ).split(' '),
);

test('no entry is written with a word that front-ends cannot know', () => {
  const folder = new URL('../', import.meta.url).pathname;
  const files = globSync('**/*.ts', { cwd: folder, exclude: (name) => name.endsWith('.test.ts') });
  const written = files.flatMap((file) => {
    const source = readFileSync(`${folder}${file}`, 'utf8');
    if (!/timeline/i.test(source)) return [];
    return [...source.matchAll(/(?:\bkind: |report\(tx, event, )'([a-z_]+)'/g)].map(
      ([, kind]) => kind!,
    );
  });
  expect(written.length).toBeGreaterThan(30);
  const known: readonly string[] = timelineCode.options;
  expect(written.filter((kind) => !known.includes(kind) && !others.has(kind))).toEqual([]);
});
