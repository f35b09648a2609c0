import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { sql } from '#platform/ground/sql.ts';
import { orderTokenGiven, orderTokenHash, orderTokenOf } from '../checkouts/checkout-store.ts';
import { openPurchases } from '../purchases-for-tests.ts';

const root = randomBytes(32);
const secrets = Secrets.of(root);
const all = await openPurchases({ settings: { secrets } });
afterAll(() => all.shop.close());

test('a purchase that an earlier version answered is told the token that it gave', async () => {
  const guest = all.shop.guest();
  const checkout = await all.ready(guest, await all.sell(1));
  const key = newId();
  const placed = must(await all.complete(guest, checkout, {}, key), 'complete');
  expect(placed).toMatchObject({ status: 'completed' });
  if (placed.status !== 'completed') return;
  expect(placed.orderToken).toBe(orderTokenOf(secrets, placed.orderId));

  const former = secrets.formerOrderToken!(placed.orderId);
  const change = sql`
    update completion set access_token_hash = ${orderTokenHash(former)}
    where order_id = ${placed.orderId}`;
  await all.shop.database('checkout').write('test', change, all.shop.invocation());
  const again = must(await all.complete(guest, checkout, {}, key), 'again');
  expect(again).toEqual({ ...placed, orderToken: former });
});

test('the token of an order does not follow from the keys of another service', () => {
  const orderId = newId();
  const token = orderTokenOf(secrets.for('checkout'), orderId);
  expect(orderTokenGiven(secrets.for('checkout'), orderId, orderTokenHash(token))).toBe(token);
  for (const service of ['auth', 'notification', 'order'] as const)
    expect(() => orderTokenOf(secrets.for(service), orderId)).toThrow('there is no key for');
});
