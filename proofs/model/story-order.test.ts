import { afterAll, beforeAll, expect, test } from 'vitest';
import { armFailpoints, forgetReached, reachedFailpoints } from '#platform/ground/failpoints.ts';
import { openJourneyShop, type JourneyShop } from '#journeys/shop-kit/journey-shop.ts';
import { cards } from '#journeys/people/shopper.ts';
import { completedBuyer, newBuyer, type Buyer, type Worker } from './buyer.ts';
import { onCompleted, startCancelling } from './order/order.ts';
import { rules } from './rules.ts';
import { Steps } from './steps.ts';

/** The model takes the steps of each story in the order in which the running services take them. */

let shop: JourneyShop;
beforeAll(async () => {
  shop = await openJourneyShop();
  armFailpoints('every=record');
});
afterAll(async () => {
  armFailpoints(undefined);
  await shop.close();
});

/** Where a step of the model stands in the traces of the running code. */
const places: Readonly<Record<string, string>> = {
  hold: 'call:checkout>cart.reserveStock:after',
  'begin payment': 'commit:payment.begin_payment:after',
  'authorize at the gateway: authorized': 'external:payment>payment-gateway.authorize:after',
  authorize: 'commit:payment.authorize:after',
  confirm: 'call:checkout>cart.confirmStock:after',
  'record completed': 'commit:checkout.record_completed:after',
  'record undoing': 'commit:checkout.record_undoing:after',
  'give back the stock': 'call:checkout>cart.releaseStock:after',
  'void at the gateway: voided': 'external:payment>payment-gateway.void:after',
  finish_void: 'commit:payment.finish_void:after',
  'record undone': 'commit:checkout.record_undone:after',
  start_capture: 'commit:payment.start_capture:after',
  'capture at the gateway: captured': 'external:payment>payment-gateway.capture:after',
  finish_capture: 'commit:payment.finish_capture:after',
  'send the confirmation': 'call:order>notification.sendMessage:after',
  'confirm the order': 'commit:order.confirm_order:after',
  'stop the warehouse': 'commit:fulfillment.cancel_order:after',
  'release the reservation': 'call:inventory-sync>inventory.releaseReservation:after',
  'withhold the invoice': 'call:order>invoice.withholdInvoice:after',
  'claim the rest': 'commit:order.claim_rest:after',
  'request the refund': 'commit:payment.request_refund:after',
  'refund at the gateway: refunded': 'external:payment>payment-gateway.refund:after',
  'record the refund': 'commit:payment.end_refund:after',
  'credit the invoice': 'call:order>invoice.issueCreditNote:after',
  'send the cancellation': 'call:order>notification.sendMessage:after',
  'finish cancelling': 'commit:order.finish_cancelling:after',
};
/** Asked for at the same time, so in no order; the model takes them in both. */
const together: Readonly<Record<string, string>> = {
  'issue the invoice': 'call:order>invoice.issueInvoice:after',
  'request fulfillment': 'call:order>fulfillment.requestFulfillment:after',
};
const steps = await Steps.of(rules, 0);

/** The steps of one worker in the model, as nothing goes wrong, and how it leaves the buyer. */
function walk(from: Buyer, worker: Worker): { names: string[]; buyer: Buyer } {
  const names: string[] = [];
  let buyer = from;
  while (buyer.at[worker] !== '' || names.length === 0) {
    const prefix = names.length === 0 && from.at[worker] === '' ? `${worker} takes` : `${worker}: `;
    const step = steps.of(buyer, 'free').find(({ name }) => name.startsWith(prefix));
    if (!step) throw new Error(`${worker} cannot go on after ${names.join(', ')}`);
    names.push(step.name.replace(prefix, ''));
    buyer = step.buyer;
  }
  return { names, buyer };
}

/** What of these steps the running code did, in its order, against the model's. */
function expectTheSame(names: readonly string[]): void {
  const modelled = names.flatMap((name) => places[name] ?? []);
  const known = new Set(Object.values(places));
  const reached = reachedFailpoints();
  expect(reached.filter((name) => known.has(name))).toEqual(modelled);
  const both = names.flatMap((name) => together[name] ?? []);
  expect(reached).toEqual(expect.arrayContaining(both));
  for (const name of both) {
    const place = reached.indexOf(name);
    expect(place).toBeGreaterThan(reached.indexOf(places['finish_capture']!));
    expect(place).toBeLessThan(reached.indexOf(places['send the confirmation']!));
  }
}

function begin(): Buyer {
  return steps.of(newBuyer, 'free').find(({ name }) => name === 'completes')!.buyer;
}

test('a purchase and its cancellation', async () => {
  const sku = await shop.staff.stockedSku(10);
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  await shop.settle();
  forgetReached();
  const { body } = await guest.complete(checkout);
  const { orderId } = body as { orderId: string };
  await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
  await shop.settle();
  const completing = walk(begin(), 'request');
  const ordering = walk(onCompleted(completedBuyer), 'processor');
  expect(ordering.buyer).toMatchObject({ order: 'confirmed', payment: 'captured' });
  // Begun with the request, and taken over by the order: eight steps at most in each story.
  expect(completing.names.length).toBeLessThanOrEqual(8);
  expectTheSame([...completing.names, ...ordering.names]);

  forgetReached();
  await guest.post(`/v1/orders/${orderId}/cancel`, { reason: 'ordered twice' });
  await guest.orderWhen(orderId, ({ state }) => state === 'cancelled');
  await shop.settle();
  const cancelling = startCancelling(ordering.buyer, rules)!;
  expectTheSame(walk(cancelling, 'canceller').names);
});

test('a challenge that nobody comes back from', async () => {
  const sku = await shop.staff.stockedSku(10);
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  expect((await guest.complete(checkout, cards.challenge)).body).toMatchObject({
    status: 'requires_action',
  });
  await shop.settle();
  forgetReached();
  try {
    await shop.moveClock(11 * 60_000);
    await guest.checkoutWhen(checkout.checkoutId, ({ state }) => state === 'open');
    await shop.settle();
  } finally {
    await shop.moveClock(-11 * 60_000);
  }
  const waiting: Buyer = {
    ...begin(),
    at: newBuyer.at,
    attempt: 'requires_action',
    challengeOver: true,
    reservation: 'active',
    payment: 'requires_action',
    gateway: 'requires_action',
    firstReply: 'requires_action',
    age: 2,
  };
  expectTheSame(walk(waiting, 'completer').names);
});
