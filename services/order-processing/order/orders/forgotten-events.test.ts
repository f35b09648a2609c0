import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { moveTestClock } from '#platform/provision/test-clock.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

const dayMs = 86_400_000;

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
afterAll(() => kit.close());

test('in one process too an inbox forgets what its producer has noted, and only when it is old', async () => {
  const { orderId, totals } = await kit.placed({ method: 'invoice' });
  const money = { amountMinor: totals.totalMinor, currency: 'EUR' };
  const receipt = { ...money, receivedAt: '2026-11-20T10:00:00Z', reference: newId() };
  const asked = { orderId, ...receipt, source: 'bank' as const };
  const staff = kit.shop.invocation({ actor: kit.staff });
  must(await kit.orders.recordReceipt(asked, staff), 'receipt');
  const received = async () => {
    const inbox = sql`select type from inbox order by event_id`;
    const rows = await kit.shop.database('order').query<{ type: string }>(inbox);
    return rows.map(({ type }) => type);
  };
  const both = ['checkout.completed', 'payment.changed'];
  await expect.poll(received, { timeout: 180_000 }).toEqual(both);
  await kit.shop.settle();
  await kit.shop.kontor.clean();
  expect(await received()).toEqual(both);
  await moveTestClock(kit.shop.installation, 15 * dayMs);
  await kit.shop.kontor.clean();
  // Who told of the purchase does not run here.
  expect(await received()).toEqual(['checkout.completed']);
});
