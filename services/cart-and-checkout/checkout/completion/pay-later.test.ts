import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { heldUnits, openPurchases, type Purchases } from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
  const rule = { registered: false, groups: ['trade'], ceilingMinor: 5_000 };
  const invoice = { code: 'invoice', active: true, rule };
  await all.checkouts.putPaymentMethod(invoice, all.shop.invocation());
}, 300_000);
afterAll(() => all.shop.close());

const byInvoice = { paymentMethod: { code: 'invoice' } };
const codesOf = (methods: { code: string }[] | null) => methods?.map(({ code }) => code);
const refused = (reason: string) => ({
  failure: { code: 'payment_method_unavailable', detail: { reason } },
});

let versions = 0;
async function trader(groupCodes = ['trade']): Promise<Actor> {
  const customer = all.shop.customer();
  const { id: customerId } = customer;
  versions += 1;
  const data = { customerId, groupCodes };
  await all.shop.deliver('customer.groups_changed', customerId, versions, data);
  return customer;
}

test('a checkout lists what is offered to its buyer', async () => {
  const sku = await all.sell(10);
  const ofGuest = await all.ready(all.shop.guest(), sku);
  expect(codesOf(ofGuest.paymentMethods)).toEqual(['card']);
  const customer = await trader();
  const checkout = await all.ready(customer, sku);
  expect(codesOf(checkout.paymentMethods)).toEqual(['card', 'invoice']);
  const { checkoutId } = checkout;
  const read = must(await all.checkouts.getCheckout({ checkoutId }, all.as(customer)), 'read');
  expect(read.paymentMethods).toEqual(checkout.paymentMethods);
  const listed = await all.checkouts.listOfferedMethods({ checkoutId }, all.as(customer));
  expect(codesOf(must(listed, 'list').items)).toEqual(['card', 'invoice']);
  expect(
    await all.checkouts.listOfferedMethods({ checkoutId }, all.as(all.shop.guest())),
  ).toMatchObject({ failure: { code: 'checkout_not_found' } });
  const dear = await all.ready(customer, sku, 3);
  expect(codesOf(dear.paymentMethods)).toEqual(['card']);
});

test('whoever the rule lets in buys with the method’s code alone', async () => {
  const customer = await trader();
  const checkout = await all.ready(customer, await all.sell(1));
  const done = must(await all.complete(customer, checkout, byInvoice), 'complete');
  expect(done.status).toBe('completed');
  const [row] = await all.shop.database('checkout').query(sql`
    select data ->> 'paymentMethod' as kind, data ->> 'paymentMethodCode' as code,
           data ->> 'authorizationKind' as authorized_as from outbox
    where type = 'checkout.completed' and data ->> 'checkoutId' = ${checkout.checkoutId}`);
  expect(row).toEqual({ kind: 'invoice', code: 'invoice', authorizedAs: 'promise' });
});

test.each([
  ['a guest', async () => all.shop.guest(), {}, 'account_required'],
  ['a customer outside the group', () => trader(['vip']), {}, 'group_required'],
  ['one who left the group', () => trader([]), {}, 'group_required'],
  ['a doubtful purchase', () => trader(), { decision: 'challenge' as const }, 'risk'],
  ['a purchase that nobody assessed', () => trader(), undefined, 'risk'],
])('%s is refused on completion, and holds nothing', async (_who, make, assessment, reason) => {
  const sku = await all.sell(1);
  const buyer = await make();
  const checkout = await all.ready(buyer, sku);
  const risk = assessment === undefined ? { risk: undefined } : all.assessed(checkout, assessment);
  const { risk: given, ...paying } = { ...byInvoice, ...risk };
  const change = given === undefined ? { ...paying, risk: noRisk } : { ...paying, risk: given };
  const key = newId();
  const first = await all.complete(buyer, checkout, change, key);
  expect(first).toMatchObject(refused(reason));
  expect(await all.complete(buyer, checkout, change, key)).toEqual(first);
  expect(await heldUnits(all, sku)).toEqual({});
  // Another way to pay is free to be taken.
  expect(must(await all.complete(buyer, checkout), 'by card').status).toBe('completed');
});

const noRisk = { decision: 'allow' as const, assessmentId: null };

test('of two checkouts at once against one ceiling one goes through', async () => {
  const sku = await all.sell(4, 2_600);
  const customer = await trader();
  const first = await all.ready(customer, sku);
  const second = await all.ready(customer, sku);
  const replies = await Promise.all([
    all.complete(customer, first, byInvoice),
    all.complete(customer, second, byInvoice),
  ]);
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  expect(replies.find(({ ok }) => !ok)).toMatchObject(refused('above_ceiling'));
});
