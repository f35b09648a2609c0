import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering({ settings: { captureAt: 'shipment' } });
});
afterAll(() => kit.close());

const watch = () => kit.shop.kontor.opened('order').jobs!['watch_authorizations']!.run({});
const warnings = async (orderId: string) =>
  (await kit.timeline(orderId)).filter((kind) => kind === 'authorization_ends');

/** As if it had been authorized longer ago. */
function endsIn(paymentId: string, hours: number) {
  return kit.shop.database('payment').query(sql`
    update payment set authorized_until = kontor_now() + ${hours} * interval '1 hour'
    where payment_id = ${paymentId}`);
}

test('the provider says until when it holds the money, and payments tell it', async () => {
  const { paymentId } = await kit.placed();
  const { authorizedUntil, state } = await kit.payment(paymentId);
  expect(state).toBe('authorized');
  const days = (Date.parse(authorizedUntil!) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.9);
  expect(days).toBeLessThan(7.1);
});

test('staff are told a day before it ends, once, and nobody where it is longer or captured', async () => {
  const [soon, late, cancelled] = [await kit.placed(), await kit.placed(), await kit.placed()];
  await endsIn(soon.paymentId, 23);
  await endsIn(late.paymentId, 25);
  await endsIn(cancelled.paymentId, 5);
  must(await kit.cancel(cancelled.orderId), 'cancel');
  await kit.shop.settle();
  await watch();
  await watch();
  expect(await warnings(soon.orderId)).toEqual(['authorization_ends']);
  expect(await warnings(late.orderId)).toEqual([]);
  expect(await warnings(cancelled.orderId)).toEqual([]);
  const ofBuyer = await kit.timeline(soon.orderId, kit.shop.guest(soon.owner.id));
  expect(ofBuyer).not.toContain('authorization_ends');
});

test('of more orders than are looked at together each is looked at', async () => {
  const first = await kit.placed();
  await kit.shop.database('order').query(sql`
    insert into orders (id, number, state, channel, locale, owner_kind, owner_id, access_token_hash,
      email, payment_id, currency, total_minor, snapshot, placed_at)
    select uuidv7(), 'W-' || n, state, channel, locale, owner_kind, owner_id, access_token_hash,
      email, uuidv7(), currency, total_minor, snapshot, placed_at
    from orders, generate_series(1, 400) n where id = ${first.orderId}`);
  const last = await kit.placed();
  await endsIn(last.paymentId, 1);
  await watch();
  expect(await warnings(last.orderId)).toEqual(['authorization_ends']);
});
