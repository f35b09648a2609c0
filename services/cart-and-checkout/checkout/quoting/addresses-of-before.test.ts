import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { hamburg, openPurchases, type Purchases } from '../purchases-for-tests.ts';

/** Rules of addresses become others with an update; what was taken by the rules of before stays. */
let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());

const ofBefore = { ...hamburg, regionCode: 'ZZ', postalCode: '1234' };

test('an address that is refused now is still bought to, and only refused when it is given anew', async () => {
  const guest = all.shop.guest();
  const { checkoutId } = await all.ready(guest, await all.sell(5, 1_820));
  await all.shop.database('checkout').query(sql`
    update checkout set content = jsonb_set(content, '{shippingAddress}',
      content -> 'shippingAddress' || '{"regionCode": "ZZ", "postalCode": "1234"}')
    where id = ${checkoutId}`);
  const given = { checkoutId, shippingAddress: ofBefore };
  const refused = await all.checkouts.updateCheckout(given, all.as(guest));
  expect(refused).toMatchObject({
    failure: {
      code: 'address_invalid',
      detail: {
        problems: [
          { code: 'postal_code_invalid', field: 'shippingAddress.postalCode' },
          { code: 'region_unknown', field: 'shippingAddress.regionCode' },
        ],
      },
    },
  });
  const said = { checkoutId, email: 'ada@kontor.example' };
  const checkout = must(await all.checkouts.updateCheckout(said, all.as(guest)), 'update');
  expect(checkout.shippingAddress).toEqual(ofBefore);
  expect(checkout.problems).toEqual([]);
  expect(checkout.notices).toMatchObject([{ code: 'postal_code_unusual' }]);
  must(await all.complete(guest, checkout), 'complete');
  const [sold] = await all.shop.database('checkout').query<{ address: object }>(sql`
    select data -> 'shippingAddress' as address from outbox
    where type = 'checkout.completed' and aggregate_id = ${checkoutId}`);
  expect(sold?.address).toEqual(ofBefore);
}, 300_000);

test('the Canaries bear no tax of Spain, and the order is frozen so', async () => {
  const guest = all.shop.guest();
  const { checkoutId } = await all.ready(guest, await all.sell(5, 10_700));
  const shippingAddress = {
    ...hamburg,
    countryCode: 'ES',
    city: 'Las Palmas',
    postalCode: 'E-35017',
  };
  const given = { checkoutId, shippingAddress };
  const checkout = must(await all.checkouts.updateCheckout(given, all.as(guest)), 'update');
  expect(checkout.shippingAddress?.postalCode).toBe('35017');
  expect(checkout.totals?.taxes.map(({ name }) => name)).toEqual(['IGIC 7%']);
  must(await all.complete(guest, checkout), 'complete');
  const [sold] = await all.shop.database('checkout').query<{ taxes: { name: string }[] }>(sql`
    select data -> 'totals' -> 'taxes' as taxes from outbox
    where type = 'checkout.completed' and aggregate_id = ${checkoutId}`);
  expect(sold?.taxes.map(({ name }) => name)).toEqual(['IGIC 7%']);
}, 300_000);
