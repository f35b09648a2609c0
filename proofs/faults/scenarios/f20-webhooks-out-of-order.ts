import type { z } from 'zod';
import type { paymentShape } from '#contracts/payment/index.ts';
import { expectStatus } from '#journeys/people/api-client.ts';
import { cards } from '#journeys/people/shopper.ts';
import { patientSettings } from '#journeys/shop-kit/patient-settings.ts';
import { byHand, deliver, gatewayIdOf, webhooksOf } from '../injections/gateway-faults.ts';
import { PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const events = 5;
/** As many orders of events as are tried; there are 120. */
const tried = { quick: 4, full: 120 };
const refundsMinor = [100, 250] as const;
const expectedEnd = '{"state":"confirmed","paymentState":"disputed","refundedMinor":350,';

type Payment = z.output<typeof paymentShape>;

/** An order of events, and the payment that they tell of. */
interface Reported {
  readonly buyer: PatientBuyer;
  /** In the order in which they are delivered: `authorized captured refunded refunded disputed`. */
  readonly sequence: string;
}

/**
 * F20: everything happens at the gateway before the shop hears of any of it: authorized, captured,
 * refunded in two parts and disputed. Whatever is told first, all end the same.
 */
export const webhooksOutOfOrder: FaultScenario = {
  id: 'F20',
  title: 'webhooks out of order',
  modes: ['embedded', 'split'],
  quick: true,
  // The order is what matters: none is refused for being late.
  needs: { settings: patientSettings },
  mustHappen: ['orders of events', 'webhooks delivered'],
  async run(context) {
    const { shop, size, random, count } = context;
    const sku = await shop.staff.stockedSku(1_000);
    const orders = random.shuffled(permutations(events)).slice(0, tried[size]);
    await shop.book.control('webhooks', { action: 'hold' });
    const reported: Reported[] = [];
    for (const order of orders) reported.push(await report(context, sku, order));
    await shop.book.control('webhooks', { action: 'release' });
    count('orders of events', reported.length);
    // An order hears of its payment a moment later: what is compared is what all come to at rest.
    await shop.auditAtRest();
    const ends = new Map<string, string[]>();
    for (const one of reported) {
      const end = await endOf(context, one);
      ends.set(end, [...(ends.get(end) ?? []), one.sequence]);
    }
    if (ends.size !== 1) throw new Error(`not one final state: ${JSON.stringify([...ends])}`);
    const [end] = ends.keys();
    context.note(end!);
    if (!end!.includes(expectedEnd)) throw new Error(`all end as ${end}`);
  },
};

async function report(
  context: ScenarioContext,
  sku: string,
  order: readonly number[],
): Promise<Reported> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const { url } = expectStatus(await buyer.complete(cards.challenge), 200).nextAction;
  const gatewayPaymentId = gatewayIdOf(url);
  await shop.book.answerChallenge(url, 'complete');
  await byHand(shop, `payment_intents/${gatewayPaymentId}/capture`);
  for (const amount of refundsMinor) {
    await byHand(shop, 'refunds', { payment_intent: gatewayPaymentId, amount: String(amount) });
  }
  await shop.book.control('disputes', { gatewayPaymentId });
  const webhooks = await webhooksOf(shop, gatewayPaymentId);
  if (webhooks.length !== events) throw new Error(`${webhooks.length} webhooks, not ${events}`);
  const sequence = order.map((index) => webhooks[index]!);
  await deliver(
    shop,
    sequence.map(({ id }) => id),
  );
  count('webhooks delivered', events);
  return { buyer, sequence: sequence.map(({ type }) => type).join(' ') };
}

/** What the shop says in the end, in one line, so that two ends can be compared. */
async function endOf({ shop }: ScenarioContext, { buyer }: Reported): Promise<string> {
  const { orderId } = await buyer.shopper.checkoutWhen(
    buyer.checkout.checkoutId,
    (checkout) => checkout.state === 'completed',
  );
  const order = await buyer.order(orderId!, ({ state }) => state === 'confirmed');
  const { items: payments } = expectStatus(
    await shop.staff.get<{ items: Payment[] }>(`/v1/admin/orders/${orderId}/payments`),
    200,
  );
  const sums = payments.map(({ state, capturedMinor, refundedMinor, disputedMinor }) => ({
    state,
    capturedMinor,
    refundedMinor,
    disputedMinor,
  }));
  const { state, paymentState, refundedMinor } = order;
  return JSON.stringify({ state, paymentState, refundedMinor, payments: sums });
}

function permutations(length: number): number[][] {
  if (length === 0) return [[]];
  return permutations(length - 1).flatMap((shorter) =>
    Array.from({ length }, (_, place) => shorter.toSpliced(place, 0, length - 1)),
  );
}
