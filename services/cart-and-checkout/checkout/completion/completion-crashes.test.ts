import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo, reachedFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  gatewayBook,
  heldUnits,
  openPurchases,
  payBy,
  untilCompletionsRest,
  type Purchases,
} from '../purchases-for-tests.ts';

/**
 * A throw at a failpoint is a request that died there in a process that lives on: its story must
 * bring the attempt to an end that the rows, the stock and the gateway's book agree on.
 */
let all: Purchases;
/** Long enough to come so far on the slowest machine: the clock is moved past it. */
const allowedMs = 300_000;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());
afterEach(async () => {
  armFailpoints(undefined);
  letGo();
  clock.setOffsetMs(0);
  await all.shop.sandbox.clearFaults();
});

async function prepared(units = 2) {
  const guest = all.shop.guest();
  const sku = await all.sell(units);
  return { guest, sku, checkout: await all.ready(guest, sku) };
}

async function paymentsInBook(checkoutId: string) {
  const rows = await all.shop
    .database('checkout')
    .query<{ id: string }>(
      sql`select payment_id as id from completion where checkout_id = ${checkoutId}`,
    );
  const ids = new Set(rows.map(({ id }) => id));
  return (await gatewayBook(all)).filter(({ metadata }) => ids.has(metadata.reference));
}

/** Completed with one authorization and one hold, or open again with nothing held anywhere. */
async function expectCleanEnd(checkoutId: string, sku: string) {
  const row = await all.shop.database('checkout').first<{ state: string; events: number }>(sql`
    select state, (select count(*)::int from outbox where aggregate_id = ${checkoutId}) as events
    from checkout where id = ${checkoutId}`);
  const book = await paymentsInBook(checkoutId);
  const live = book.filter(({ status }) => status === 'requires_capture');
  const completed = row!.state === 'completed';
  expect({ live: live.length, held: await heldUnits(all, sku), ...row }).toEqual({
    live: completed ? 1 : 0,
    held: completed ? { confirmed: 1 } : {},
    state: completed ? 'completed' : 'open',
    events: completed ? 1 : 0,
  });
  return row!.state;
}

async function reachedBy(token: string): Promise<string[]> {
  const { guest, checkout } = await prepared();
  armFailpoints('record=record');
  await all.complete(guest, checkout, payBy(token));
  const names = reachedFailpoints();
  armFailpoints(undefined);
  await untilCompletionsRest(all);
  return names.filter((name) =>
    /^(call:checkout>|commit:checkout\.|call:cart>inventory|external:payment>|commit:payment\.)/.test(
      name,
    ),
  );
}

test('a request whose time is over writes nothing more: its story does', async () => {
  const { guest, sku, checkout } = await prepared(1);
  await all.products.count(sku, 0);
  const { shop } = all;
  const reserved = 'call:checkout>cart.reserveStock:after';
  armFailpoints(`${reserved}=hold`);
  const key = newId();
  const { checkoutId, version } = checkout;
  const asking = shop.client('checkout').completeCheckout(
    {
      checkoutId,
      version,
      paymentMethod: { kind: 'card', token: 'pm_card_visa' },
      ...all.assessed(checkout),
    },
    { ...all.as(guest, key), deadlineMs: Date.now() + allowedMs },
  );
  await expect.poll(() => isHeld(reserved), { timeout: 180_000, interval: 10 }).toBe(true);
  armFailpoints(undefined);
  // Sold out, it hears too late to say so: by then the attempt may be another's.
  clock.setOffsetMs(allowedMs + 1_000);
  letGo(reserved);
  const answered = await asking;
  clock.setOffsetMs(0);
  expect(answered).toMatchObject({ failure: { code: 'idempotency_key_in_flight' } });
  await untilCompletionsRest(all);
  expect(await expectCleanEnd(checkoutId, sku)).toBe('open');
  const replayed = await all.complete(guest, checkout, {}, key);
  expect(replayed).toMatchObject({ failure: { code: 'out_of_stock' } });
});

describe('a request that dies at any step', () => {
  test('every failpoint of a purchase, and its story ends it', async () => {
    const names = await reachedBy('pm_card_visa');
    for (const part of [
      'commit:checkout.begin_completion:before',
      'commit:checkout.begin_completion:after',
      'call:checkout>cart.reserveStock:before',
      'call:checkout>payment.authorizePayment:after',
      'external:payment>payment-gateway.authorize:after',
      'call:checkout>cart.confirmStock:before',
      'commit:checkout.record_completed:before',
      'commit:checkout.record_completed:after',
    ]) {
      expect(names).toContain(part);
    }
    for (const name of names) {
      const { guest, sku, checkout } = await prepared();
      const key = newId();
      armFailpoints(`${name}=throw`);
      await all.complete(guest, checkout, {}, key).catch(() => undefined);
      armFailpoints(undefined);
      await untilCompletionsRest(all);
      const state = await expectCleanEnd(checkout.checkoutId, sku);
      const again = await all.complete(guest, checkout, {}, key);
      expect({ name, ok: again.ok }).toEqual({ name, ok: true });
      const replayed = state === 'completed' ? await all.complete(guest, checkout, {}, key) : again;
      expect(replayed).toEqual(again);
      await untilCompletionsRest(all);
      expect(await expectCleanEnd(checkout.checkoutId, sku)).toBe('completed');
    }
  }, 300_000);

  test('every failpoint of a declined purchase leaves nothing held', async () => {
    const names = await reachedBy('pm_card_chargeDeclined');
    expect(names).toContain('commit:checkout.record_undone:after');
    expect(names).toContain('call:checkout>cart.releaseStock:after');
    for (const name of names) {
      const { guest, sku, checkout } = await prepared();
      const key = newId();
      const card = payBy('pm_card_chargeDeclined');
      armFailpoints(`${name}=throw`);
      await all.complete(guest, checkout, card, key).catch(() => undefined);
      armFailpoints(undefined);
      await untilCompletionsRest(all);
      expect(await expectCleanEnd(checkout.checkoutId, sku)).toBe('open');
      const again = await all.complete(guest, checkout, card, key);
      expect(again).toMatchObject({ failure: { code: 'payment_declined' } });
      await untilCompletionsRest(all);
    }
  }, 300_000);
});

test('an answer of the gateway that is lost is found out, never charged twice', async () => {
  const { guest, sku, checkout } = await prepared();
  await all.shop.sandbox.control('faults', {
    system: 'payment',
    operation: 'authorize',
    kind: 'lost_answer',
  });
  const key = newId();
  const reply = await all.complete(guest, checkout, {}, key);
  expect(reply).toMatchObject({ failure: { code: 'payment_unavailable' } });
  await all.shop.sandbox.clearFaults();
  await untilCompletionsRest(all);
  expect(await expectCleanEnd(checkout.checkoutId, sku)).toBe('completed');
  expect(await paymentsInBook(checkout.checkoutId)).toHaveLength(1);
  expect(must(await all.complete(guest, checkout, {}, key), 'replay').status).toBe('completed');
});

test('a challenge that nobody answers is given up and everything given back', async () => {
  const { guest, sku, checkout } = await prepared();
  const card = payBy('pm_card_threeDSecureRequired');
  const key = newId();
  const first = await all.complete(guest, checkout, card, key);
  expect(must(first, 'complete').status).toBe('requires_action');
  await all.shop.moveClock(11 * 60_000);
  await untilCompletionsRest(all);
  expect(await expectCleanEnd(checkout.checkoutId, sku)).toBe('open');
  const { checkoutId } = checkout;
  const read = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
  expect(read.payment).toMatchObject({ status: 'declined', declineCode: 'challenge_expired' });
  expect(await paymentsInBook(checkoutId)).toMatchObject([{ status: 'canceled' }]);
  expect(await all.complete(guest, checkout, card, key)).toEqual(first);
});

test('a hold that ran out before it was confirmed is taken once more', async () => {
  const { guest, sku, checkout } = await prepared();
  const died = 'call:checkout>cart.confirmStock:before=throw';
  // The story would confirm it before it ran out: held back at its first step until then.
  armFailpoints(`${died},call:checkout>payment.getPayment:before=throw@always`);
  await all.complete(guest, checkout).catch(() => undefined);
  await all.shop
    .database('inventory')
    .query(
      sql`update reservation set expires_at = kontor_now() - interval '1 second' where state = 'active'`,
    );
  armFailpoints(undefined);
  await untilCompletionsRest(all);
  expect(await expectCleanEnd(checkout.checkoutId, sku)).toBe('completed');
});

test('a hold that ran out and was bought by another: the authorization is voided', async () => {
  const { guest, sku, checkout } = await prepared(1);
  const rival = all.shop.guest();
  const second = await all.ready(rival, sku);
  const key = newId();
  const died = 'call:checkout>cart.confirmStock:before=throw';
  armFailpoints(`${died},call:checkout>payment.getPayment:before=throw@always`);
  await all.complete(guest, checkout, {}, key).catch(() => undefined);
  const [authorized] = await paymentsInBook(checkout.checkoutId);
  expect(authorized).toMatchObject({ status: 'requires_capture' });
  await all.shop
    .database('inventory')
    .query(
      sql`update reservation set expires_at = kontor_now() - interval '1 second' where state = 'active'`,
    );
  must(await all.complete(rival, second), 'the rival buys');
  armFailpoints(undefined);
  await untilCompletionsRest(all);
  expect(await paymentsInBook(checkout.checkoutId)).toMatchObject([{ status: 'canceled' }]);
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  expect(await all.complete(guest, checkout, {}, key)).toMatchObject({
    failure: { code: 'out_of_stock' },
  });
});

test('a hold that ran out and was sold meanwhile: the money is given back', async () => {
  const { guest, sku, checkout } = await prepared(1);
  const rival = all.shop.guest();
  const second = await all.ready(rival, sku);
  const key = newId();
  armFailpoints('call:checkout>cart.confirmStock:before=throw@1');
  const began = all.complete(guest, checkout, {}, key).catch(() => undefined);
  await began;
  armFailpoints('call:checkout>payment.getPayment:before=throw');
  await all.shop.settle();
  armFailpoints(undefined);
  const done = await all.complete(rival, second);
  await untilCompletionsRest(all);
  const winners = [done.ok, (await all.complete(guest, checkout, {}, key)).ok];
  expect(winners.filter(Boolean)).toHaveLength(1);
  const held = await heldUnits(all, sku);
  expect(held).toEqual({ confirmed: 1 });
});
