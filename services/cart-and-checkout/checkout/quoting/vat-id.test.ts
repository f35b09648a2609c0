import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPurchases, type Purchases } from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());

test('a VAT number is kept through all that is changed after it, and ordered with', async () => {
  const guest = all.shop.guest();
  const { checkoutId, version } = await all.ready(guest, await all.sell(5));
  const update = (said: object) =>
    all.checkouts.updateCheckout({ checkoutId, ...said }, all.as(guest));
  const given = must(await update({ vatId: ' de 811 907 980 ' }), 'give');
  expect(given.vatId).toBe('DE811907980');
  expect(given.version).toBe(version + 1);

  const wrong = await update({ vatId: 'DE8119' });
  expect(wrong).toMatchObject({
    failure: { code: 'address_invalid', detail: { problems: [{ field: 'vatId' }] } },
  });
  expect(must(await update({ email: 'bea@example.com' }), 'email').vatId).toBe('DE811907980');
  const again = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
  expect(again.vatId).toBe('DE811907980');

  must(await all.complete(guest, again), 'complete');
  const { data } = (await all.shop.database('checkout').first<{ data: OrderSnapshot }>(sql`
    select data from outbox
    where type = 'checkout.completed' and data ->> 'checkoutId' = ${checkoutId}`))!;
  expect(data.vatId).toBe('DE811907980');
});

test('null takes it away, and the order knows of none', async () => {
  const guest = all.shop.guest();
  const { checkoutId } = await all.ready(guest, await all.sell(5));
  const update = (vatId: string | null) =>
    all.checkouts.updateCheckout({ checkoutId, vatId }, all.as(guest));
  must(await update('ATU12345678'), 'give');
  expect(must(await update(null), 'take away')).not.toHaveProperty('vatId');
});
