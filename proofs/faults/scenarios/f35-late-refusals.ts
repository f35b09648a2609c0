import { expectStatus } from '#journeys/people/api-client.ts';
import type { Order } from '#journeys/people/shopper.ts';
import { gatewayPaymentsOf, whileUnwell } from '../injections/gateway-faults.ts';
import { packParcel } from '../buyers/packed-parcel.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const amountMinor = 250;
const times = { quick: 1, full: 5 };

/**
 * F35: the gateway takes back what it had accepted: a refund that succeeded, one that was on its
 * way, captures, one while a label is bought, and payments that the buyers' bank disputes, decided
 * both ways. State, ledger, documents and labels follow, which the oracle sees afterwards.
 */
export const lateRefusals: FaultScenario = {
  id: 'F35',
  title: 'late refusals',
  modes: ['embedded', 'split'],
  mustHappen: ['refunds that came back', 'captures taken back', 'labels given back', 'disputes'],
  async run(context) {
    const sku = await context.shop.staff.stockedSku(200);
    for (let time = 0; time < times[context.size]; time += 1) {
      await refundComesBack(context, sku);
      await pendingRefundFails(context, sku);
      await captureFails(context, sku, time % 2 === 0 ? 'failed' : 'canceled');
      await captureFailsAtLabel(context, sku);
      await disputed(context, sku, 'won');
      await disputed(context, sku, 'lost');
    }
  },
};

async function bought({ shop, random }: ScenarioContext, sku: string, token?: string) {
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const order = await buyer.buy(token);
  const [payment] = await gatewayPaymentsOf(shop, order.orderNumber);
  return { buyer, order, gatewayPaymentId: payment!.id };
}

async function endRefund({ shop }: ScenarioContext, gatewayPaymentId: string): Promise<void> {
  const refunds = await eventually(
    async () =>
      (await shop.book.read('refunds')).filter((one) => one['paymentId'] === gatewayPaymentId),
    ({ length }) => length > 0,
  );
  await shop.book.control('refunds', { refundId: refunds[0]!['id'], status: 'failed' });
}

const refundStates = async ({ shop }: ScenarioContext, { orderId }: Order) => {
  const reply = await shop.staff.get<{ items: { state: string }[] }>(
    `/v1/admin/orders/${orderId}/refunds`,
  );
  return reply.body.items?.map(({ state }) => state).join();
};

async function refundComesBack(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, count } = context;
  const { buyer, order, gatewayPaymentId } = await bought(context, sku);
  const { orderId } = order;
  expectStatus(await shop.staff.refund(orderId, { amountMinor }), 201);
  await eventually(
    () => refundStates(context, order),
    (states) => states === 'refunded',
  );
  await endRefund(context, gatewayPaymentId);
  await eventually(
    () => refundStates(context, order),
    (states) => states === 'failed',
  );
  await buyer.order(orderId, (now) => now.refundedMinor === 0);
  // What came back can be refunded again, all of it.
  const all = { amountMinor: order.totals.totalMinor };
  expectStatus(await shop.staff.refund(orderId, all), 201);
  await buyer.order(orderId, (now) => now.refundedMinor === all.amountMinor);
  count('refunds that came back');
}

async function pendingRefundFails(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, count } = context;
  const { order, gatewayPaymentId } = await bought(context, sku, 'pm_card_pendingRefund');
  expectStatus(await shop.staff.refund(order.orderId, { amountMinor }), 201);
  await endRefund(context, gatewayPaymentId);
  await eventually(
    () => refundStates(context, order),
    (states) => states === 'failed',
  );
  count('refunds that came back');
}

async function captureFails(context: ScenarioContext, sku: string, status: 'failed' | 'canceled') {
  const { shop, count } = context;
  const { buyer, order, gatewayPaymentId } = await bought(context, sku);
  const { orderId } = order;
  await buyer.order(orderId, ({ state }) => state === 'confirmed');
  await shop.book.control('captures', { gatewayPaymentId, status });
  await buyer.order(orderId, stands('voided'));
  await eventually(
    () => shop.staff.fulfillmentsOf(orderId),
    (parts) => parts.length > 0 && parts.every(({ state }) => state === 'on_hold'),
  );
  expectStatus(await shop.staff.refund(orderId, { amountMinor }), 409);
  count('captures taken back');
}

/** The carrier made the label, and its answer is lost: it goes back unseen. */
async function captureFailsAtLabel(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, count } = context;
  const { buyer, order, gatewayPaymentId } = await bought(context, sku);
  const { orderId } = order;
  const parcel = await packParcel(shop, orderId);
  const unheard = ['label', 'find_label'].map((operation) => {
    return { system: 'carrier', operation, kind: 'lost_answer' } as const;
  });
  await whileUnwell(shop, unheard, async () => {
    await parcel.ship();
    await eventually(parcel.labels, ({ length }) => length === 1);
    await shop.book.control('captures', { gatewayPaymentId, status: 'failed' });
    await buyer.order(orderId, stands('voided'));
    await parcel.stands('on_hold');
  });
  await eventually(parcel.labels, (all) => all.length === 1 && all[0]!.voided);
  count('labels given back');
}

const stands = (state: string) => (now: Order) =>
  (now as unknown as { paymentState: string }).paymentState === state;

async function disputed(context: ScenarioContext, sku: string, end: 'won' | 'lost') {
  const { shop, count } = context;
  const { buyer, order, gatewayPaymentId } = await bought(context, sku);
  const { orderId, totals } = order;
  const reported = await shop.book.control('disputes', { gatewayPaymentId, tellsWithdrawal: true });
  await buyer.order(orderId, stands('disputed'));
  const all = { amountMinor: totals.totalMinor };
  const refused = await shop.staff.refund(orderId, all);
  expectStatus(refused, 409);
  const { disputeId } = reported as { disputeId: string };
  await shop.book.control('disputes', { disputeId, status: end });
  count('disputes');
  if (end === 'lost') return;
  await buyer.order(orderId, stands('captured'));
  expectStatus(await shop.staff.refund(orderId, all), 201);
  await buyer.order(orderId, stands('refunded'));
}
