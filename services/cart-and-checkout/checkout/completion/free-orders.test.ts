import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { gatewayBook, openPurchases, type Purchases } from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
  const rule = { registered: true, groups: ['trade'], ceilingMinor: 5_000 };
  const as = all.shop.invocation();
  must(
    await all.checkouts.putPaymentMethod({ code: 'invoice', active: true, rule }, as),
    'invoice',
  );
  const dear = { code: 'card', active: true, minMinor: 500, countries: ['FR'] };
  must(await all.checkouts.putPaymentMethod(dear, as), 'card');
}, 300_000);
afterAll(() => all.shop.close());

const sample = () => all.products.sell(9, { priceMinor: 0, requiresShipping: false });

async function paymentOf(checkoutId: string) {
  return all.shop.database('payment').first(sql`
    select provider, state, authorization_kind, authorized_minor, gateway_payment_id
    from payment where checkout_id = ${checkoutId}`);
}

test.each([
  ['a card without a token', { kind: 'card' as const }, 'card'],
  ['a card with one', { kind: 'card' as const, token: 'pm_card_visa_chargeDeclined' }, 'card'],
  ['an invoice', { code: 'invoice' }, 'promise'],
])(
  'what costs nothing is placed by %s, and no gateway is asked',
  async (_how, paymentMethod, kind) => {
    const guest = all.shop.guest();
    const checkout = await all.ready(guest, await sample());
    expect(checkout.totals?.totalMinor).toBe(0);
    expect(checkout.problems).toEqual([]);
    expect(checkout.paymentMethods).toMatchObject([{ code: 'card', needsToken: false }, {}]);
    const before = (await gatewayBook(all)).length;
    const risk = all.assessed(checkout, { decision: 'challenge' });
    const done = must(await all.complete(guest, checkout, { paymentMethod, ...risk }), 'complete');
    expect(done.status).toBe('completed');
    expect(await gatewayBook(all)).toHaveLength(before);
    expect(await paymentOf(checkout.checkoutId)).toMatchObject({
      provider: 'shop',
      state: 'authorized',
      authorizationKind: kind,
      authorizedMinor: 0,
    });
  },
);

test('what is paid still asks for the card’s token and its limits', async () => {
  const guest = all.shop.guest();
  const checkout = await all.ready(guest, await all.sell(1, 499));
  const tried = await all.complete(guest, checkout, { paymentMethod: { kind: 'card' } });
  expect(tried).toMatchObject({ failure: { code: 'payment_method_unavailable' } });
});

test('a payment of nothing is given back without asking anybody', async () => {
  const guest = all.shop.guest();
  const checkout = await all.ready(guest, await sample());
  must(await all.complete(guest, checkout, { paymentMethod: { kind: 'card' } }), 'complete');
  const [{ id: paymentId } = { id: '' }] = await all.shop
    .database('payment')
    .query<{ id: string }>(
      sql`select payment_id as id from payment where checkout_id = ${checkout.checkoutId}`,
    );
  const payments = all.shop.client('payment');
  const voided = must(await payments.voidPayment({ paymentId }, all.shop.invocation()), 'void');
  expect(voided).toMatchObject({ status: 'voided', payment: { state: 'voided' } });
});
