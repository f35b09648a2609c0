import { setTimeout as sleep } from 'node:timers/promises';
import { expectStatus } from '#journeys/people/api-client.ts';
import { newYork, type Order } from '#journeys/people/shopper.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import {
  gatewayPaymentsOf,
  whileUnwell,
  type GatewayPayment,
} from '../injections/gateway-faults.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const lies = ['html', 'truncated', 'unknown_status', 'other_amount', 'other_currency'] as const;
type Lie = (typeof lies)[number];

/** A lie that lasts longer than the shop asks again about it is held for a person. */
const heldWithinMs = 90_000;
const lieForMs = 2_500;

/**
 * F17: a provider answers 200 with a web page, half of its JSON, a status nobody knows, another
 * amount, another currency. Nothing of it is believed: nobody is told that an order is placed, and
 * what stays contradictory is held for a person. The truth afterwards ends everything well.
 */
export const providerLies: FaultScenario = {
  id: 'F17',
  title: 'a provider lies',
  modes: ['embedded', 'split'],
  mustHappen: ['lies', 'purchases after a lie', 'held for review', 'challenges for want of truth'],
  async run(context) {
    const sku = await context.shop.staff.stockedSku(1_000);
    for (const lie of context.random.shuffled(lies)) {
      await lieAboutAuthorization(context, sku, lie);
      await lieAboutFraudAndTax(context, sku, lie);
      await lieAboutLabel(context, sku, lie);
    }
    await holdForReview(context, sku);
  },
};

function countLies({ count }: ScenarioContext, arrivals: readonly { struck: unknown }[]): void {
  count('lies', arrivals.filter(({ struck }) => struck !== null).length);
}

/** While the lie lasts nobody hears that anything is paid; one payment in the end. */
async function lieAboutAuthorization(
  context: ScenarioContext,
  sku: string,
  kind: Lie,
): Promise<void> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const faults = ['authorize', 'find'].map((operation) => ({
    system: 'payment' as const,
    operation,
    kind,
  }));
  const arrivals = await whileUnwell(shop, faults, async () => {
    const reply = await buyer.tryOnce();
    await sleep(lieForMs);
    const now = await buyer.tryOnce();
    for (const reported of [reply, now]) {
      if (reported?.status === 200) throw new Error(`${kind} was believed: ${reported.text}`);
    }
  });
  countLies(context, arrivals);
  await expectPaidOnce(context, await buyer.buy());
  count('purchases after a lie');
}

async function expectPaidOnce({ shop }: ScenarioContext, order: Order): Promise<GatewayPayment> {
  const [payment, ...more] = await gatewayPaymentsOf(shop, order.orderNumber);
  if (!payment || more.length > 0 || payment.amountReceived !== order.totals.totalMinor) {
    throw new Error(`${order.orderNumber} was paid by ${JSON.stringify([payment, ...more])}`);
  }
  return payment;
}

/** Without a fraud score the bank has to ask; without a believable tax the shop's own table counts. */
async function lieAboutFraudAndTax(
  context: ScenarioContext,
  sku: string,
  kind: Lie,
): Promise<void> {
  const { shop, random, count } = context;
  const faults = [
    { system: 'tax', kind },
    { system: 'fraud', kind },
  ] as const;
  const arrivals = await whileUnwell(shop, faults, async () => {
    const buyer = await PatientBuyer.ready(shop, { sku, address: newYork }, random);
    const reply = await buyer.complete();
    // A score is no amount of money in a currency: such lies do not touch it.
    const scored = isAboutMoney(kind);
    const { status } = expectStatus(reply, 200);
    if (!scored && status !== 'requires_action') {
      throw new Error(`${kind}: without a fraud score the purchase was ${status}`);
    }
    if (status !== 'requires_action') return;
    count('challenges for want of truth');
    await shop.book.answerChallenge(reply.body.nextAction.url, 'complete');
    await buyer.shopper.checkoutWhen(
      buyer.checkout.checkoutId,
      ({ state }) => state === 'completed',
      180_000,
    );
  });
  countLies(context, arrivals);
}

function isAboutMoney(kind: Lie): boolean {
  return kind === 'other_amount' || kind === 'other_currency';
}

/** One label is bought and paid for, however the carrier answers. */
async function lieAboutLabel(context: ScenarioContext, sku: string, kind: Lie): Promise<void> {
  const { shop, random } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const { orderId } = await buyer.buy();
  const [fulfillment] = await shop.staff.fulfillmentsOf(orderId);
  const path = `/v1/admin/fulfillments/${fulfillment!.fulfillmentId}`;
  for (const step of ['pick', 'pack']) expectStatus(await shop.staff.post(`${path}/${step}`), 200);
  const arrivals = await whileUnwell(shop, [{ system: 'carrier', kind, times: 4 }], async () => {
    // Who is told that the carrier gives no answer presses the button again.
    await eventually(
      () => shop.staff.post(`${path}/ship`),
      ({ status, body }) =>
        status === 200 || (body as { code?: string }).code === 'fulfillment_state_conflict',
    );
    await buyer.order(orderId, ({ state }) => state === 'shipped');
  });
  countLies(context, arrivals);
}

/** Lies about the same payments that last: never believed, given back, and told to staff. */
async function holdForReview(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  const captured = await PatientBuyer.ready(shop, { sku }, random);
  const authorized = await PatientBuyer.ready(shop, { sku }, random);
  const kind = random.pick(['other_amount', 'other_currency'] as const);
  let orderId = '';
  const about = (operation: string) => ({ system: 'payment' as const, kind, operation });
  const arrivals = await whileUnwell(shop, [about('capture'), about('find')], async () => {
    orderId = expectStatus(await captured.complete(), 200).orderId;
    await shop.book.control('faults', about('authorize'));
    const reported = await authorized.tryOnce();
    if (reported?.status === 200) throw new Error(`${kind} was believed: ${reported.text}`);
    await eventually(
      () => reviewsIn(context),
      (reviews) => reviews.length >= 2,
      heldWithinMs,
    );
  });
  countLies(context, arrivals);
  const reviews = await reviewsIn(context);
  const expected = ['authorization_disagrees', 'capture_disagrees'];
  if (reviews.toSorted().join() !== expected.join()) {
    throw new Error(`held for review: ${reviews.join(', ')}`);
  }
  count('held for review', reviews.length);
  // The buyer's money was given back by itself; what was captured, a person settles.
  const { checkoutId } = authorized.checkout;
  await authorized.shopper.checkoutWhen(checkoutId, ({ state }) => state === 'open', 180_000);
  await eventually(
    () => shop.staff.get(`/v1/admin/orders/${orderId}/timeline`),
    ({ text }) => text.includes('payment_in_review'),
  );
  const reason = { reason: 'the gateway contradicted itself' };
  expectStatus(await shop.staff.post(`/v1/admin/orders/${orderId}/cancel`, reason), 200);
  await captured.order(orderId, ({ state }) => state === 'cancelled');
}

async function reviewsIn({ shop }: ScenarioContext): Promise<string[]> {
  const text = 'select reason from payment.payment_review order by reason';
  return (await askDatabase<{ reason: string }>(shop, 'order', text)).map(({ reason }) => reason);
}
