import { cards } from '#journeys/people/shopper.ts';
import { gatewayPaymentsOf, whileUnwell } from '../injections/gateway-faults.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const withinMs = 180_000;
/** The gateway answers so late that its webhook was long there. */
const answerMs = 2_500;
const buyers = { quick: 2, full: 15 };

/**
 * F22: the browser is closed at the worst moment: at the bank, right after the challenge; or while
 * the gateway is being asked, its webhook being quicker than its answer. The order exists within 60 s.
 */
export const browserNeverReturns: FaultScenario = {
  id: 'F22',
  title: 'the browser never returns, and the webhook is first',
  modes: ['embedded', 'split'],
  mustHappen: ['orders without a browser', 'webhooks before the answer'],
  async run(context) {
    const { shop, size, note } = context;
    const sku = await shop.staff.stockedSku(1_000);
    let slowestMs = 0;
    for (let number = 0; number < buyers[size]; number += 1) {
      for (const way of [closedAtBank, closedWhileAsked]) {
        slowestMs = Math.max(slowestMs, await way(context, sku));
      }
    }
    note(`the slowest order existed ${Math.round(slowestMs)} ms after the browser was closed`);
  },
};

/** The person confirms at the bank and closes the browser there. */
async function closedAtBank(context: ScenarioContext, sku: string): Promise<number> {
  const { shop, random } = context;
  const email = emailOf(random.below(1_000_000));
  const buyer = await PatientBuyer.ready(shop, { sku, email }, random);
  const { url } = (await buyer.complete(cards.challenge)).body.nextAction;
  await shop.book.answerChallenge(url, 'complete');
  return orderExists(context, email);
}

/** The request is cut off while the gateway still thinks; its webhook comes before its answer. */
async function closedWhileAsked(context: ScenarioContext, sku: string): Promise<number> {
  const { shop, random, count } = context;
  const email = emailOf(random.below(1_000_000));
  const buyer = await PatientBuyer.ready(shop, { sku, email }, random);
  const late = { system: 'payment', operation: 'authorize', kind: 'late_answer' } as const;
  let tookMs = 0;
  await whileUnwell(shop, [{ ...late, delayMs: answerMs, times: 1 }], async () => {
    const before = await authorizationsReported(context);
    buyer.shopper.patienceMs = 700;
    await buyer.tryOnce();
    await eventually(
      () => authorizationsReported(context),
      (now) => now > before,
    );
    count('webhooks before the answer');
    tookMs = await orderExists(context, email);
  });
  return tookMs;
}

async function authorizationsReported({ shop }: ScenarioContext): Promise<number> {
  const webhooks = await shop.book.read('webhooks');
  return webhooks.filter(
    ({ type, state }) =>
      type === 'payment_intent.amount_capturable_updated' && state === 'delivered',
  ).length;
}

/** Nobody but staff looks: the buyer's own requests must not be what goes on with it. */
async function orderExists({ shop, count }: ScenarioContext, email: string): Promise<number> {
  const startedMs = performance.now();
  const path = `/v1/admin/orders?email=${encodeURIComponent(email)}`;
  const reply = await eventually(
    () => shop.staff.get<{ items: { orderNumber: string; state: string }[] }>(path),
    ({ status, body }) => status === 200 && body.items.some(({ state }) => state === 'confirmed'),
    withinMs,
  );
  const tookMs = performance.now() - startedMs;
  const [order, ...more] = reply.body.items;
  const payments = await gatewayPaymentsOf(shop, order!.orderNumber);
  if (more.length > 0 || payments.length !== 1) {
    throw new Error(`${email} has ${more.length + 1} orders and ${payments.length} payments`);
  }
  count('orders without a browser');
  return tookMs;
}

function emailOf(number: number): string {
  return `gone-${number}@kontor.example`;
}
