import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  challenge,
  gatewayBook,
  heldUnits,
  openPurchases,
  payBy,
  untilCompletionsRest,
  type Purchases,
} from '../purchases-for-tests.ts';

/** The sale decides at its own moment: whether all is still sold, and at the price that was agreed. */
let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());
afterEach(() => armFailpoints(undefined));

type Checkout = Awaited<ReturnType<Purchases['ready']>>;

async function prepared(units = 5) {
  const guest = all.shop.guest();
  const sku = await all.sell(units, 1_820);
  return { guest, sku, checkout: await all.ready(guest, sku) };
}

function shownIn(reply: Awaited<ReturnType<Purchases['complete']>>, code: string): Checkout {
  expect(reply).toMatchObject({ ok: false, failure: { code } });
  return (reply as unknown as { failure: { detail: { checkout: Checkout } } }).failure.detail
    .checkout;
}

async function paymentsOf({ checkoutId }: Checkout) {
  const rows = await all.shop
    .database('checkout')
    .query<{ id: string }>(
      sql`select payment_id as id from completion where checkout_id = ${checkoutId}`,
    );
  const ids = new Set(rows.map(({ id }) => id));
  return (await gatewayBook(all)).filter(({ metadata }) => ids.has(metadata.reference));
}

async function expectNothingTaken(sku: string, checkout: Checkout) {
  expect(await heldUnits(all, sku)).toEqual({});
  const open = (await paymentsOf(checkout)).filter(({ status }) => status !== 'canceled');
  expect(open).toEqual([]);
}

describe('a price that was raised meanwhile', () => {
  test('is told with the new checkout, and that can be bought', async () => {
    const { guest, sku, checkout } = await prepared();
    await all.products.put(sku, { priceMinor: 9_900 });
    const key = newId();
    const reply = await all.complete(guest, checkout, {}, key);
    const renewed = shownIn(reply, 'price_changed');
    await expectNothingTaken(sku, checkout);
    expect(renewed.version).toBe(checkout.version + 1);
    expect(renewed.lines[0]!.unitPriceMinor).toBe(9_900);
    const { checkoutId } = checkout;
    const read = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
    expect(read).toMatchObject({ version: renewed.version, totals: renewed.totals, payment: null });
    expect(await all.complete(guest, checkout)).toMatchObject({
      failure: { code: 'version_conflict' },
    });
    expect(await all.complete(guest, checkout, {}, key)).toEqual(reply);
    expect(must(await all.complete(guest, renewed), 'complete').status).toBe('completed');
    expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  });

  test('a lower one is told too', async () => {
    const { guest, sku, checkout } = await prepared();
    await all.products.put(sku, { priceMinor: 900 });
    const renewed = shownIn(await all.complete(guest, checkout), 'price_changed');
    expect(renewed.lines[0]!.unitPriceMinor).toBe(900);
  });

  test('does not concern who is at the bank: the agreed price holds, a lost hold is taken again', async () => {
    const { guest, sku, checkout } = await prepared();
    const card = payBy('pm_card_threeDSecureRequired');
    must(await all.complete(guest, checkout, card), 'complete');
    await all.products.put(sku, { priceMinor: 9_900 });
    await all.shop
      .database('inventory')
      .query(
        sql`update reservation set expires_at = kontor_now() - interval '1 second' where state = 'active'`,
      );
    const [held] = await paymentsOf(checkout);
    await challenge(all, held!.id, 'complete');
    const { metadata } = held!;
    const paymentId = metadata.reference;
    await all.shop
      .client('payment')
      .getPayment({ paymentId, refresh: true }, all.shop.invocation());
    await untilCompletionsRest(all);
    const { checkoutId } = checkout;
    const done = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
    expect(done).toMatchObject({ state: 'completed', totals: checkout.totals });
    expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  });

  test.each(['call:checkout>cart.reserveStock:before', 'call:checkout>cart.reserveStock:after'])(
    'while the request had died at %s: its story says so',
    async (failpoint) => {
      const { guest, sku, checkout } = await prepared();
      const key = newId();
      armFailpoints(`${failpoint}=throw,call:checkout>payment.getPayment:before=throw@always`);
      await all.complete(guest, checkout, {}, key).catch(() => undefined);
      await all.products.put(sku, { priceMinor: 9_900 });
      armFailpoints(undefined);
      await untilCompletionsRest(all);
      await expectNothingTaken(sku, checkout);
      const renewed = shownIn(await all.complete(guest, checkout, {}, key), 'price_changed');
      expect(must(await all.complete(guest, renewed), 'complete').status).toBe('completed');
    },
  );
});

test('what was withdrawn is not sold, and the checkout names the line', async () => {
  const { guest, sku, checkout } = await prepared();
  await all.products.put(sku, { priceMinor: 1_820, status: 'draft' });
  const renewed = shownIn(await all.complete(guest, checkout), 'not_sellable');
  await expectNothingTaken(sku, checkout);
  const [line] = checkout.lines;
  expect(renewed.problems).toMatchObject([
    { code: 'not_sellable', field: `lines.${line!.lineId}` },
  ]);
  expect(await all.complete(guest, renewed)).toMatchObject({
    failure: { code: 'checkout_incomplete' },
  });
  await all.products.put(sku, { priceMinor: 1_820 });
  const { checkoutId } = checkout;
  const again = must(await all.checkouts.updateCheckout({ checkoutId }, all.as(guest)), 'update');
  expect(must(await all.complete(guest, again), 'complete').status).toBe('completed');
});

describe('totals hold for half an hour', () => {
  afterEach(() => all.shop.moveClock(0));

  test('they say until when', async () => {
    const { checkout } = await prepared();
    const leftMs = Date.parse(checkout.totalsUntil!) - Date.now();
    expect(leftMs).toBeGreaterThan(29 * 60_000);
    expect(leftMs).toBeLessThanOrEqual(30 * 60_000);
  });

  test('afterwards the same ones are renewed in passing', async () => {
    const { guest, sku, checkout } = await prepared();
    await all.shop.moveClock(31 * 60_000);
    expect(must(await all.complete(guest, checkout), 'complete').status).toBe('completed');
    expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  });

  test('other ones are told, and nothing began', async () => {
    const { guest, sku, checkout } = await prepared();
    await all.products.put(sku, { priceMinor: 2_500 });
    await all.shop.moveClock(31 * 60_000);
    const renewed = shownIn(await all.complete(guest, checkout), 'price_changed');
    expect(await paymentsOf(checkout)).toEqual([]);
    expect(must(await all.complete(guest, renewed), 'complete').status).toBe('completed');
  });

  test('a changed cart is told as ever', async () => {
    const { guest, sku, checkout } = await prepared();
    const { cartId } = checkout;
    must(await all.carts.addLine({ cartId, sku, quantity: 1 }, all.as(guest)), 'add');
    await all.shop.moveClock(31 * 60_000);
    expect(await all.complete(guest, checkout)).toMatchObject({
      failure: { code: 'cart_changed' },
    });
  });
});

test('sold out when it was frozen: told as sold out, and bought once there is stock again', async () => {
  const { guest, sku, checkout } = await prepared(1);
  const rival = all.shop.guest();
  must(await all.complete(rival, await all.ready(rival, sku)), 'the rival buys');
  const { checkoutId } = checkout;
  const renewed = must(await all.checkouts.updateCheckout({ checkoutId }, all.as(guest)), 'update');
  expect(await all.complete(guest, renewed)).toMatchObject({
    failure: { code: 'out_of_stock', detail: { lines: [{ sku, requested: 1, available: 0 }] } },
  });
  await all.products.count(sku, 2);
  expect(must(await all.complete(guest, renewed), 'complete').status).toBe('completed');
});
