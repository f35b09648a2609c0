import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  gatewayBook,
  heldUnits,
  openPurchases,
  payBy,
  untilCompletionsRest,
  type Purchases,
} from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
});
afterAll(() => all.shop.close());

const hosted = { paymentMethod: { code: 'card', hosted: true } };

/** A checkout whose buyer is on the gateway's page. */
async function onPage() {
  const guest = all.shop.guest();
  const sku = await all.sell(5);
  const checkout = await all.ready(guest, sku, 1);
  const { checkoutId } = checkout;
  const key = newId();
  const reply = must(await all.complete(guest, checkout, hosted, key), 'complete');
  if (reply.status !== 'requires_action') throw new Error(reply.status);
  const read = async () =>
    must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
  return { guest, sku, checkout, key, reply, url: reply.nextAction.url, read };
}

async function pay(url: string, number = '4242424242424242'): Promise<number> {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ number, expiry: '12/40', cvc: '123' }).toString(),
  });
  await response.body.dump();
  return response.statusCode;
}

const attemptOf = async (checkoutId: string) =>
  (await all.shop.database('checkout').first<{ paymentId: string; leftSeconds: number }>(sql`
    select payment_id, extract(epoch from challenge_until - kontor_now())::int as left_seconds
    from completion where checkout_id = ${checkoutId} order by attempt desc limit 1`))!;

const heldForSeconds = async (sku: string) =>
  (await all.shop.database('inventory').first<{ seconds: number }>(sql`
    select extract(epoch from r.expires_at - kontor_now())::int as seconds
    from reservation r join reservation_allocation a on a.reservation_id = r.id
    where a.sku = ${sku}`))!.seconds;

/** Of the attempts of a checkout, what the gateway has. */
async function paymentsOf(checkoutId: string) {
  const rows = await all.shop
    .database('checkout')
    .query<{ paymentId: string }>(
      sql`select payment_id from completion where checkout_id = ${checkoutId}`,
    );
  const ids = new Set(rows.map(({ paymentId }) => paymentId));
  return (await gatewayBook(all)).filter(({ metadata }) => ids.has(metadata.reference));
}

test('who pays on the page has bought; hold and attempt outlive the page', async () => {
  const { guest, sku, checkout, key, reply, url, read } = await onPage();
  expect(await all.complete(guest, checkout, hosted, key)).toEqual({ ok: true, value: reply });
  const { leftSeconds } = await attemptOf(checkout.checkoutId);
  expect(leftSeconds).toBeGreaterThan(36 * 60);
  expect(await heldForSeconds(sku)).toBeGreaterThan(leftSeconds);
  expect(await pay(url)).toBe(303);
  // No webhook says so: the story looks by itself.
  await all.shop.moveClock(60_000);
  await untilCompletionsRest(all);
  expect(await read()).toMatchObject({ state: 'completed' });
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  expect(await paymentsOf(checkout.checkoutId)).toMatchObject([{ status: 'requires_capture' }]);
});

test('who never comes back: the time is over, the page ended, the stock free', async () => {
  const { checkout, sku, url, read } = await onPage();
  const { leftSeconds } = await attemptOf(checkout.checkoutId);
  await all.shop.moveClock((leftSeconds + 5) * 1_000);
  await untilCompletionsRest(all);
  expect(await read()).toMatchObject({ state: 'open', payment: { status: 'declined' } });
  expect(await heldUnits(all, sku)).toEqual({});
  expect(await pay(url)).toBe(410);
});

test('who comes back and pays by a token buys once: the page ends first', async () => {
  const { guest, sku, checkout, url, read } = await onPage();
  const other = must(await all.complete(guest, checkout, payBy('pm_card_visa')), 'by token');
  expect(other.status).toBe('completed');
  expect(await pay(url)).toBe(410);
  expect(await read()).toMatchObject({ state: 'completed' });
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  expect(await paymentsOf(checkout.checkoutId)).toMatchObject([{ status: 'requires_capture' }]);
});

test('who has paid and asks for another way has bought', async () => {
  const { guest, sku, checkout, url } = await onPage();
  await pay(url);
  expect(await all.complete(guest, checkout, payBy('pm_card_visa'))).toMatchObject({
    failure: { code: 'checkout_not_open', detail: { state: 'completed' } },
  });
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  expect(await paymentsOf(checkout.checkoutId)).toHaveLength(1);
});

test('paying and asking for another way at once: one of the two buys', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { guest, sku, checkout, url, read } = await onPage();
    await Promise.all([pay(url), all.complete(guest, checkout, payBy('pm_card_mastercard'))]);
    await untilCompletionsRest(all);
    const { state } = await read();
    const held = (await paymentsOf(checkout.checkoutId)).filter(
      ({ status }) => status === 'requires_capture',
    );
    expect(held).toHaveLength(state === 'completed' ? 1 : 0);
    expect(await heldUnits(all, sku)).toEqual(state === 'completed' ? { confirmed: 1 } : {});
  }
});

test.each([
  'external:payment>payment-gateway.openPage:before',
  'external:payment>payment-gateway.openPage:after',
])('cut off at %s, it goes on', async (place) => {
  const guest = all.shop.guest();
  const sku = await all.sell(5);
  const checkout = await all.ready(guest, sku, 1);
  armFailpoints(`${place}=throw@1`);
  await all.complete(guest, checkout, hosted).catch(() => undefined);
  armFailpoints(undefined);
  const { checkoutId } = checkout;
  const read = async () =>
    must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
  await expect
    .poll(
      async () => {
        await all.shop.settle();
        await all.shop.kontor.sweep();
        return (await read()).payment?.nextActionUrl ?? null;
      },
      { timeout: 180_000 },
    )
    .toMatch(/\/c\/pay\//);
  expect(await pay((await read()).payment!.nextActionUrl!)).toBe(303);
  await all.shop.moveClock(60_000);
  await untilCompletionsRest(all);
  expect(await read()).toMatchObject({ state: 'completed' });
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
});
