import { expect, test } from 'vitest';
import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { expectStatus, type ApiClient, type ApiReply } from '../people/api-client.ts';
import { enrol } from '../people/authenticator.ts';
import { Customer } from '../people/customer.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { documentedOperations, send } from './documented.ts';
import { begunFile, unchangingBulk } from '../foreign-data/import-writes.ts';
import { unchangingOrderBulk } from '../foreign-data/order-bulk-writes.ts';
import { paidOut } from './money-writes.ts';
import type { Attempt } from './staff-writes.ts';
import { deliveryAddress, password, payBack, signedIn, type TwoShops } from './two-shops.ts';
import { certificate, moneyIn } from './whole-bodies.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}

/**
 * Every command with a key, asked by two people in the same words under the same key, and by the
 * first in other words.
 */
export function sameKey(given: () => Rights): void {
  test('the key of one person never answers another person, or another body', async () => {
    const { shop } = given();
    const documented = await documentedOperations(shop.url);
    const operations = documented.filter(({ keyed }) => keyed);
    const table = await askedTwice(given());
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.toSorted()).toEqual(Object.keys(table).toSorted());
    const wrong: string[] = [];
    for (const [operationId, { people, attempt }] of Object.entries(table)) {
      const operation = operations.find((known) => known.operationId === operationId)!;
      const key = crypto.randomUUID();
      const [first, second] = people;
      const one = await send(first, operation, attempt, key);
      const other = await send(second, operation, attempt, key);
      const again = await send(first, operation, attempt, key);
      const turned = await send(first, operation, inOtherOrder(attempt), key);
      const changed = inOtherWords(operationId, attempt);
      const reused = changed && (await send(first, operation, changed, key));
      const reported = (what: string, reply: ApiReply) =>
        wrong.push(`${operationId} ${what}: ${reply.status} ${reply.text.slice(0, 200)}`);
      if (one.status >= 300) reported('fails', one);
      if (worded(other) === worded(one) || String(other.body['code']).startsWith('idempotency')) {
        reported('answers another', other);
      }
      if (worded(again) !== worded(one)) reported('does not answer again', again);
      if (worded(turned) !== worded(one)) reported('minds the order of fields', turned);
      if (reused && !refusals.includes(String(reused.body['code']))) {
        reported('answers another body', reused);
      }
    }
    expect(wrong).toEqual([]);
  });
}

/** A reply but for an API key, which is told once. */
function worded({ status, body }: ApiReply): string {
  return `${status} ${JSON.stringify({ ...body, key: null })}`;
}

/** Of a checkout the cart alone is said: another one is nobody's. */
const refusals = ['idempotency_key_reused', 'cart_not_found'];

function inOtherOrder({ body, ...attempt }: Attempt): Attempt {
  if (!body) return attempt;
  const entries = Object.entries(body as Readonly<Record<string, unknown>>);
  return { ...attempt, body: Object.fromEntries(entries.toReversed()) };
}

/** What may be said beside nothing; undefined where there is nothing to say. */
const saidBeside: Readonly<Record<string, object | undefined>> = {
  createCart: undefined,
  adminResendMessage: { waitSeconds: 30 },
  adminSendTestMail: { email: 'another@kontor.example' },
  adminResumeFulfillment: undefined,
  adminPackFulfillment: undefined,
  adminPickFulfillment: { lines: [{ lineId: crypto.randomUUID(), quantity: 1 }] },
  adminShipFulfillment: { serviceCode: 'another' },
  cancelOrder: { reason: 'Too late' },
  adminCancelOrder: { reason: 'Too late' },
};

function inOtherWords(operationId: string, attempt: Attempt): Attempt | undefined {
  if (operationId in saidBeside) {
    const body = saidBeside[operationId];
    return body && { ...attempt, body };
  }
  const body = changedIn(attempt.body, wordOrNumber) ?? changedIn(attempt.body, id);
  if (body === undefined)
    throw new Error(`nothing is known to change in the body of ${operationId}`);
  return { ...attempt, body };
}

/** The body with its first value that `change` makes another of; undefined where it has none. */
function changedIn(body: unknown, change: (name: string, value: unknown) => unknown): unknown {
  let isChanged = false;
  const changed = JSON.parse(JSON.stringify(body ?? {}), (name, value: unknown) => {
    const other = isChanged ? undefined : change(name, value);
    if (other === undefined) return value;
    isChanged = true;
    return other;
  }) as unknown;
  return isChanged ? changed : undefined;
}

const words = new Set(['reason', 'note', 'message', 'name', 'title', 'city', 'reference']);

function wordOrNumber(name: string, value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  return words.has(name) ? `${String(value)}, too` : undefined;
}

function id(name: string, value: unknown): unknown {
  return typeof value === 'string' && name.endsWith('Id') ? crypto.randomUUID() : undefined;
}

interface AskedTwice {
  readonly people: readonly [ApiClient, ApiClient];
  readonly attempt: Attempt;
}

async function askedTwice({ shop, shops }: Rights): Promise<Record<string, AskedTwice>> {
  const customers = await Promise.all([
    Customer.register(shop, 'one@kontor.example'),
    Customer.register(shop, 'two@kontor.example'),
  ]);
  const [buyer] = customers;
  const staff = [shop.staff, await signedIn(shop, 'second@kontor.example', '*')] as const;
  const { sku } = shops.foreign.product;
  const guest = await shop.guest();
  const [merged, opened, filled, ready] = [
    await guest.cartWith(sku),
    await buyer.cartWith(sku),
    await buyer.cartWith(sku),
    await buyer.readyCheckout({ sku, email: buyer.email }),
  ];
  const bought = await Promise.all([1, 2, 3, 4].map(() => buyer.buy({ sku, email: buyer.email })));
  const unpaid = await payBack(shop.staff, shops.foreign.receiptId);
  const owed = await ordersOnAccount(shop, buyer, sku);
  const [cancelled, given, shipped, stopped] = bought.map(({ orderId }) => orderId);
  await shop.settle();
  const parts = await Promise.all(
    [shipped!, stopped!].map((orderId) => shop.staff.fulfillmentsOf(orderId)),
  );
  const [toShip, toStop] = parts.map(([part]) => ({ fulfillmentId: part!.fulfillmentId }));
  const own = await buyer.post<{ ticketId: string }>('/v1/tickets', question);
  const ofOrder = { orderId: given! };
  const about = { ...question, ...ofOrder };
  const aboutOrder = await buyer.post<{ ticketId: string }>('/v1/tickets', about);
  const byCustomers = (attempt: Attempt): AskedTwice => ({ people: customers, attempt });
  return {
    createCart: byCustomers({ body: {} }),
    ...(await ofCarts(byCustomers, { buyer, sku, cartId: filled.cartId })),
    mergeCart: byCustomers({ body: { guestCartId: merged.cartId, guestToken: guest.token } }),
    createCheckout: byCustomers({ body: { cartId: opened.cartId } }),
    completeCheckout: byCustomers({
      params: { checkoutId: ready.checkoutId },
      body: {
        version: ready.version,
        paymentMethod: { kind: 'card', token: 'pm_card_visa' },
        returnUrl: 'https://shop.kontor.example/return',
      },
    }),
    cancelOrder: byCustomers({ params: { orderId: cancelled! }, body: {} }),
    ...ofWithdrawals(byCustomers, ofOrder),
    createAddress: byCustomers({ body: { address: deliveryAddress } }),
    createTicket: byCustomers({ body: question }),
    createTicketMessage: byCustomers({
      params: { ticketId: own.body.ticketId },
      body: { message: 'And now?' },
    }),
    createOrderTicket: byCustomers({ params: ofOrder, body: question }),
    createOrderTicketMessage: byCustomers({
      params: { ...ofOrder, ticketId: aboutOrder.body.ticketId },
      body: { message: 'And now?' },
    }),
    ...(await askedOfLostFactors(shop, staff)),
    createSavedView: await askedOfViews(shop, staff[1]),
    ...askedByStaff({
      shops,
      staff,
      orderId: given!,
      owed,
      unpaid,
      toShip: toShip!,
      toStop: toStop!,
    }),
  };
}

/** Of what one puts in or aside; another person has neither cart nor list of it. */
async function ofCarts(
  byCustomers: (attempt: Attempt) => AskedTwice,
  { buyer, sku, cartId }: { buyer: Customer; sku: string; cartId: string },
): Promise<Record<string, AskedTwice>> {
  const kept = await buyer.cartWith(sku);
  const wished = await buyer.post<{ listId: string }>('/v1/lists/wish/items', { sku });
  const { listId } = expectStatus(wished, 200);
  const name = 'For the new flat';
  return {
    addCartLine: byCustomers({ params: { cartId }, body: { sku, quantity: 1 } }),
    createSavedCart: byCustomers({ params: { cartId: kept.cartId }, body: { name } }),
    moveToCart: byCustomers({ params: { listId }, body: { cartId } }),
  };
}

function ofWithdrawals(
  byCustomers: (attempt: Attempt) => AskedTwice,
  ofOrder: { orderId: string },
): Record<string, AskedTwice> {
  const declared = { name: 'Ada Sievers' };
  const elsewhere = { orderNumber: 'K-1', email: 'one@kontor.example' };
  return {
    createWithdrawal: byCustomers({ body: { ...elsewhere, ...declared } }),
    createOrderWithdrawal: byCustomers({ params: ofOrder, body: declared }),
  };
}

/** Three orders that are paid later. */
async function ordersOnAccount(shop: JourneyShop, buyer: Customer, sku: string) {
  await shop.staff.allowInvoice({ registered: true });
  const ids: string[] = [];
  for (let left = 4; left > 0; left--) {
    const ready = await buyer.readyCheckout({ sku, email: buyer.email });
    const reply = await buyer.completeOnAccount(ready);
    ids.push(expectStatus(reply, 200).orderId);
  }
  await shop.settle();
  await remindedOf(shop, ids.at(-1)!);
  return ids as [string, string, string, string];
}

/** What a reminder costs is open of it. */
async function remindedOf(shop: JourneyShop, orderId: string): Promise<void> {
  const { staff } = shop;
  const fees = { reminderFeesMinor: [100] };
  expectStatus(await staff.patch('/v1/admin/payment-methods/invoice', fees), 200);
  const payments = await staff.get<{ items: { paymentId: string }[] }>(
    `/v1/admin/orders/${orderId}/payments`,
  );
  const { paymentId } = expectStatus(payments, 200).items[0]!;
  const by = systemInvocation(systemActor('order'), { channel: 'default', locale: 'en' });
  const { operations } = shop.kontor!.opened('payment');
  const charged = await operations.chargeReminderFee({ paymentId, step: 1 }, by);
  expect(must(charged, 'a fee').feeMinor).toBe(100);
}

/** An API key, as the office has, keeps no views. */
async function askedOfViews(shop: JourneyShop, member: ApiClient): Promise<AskedTwice> {
  const other = await signedIn(shop, 'third@kontor.example', '*');
  const body = { page: 'orders', name: 'Mine', state: { search: 'Ada' } };
  return { people: [member, other], attempt: { body } };
}

/** Of people who set an app up. */
async function askedOfLostFactors(
  shop: JourneyShop,
  people: AskedTwice['people'],
): Promise<Record<string, AskedTwice>> {
  const customer = await Customer.register(shop, 'lost@kontor.example');
  const member = await signedIn(shop, 'lost-too@kontor.example', '*');
  const customerId = await enrol(customer, Customer.password);
  const staffId = await enrol(member, password);
  const body = { reason: 'Lost the telephone' };
  return {
    adminDisableCustomerSecondFactor: { people, attempt: { params: { customerId }, body } },
    adminDisableStaffSecondFactor: { people, attempt: { params: { staffId }, body } },
  };
}

interface StaffThings {
  readonly shops: TwoShops;
  readonly staff: readonly [ApiClient, ApiClient];
  readonly orderId: string;
  readonly owed: readonly [string, string, string, string];
  /** A pay-out. */
  readonly unpaid: string;
  readonly toShip: { fulfillmentId: string };
  readonly toStop: { fulfillmentId: string };
}

function askedByStaff(things: StaffThings): Record<string, AskedTwice> {
  const { shops, staff, orderId, owed, unpaid, toShip, toStop } = things;
  const [credited, received, lost, reminded] = owed;
  const { ticketId, customerId, product, receiptId, payOutId, messageId } = shops.foreign;
  const byStaff = (attempt: Attempt): AskedTwice => ({ people: staff, attempt });
  return {
    adminCreateProduct: byStaff({ body: { handle: 'made-once', title: 'Made once' } }),
    adminCreateSalePrice: byStaff({
      params: product,
      body: { channel: 'default', amountMinor: 700, startsAt: '2042-01-01T00:00:00.000Z' },
    }),
    adminCreateStaffMember: byStaff({
      body: { email: 'new@kontor.example', name: 'New', roles: [shops.role], channels: '*' },
    }),
    adminCreateApiKey: byStaff({
      body: { name: 'New', permissions: ['orders:read'], channels: '*' },
    }),
    adminSendTestMail: byStaff({ body: { email: 'owner@kontor.example' } }),
    adminCreateOrderNote: byStaff({ params: { orderId }, body: { note: 'Seen' } }),
    adminCreateOrderRefund: byStaff({
      params: { orderId },
      body: { amountMinor: 10, reason: 'Damaged' },
    }),
    adminCancelOrder: byStaff({ params: { orderId }, body: {} }),
    adminCreateOrderCredit: byStaff({
      params: { orderId: credited },
      body: { amountMinor: 10, reason: 'Came back' },
    }),
    adminCreateOrderReceipt: byStaff({ params: { orderId: received }, body: moneyIn() }),
    adminWriteOffOrder: byStaff({ params: { orderId: lost }, body: { reason: 'Insolvent' } }),
    adminWaiveOrderReminderFees: byStaff({
      params: { orderId: reminded },
      body: { reason: 'A good customer' },
    }),
    adminCreateSurplusPayOut: byStaff({
      params: { receiptId },
      body: { amountMinor: 10, reason: 'Too much' },
    }),
    adminCreateSurplusAssignment: byStaff({
      params: { receiptId },
      body: { orderId: received, amountMinor: 10, reason: 'His own' },
    }),
    adminSettlePayOut: byStaff({ params: { payOutId }, body: paidOut() }),
    adminCancelPayOut: byStaff({
      params: { payOutId: unpaid },
      body: { reason: 'Wrong account' },
    }),
    adminHoldFulfillment: byStaff({ params: toShip, body: { reason: 'Later' } }),
    adminResumeFulfillment: byStaff({ params: toShip }),
    adminPickFulfillment: byStaff({ params: toShip, body: {} }),
    adminPackFulfillment: byStaff({ params: toShip }),
    adminShipFulfillment: byStaff({ params: toShip, body: {} }),
    adminCancelFulfillment: byStaff({ params: toStop, body: { reason: 'Gone' } }),
    adminCreateCustomerAddress: byStaff({
      params: { customerId },
      body: { address: deliveryAddress },
    }),
    adminCreateCustomerNote: byStaff({ params: { customerId }, body: { note: 'Seen' } }),
    adminCreateCustomerTaxExemption: byStaff({ params: { customerId }, body: certificate }),
    adminCreateTicket: byStaff({ body: { ...question, customerId } }),
    adminResendMessage: byStaff({ params: { messageId } }),
    adminCreateProductImport: byStaff({ body: begunFile }),
    adminCreateProductBulk: byStaff({ body: unchangingBulk(product.productId) }),
    adminCreateOrderBulk: byStaff({ body: unchangingOrderBulk(orderId) }),
    adminCreateTicketMessage: byStaff({ params: { ticketId }, body: { message: 'It comes.' } }),
  };
}

const question = { subject: 'Where is it?', message: 'I wait.' };
