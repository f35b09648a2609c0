import { setTimeout as sleep } from 'node:timers/promises';
import { expectStatus } from '#journeys/people/api-client.ts';
import { cards } from '#journeys/people/shopper.ts';
import { patientSettings } from '#journeys/shop-kit/patient-settings.ts';
import {
  byHand,
  deliverAgain,
  gatewayIdOf,
  gatewayPaymentsOf,
  webhooksOf,
} from '../injections/gateway-faults.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const copies = 10;
const payments = { quick: 2, full: 20 };
const laterMs = { quick: 500, full: 20_000 };

/**
 * F19: the gateway sends every event ten times at once, before anybody has taken it, and again
 * later: the authorization of a challenge nobody came back from, the capture, a refund that was
 * made by hand, a dispute.
 */
export const webhookDuplicates: FaultScenario = {
  id: 'F19',
  title: 'webhooks come ten times at once, and again later',
  modes: ['embedded', 'split'],
  quick: true,
  // A copy that came too late would be refused: that is another matter.
  needs: { settings: patientSettings },
  mustHappen: ['webhooks', 'copies delivered', 'orders'],
  async run(context) {
    const { shop, size, count } = context;
    const sku = await shop.staff.stockedSku(1_000);
    const reported: string[] = [];
    for (let number = 0; number < payments[size]; number += 1) {
      reported.push(...(await payWithCopies(context, sku)));
    }
    count('webhooks', reported.length);
    await sleep(laterMs[size]);
    await sendCopies(context, reported);
  },
};

/** One purchase, each of whose webhooks comes in copies first. */
async function payWithCopies(context: ScenarioContext, sku: string): Promise<string[]> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  await shop.book.control('webhooks', { action: 'hold' });
  const challenged = expectStatus(await buyer.complete(cards.challenge), 200);
  const { url } = challenged.nextAction;
  const paymentId = gatewayIdOf(url);
  const sent = new Set<string>();
  const sendNew = async (): Promise<void> => {
    const fresh = (await webhooksOf(shop, paymentId)).filter(({ id }) => !sent.has(id));
    for (const { id } of fresh) sent.add(id);
    await sendCopies(
      context,
      fresh.map(({ id }) => id),
    );
  };

  await shop.book.answerChallenge(url, 'complete');
  await sendNew();
  const { orderId } = await buyer.shopper.checkoutWhen(
    buyer.checkout.checkoutId,
    ({ state }) => state === 'completed',
  );
  const order = await buyer.order(orderId!, ({ state }) => state === 'confirmed');
  count('orders');
  await eventually(
    async () => (await webhooksOf(shop, paymentId)).length,
    (seen) => seen > sent.size,
  );
  await sendNew();

  const amount = 1 + random.below(order.totals.totalMinor - 1);
  await byHand(shop, 'refunds', { payment_intent: paymentId, amount: String(amount) });
  await sendNew();
  await buyer.order(order.orderId, ({ refundedMinor }) => refundedMinor === amount);
  await shop.book.control('disputes', { gatewayPaymentId: paymentId });
  await sendNew();
  await shop.book.control('webhooks', { action: 'release' });

  const [payment, ...more] = await gatewayPaymentsOf(shop, order.orderNumber);
  if (more.length > 0 || payment?.amountRefunded !== amount) {
    throw new Error(`the gateway's book: ${JSON.stringify([payment, ...more])}`);
  }
  return [...sent];
}

/** The shop takes each copy: a refused one would be sent again for days. */
async function sendCopies({ shop, count }: ScenarioContext, ids: readonly string[]): Promise<void> {
  const statuses = await deliverAgain(shop, ids, copies);
  const refused = statuses.filter((status) => typeof status !== 'number' || status >= 300);
  if (refused.length > 0) throw new Error(`copies were answered ${refused.join(', ')}`);
  count('copies delivered', statuses.length);
}
