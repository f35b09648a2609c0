import type { Arrival } from '#external/sandbox/book/faults.ts';
import { expectStatus } from '#journeys/people/api-client.ts';
import type { Order } from '#journeys/people/shopper.ts';
import { gatewayPaymentsOf, whileUnwell } from '../injections/gateway-faults.ts';
import { PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

/** A request and its two repeats are lost, and one more: only a question brings the answer. */
const lostInARow = 4;
const lateMs = 6_500;
const times = { quick: 1, full: 8 };

/**
 * F14: the gateway does what it is asked and the reply is lost, of an authorization, of a capture
 * and of a refund. The shop asks by its own reference; nobody charges again to find out.
 */
export const gatewayExecutedReplyLost: FaultScenario = {
  id: 'F14',
  title: 'the gateway executed, and its reply was lost',
  modes: ['embedded', 'split'],
  quick: true,
  mustHappen: ['replies lost', 'questions to the gateway', 'orders placed', 'refunds'],
  async run(context) {
    const { shop, size, random } = context;
    const sku = await shop.staff.stockedSku(1_000);
    for (let time = 0; time < times[size]; time += 1) {
      for (const operation of ['authorize', 'capture']) {
        const buyer = await PatientBuyer.ready(shop, { sku }, random);
        await lose(context, operation, async () => {
          await expectPaidOnce(context, await buyer.buy());
        });
      }
      await refundOnce(context, sku);
      // Longer than we wait: the gateway executes what we have long given up.
      if (size === 'full') await late(context, sku);
    }
  },
};

/** Loses replies while the work is done, and sees that they were lost and then asked for. */
async function lose(
  { shop, count }: ScenarioContext,
  operation: string,
  work: () => Promise<void>,
): Promise<void> {
  const fault = { system: 'payment', operation, kind: 'lost_answer', times: lostInARow } as const;
  const arrivals = await whileUnwell(shop, [fault], work);
  const lost = arrivals.filter(({ struck }) => struck === 'lost_answer');
  expectOneKey(lost);
  count('replies lost', lost.length);
  count('questions to the gateway', arrivals.filter((one) => one.operation === 'find').length);
}

/** However often a command is sent: under another key it would be done again. */
function expectOneKey(sent: readonly Arrival[]): void {
  const keys = new Set(sent.map(({ subject }) => subject));
  if (keys.size > 1) throw new Error(`one command was sent under ${keys.size} keys`);
}

async function expectPaidOnce({ shop }: ScenarioContext, order: Order): Promise<void> {
  const payments = await gatewayPaymentsOf(shop, order.orderNumber);
  const [first] = payments;
  if (payments.length !== 1 || first?.amountReceived !== order.totals.totalMinor) {
    throw new Error(`order ${order.orderNumber} was paid by ${JSON.stringify(payments)}`);
  }
}

async function refundOnce(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const { orderId, orderNumber, totals } = await buyer.buy();
  const amountMinor = 1 + random.below(totals.totalMinor);
  await lose(context, 'refund', async () => {
    expectStatus(await shop.staff.refund(orderId, { amountMinor }), 201);
    await buyer.order(orderId, ({ refundedMinor }) => refundedMinor === amountMinor);
  });
  const [payment] = await gatewayPaymentsOf(shop, orderNumber);
  if (payment?.amountRefunded !== amountMinor) {
    throw new Error(`${amountMinor} were refunded here, ${payment?.amountRefunded} at the gateway`);
  }
  count('refunds');
}

async function late(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const fault = { system: 'payment', operation: 'authorize', kind: 'delay', times: 1 } as const;
  const arrivals = await whileUnwell(shop, [{ ...fault, delayMs: lateMs }], async () => {
    await expectPaidOnce(context, await buyer.buy());
  });
  count('replies lost', arrivals.filter(({ struck }) => struck === 'delay').length);
}
