import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { must, ok } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  challenge,
  gatewayBook,
  heldUnits,
  openPurchases,
  otherWorker,
  payBy,
  untilCompletionsRest,
  type Purchases,
} from '../purchases-for-tests.ts';

/**
 * Two workers at one attempt: one found the challenge over and undoes, the other finds it answered
 * and completes. Each is held before its commit, so that either may win; the loser looks at what
 * the winner reached, and stock, money and rows agree.
 */
let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());
afterEach(() => {
  armFailpoints(undefined);
  letGo();
});

const completing = 'commit:checkout.record_completed:before';
const undoing = 'commit:checkout.record_undoing:before';
const releasing = 'call:checkout>cart.releaseStock:before';
/** The news of the payment would bring the shop's own worker along as a third. */
const nobodyElse = 'commit:checkout.hear_payment.authorized:before=throw@always';

async function untilHeld(place: string): Promise<void> {
  for (const endMs = performance.now() + 120_000; performance.now() < endMs;) {
    if (isHeld(place)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`nobody came to ${place}`);
}

async function atTheBank() {
  const guest = all.shop.guest();
  const sku = await all.sell(2);
  const checkout = await all.ready(guest, sku);
  const { checkoutId } = checkout;
  must(await all.complete(guest, checkout, payBy('pm_card_threeDSecureRequired')), 'complete');
  const database = all.shop.database('checkout');
  const row = await database.first<{ paymentId: string }>(sql`
    update completion set challenge_until = kontor_now() - interval '1 second'
    where checkout_id = ${checkoutId} returning payment_id`);
  const { paymentId } = row!;
  const payment = async () =>
    (await gatewayBook(all)).find(({ metadata }) => metadata.reference === paymentId)!;
  const advance = () => otherWorker(all).advance(paymentId, all.shop.invocation());
  const state = async () =>
    database.first(sql`
      select a.state as attempt, c.state as checkout,
        (select count(*)::int from outbox where aggregate_id = c.id::text) as events
      from completion a join checkout c on c.id = a.checkout_id
      where a.payment_id = ${paymentId}`);
  return { guest, sku, checkoutId, payment, advance, state };
}

/** The one is held before undoing, then the person answers, and the other before completing. */
async function bothHeld(afterUndoing = '') {
  const purchase = await atTheBank();
  armFailpoints(`${undoing}=hold,${nobodyElse}`);
  const undoes = purchase.advance();
  await untilHeld(undoing);
  await challenge(all, (await purchase.payment()).id, 'complete');
  armFailpoints(`${completing}=hold,${nobodyElse}${afterUndoing}`);
  const completes = purchase.advance();
  await untilHeld(completing);
  return { ...purchase, undoes, completes };
}

test('completing wins: who would undo gives nothing back', async () => {
  const { sku, payment, state, undoes, completes } = await bothHeld();
  letGo(completing);
  await completes;
  letGo(undoing);
  await undoes;
  armFailpoints(undefined);
  await untilCompletionsRest(all);
  expect(await state()).toEqual({ attempt: 'completed', checkout: 'completed', events: 1 });
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  expect(await payment()).toMatchObject({ status: 'requires_capture' });
});

test('undoing wins: who would complete gives back what it confirmed, whatever the other does', async () => {
  const { sku, state, undoes, completes, payment } = await bothHeld(`,${releasing}=hold`);
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  letGo(undoing);
  await untilHeld(releasing);
  // The one that undoes stands still after its commit; the loser ends in its own time.
  letGo(completing);
  await completes.catch(() => undefined);
  expect(await heldUnits(all, sku)).toEqual({});
  expect(await state()).toEqual({ attempt: 'undoing', checkout: 'completing', events: 0 });
  letGo(releasing);
  await undoes;
  armFailpoints(undefined);
  await untilCompletionsRest(all);
  expect(await state()).toEqual({ attempt: 'undone', checkout: 'open', events: 0 });
  expect(await payment()).toMatchObject({ status: 'canceled' });
  expect(await heldUnits(all, sku)).toEqual({});
});

const waitsForLock = async () => {
  const row = await all.shop.database('checkout').first<{ waits: boolean }>(sql`
    select exists (select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock') as waits`);
  return row!.waits;
};

test('what changes the checkout at this moment is waited for', async () => {
  const { checkoutId, state, advance, payment } = await atTheBank();
  await challenge(all, (await payment()).id, 'complete');
  armFailpoints(`${completing}=hold,${nobodyElse}`);
  const completes = advance();
  await untilHeld(completing);
  const database = all.shop.database('checkout');
  await database.transaction('tamper', all.shop.invocation(), async (tx) => {
    await tx.query(sql`update checkout set attempt = attempt + 1 where id = ${checkoutId}`);
    letGo(completing);
    await expect.poll(waitsForLock, { timeout: 120_000 }).toBe(true);
    return ok({});
  });
  await completes.catch(() => undefined);
  expect(await state()).toEqual({ attempt: 'requires_action', checkout: 'completing', events: 0 });
  const back = sql`update checkout set attempt = attempt - 1 where id = ${checkoutId}`;
  await database.query(back);
  await advance();
  armFailpoints(undefined);
  await untilCompletionsRest(all);
  expect(await state()).toEqual({ attempt: 'completed', checkout: 'completed', events: 1 });
}, 300_000);

test('an attempt completes with its checkout or not at all', async () => {
  const purchase = await atTheBank();
  const { checkoutId, state, advance, payment } = purchase;
  await challenge(all, (await payment()).id, 'complete');
  armFailpoints(`${completing}=hold,${nobodyElse}`);
  const completes = advance();
  await untilHeld(completing);
  const database = all.shop.database('checkout');
  const another = (step: number) =>
    database.query(
      sql`update checkout set attempt = attempt + ${step}::int where id = ${checkoutId}`,
    );
  await another(1);
  letGo(completing);
  await completes.catch(() => undefined);
  expect(await state()).toEqual({ attempt: 'requires_action', checkout: 'completing', events: 0 });
  await another(-1);
  await advance();
  armFailpoints(undefined);
  await untilCompletionsRest(all);
  expect(await state()).toEqual({ attempt: 'completed', checkout: 'completed', events: 1 });
});
