import { createHmac } from 'node:crypto';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Ordering } from './ordering-for-tests.ts';

type Sold = Awaited<ReturnType<Ordering['placed']>>;

export interface Race extends Sold {
  readonly kit: Ordering;
  readonly fulfillmentId: string;
}

const codeOf = (reply: { ok: boolean; failure?: { code: string } }) => reply.failure?.code ?? 'ok';
export const asStaff = ({ kit }: Race) => kit.shop.invocation({ actor: kit.staff });

/** What is given back or credited of an order. */
export const partMinor = 1_000;

export const paidOut = { paidAt: '2026-11-21T10:00:00Z', reference: 'transfer 1' };

/** All that is owed, under the reference of this order. */
export function receive(race: Race) {
  const { kit, orderId, totals } = race;
  const money = { amountMinor: totals.totalMinor, currency: 'EUR', source: 'bank' as const };
  const input = { orderId, ...money, reference: orderId, receivedAt: '2026-11-20T10:00:00Z' };
  return kit.orders.recordReceipt(input, asStaff(race));
}

export async function openPayOuts(race: Race) {
  const asked = { limit: 100, state: 'to_pay_out' as const };
  const listed = await race.kit.orders.listPayOuts(asked, asStaff(race));
  return must(listed, 'pay-outs').items.filter(({ orderId }) => orderId === race.orderId);
}

/** What the gateway tells of the payment of an order, signed as it signs. */
async function report({ kit, paymentId }: Race, type: string, about: object): Promise<string> {
  const { gatewayPaymentId } = await kit.payment(paymentId);
  const seconds = Math.floor(Date.now() / 1_000);
  const object = { currency: 'eur', payment_intent: gatewayPaymentId, ...about };
  const event = { id: `evt_${newId()}`, object: 'event', type, created: seconds, data: { object } };
  const body = JSON.stringify(event);
  const hmac = createHmac('sha256', kit.shop.sandboxKeys.paymentWebhookSecret);
  const signature = hmac.update(`${seconds}.${body}`).digest('hex');
  const webhook = {
    rawBodyBase64: Buffer.from(body).toString('base64'),
    headers: { 'stripe-signature': `t=${seconds},v1=${signature}` },
    clientAddress: '127.0.0.1',
    provider: 'stripe',
  };
  return codeOf(await kit.orders.receivePaymentWebhook(webhook, kit.shop.invocation()));
}

/** What is begun, and the code that its caller is told. */
export const deeds = {
  cancel: async ({ kit, orderId }: Race) => codeOf(await kit.cancel(orderId)),
  refund: async ({ kit, orderId }: Race) =>
    codeOf(await kit.refund(orderId, { amountMinor: partMinor })),
  'refund all': async ({ kit, orderId, totals }: Race) =>
    codeOf(await kit.refund(orderId, { amountMinor: totals.totalMinor })),
  ship: async (race: Race) => {
    const { fulfillmentId } = race;
    const input = { fulfillmentId };
    return codeOf(await race.kit.shop.client('fulfillment').shipFulfillment(input, asStaff(race)));
  },
  dispute: async (race: Race) =>
    report(race, 'charge.dispute.created', {
      id: `dp_${race.orderId}`,
      object: 'dispute',
      amount: race.totals.totalMinor,
      reason: 'fraudulent',
      status: 'needs_response',
    }),
  /** The gateway takes the capture back. */
  'take back': async (race: Race) => {
    const { kit, paymentId } = race;
    const { gatewayPaymentId } = await kit.payment(paymentId);
    await kit.shop.sandbox.control('captures', { gatewayPaymentId, status: 'failed' });
    return report(race, 'payment_intent.payment_failed', {
      id: gatewayPaymentId,
      object: 'payment_intent',
      amount: race.totals.totalMinor,
      amount_capturable: 0,
      amount_received: 0,
      status: 'requires_payment_method',
      metadata: { reference: paymentId },
    });
  },
  /** The first refund did not reach the customer. */
  'come back': async (race: Race) => {
    const row = await race.kit.shop.database('payment').first<{ id: string; amount: number }>(sql`
      select gateway_refund_id as id, amount_minor as amount from refund
      where payment_id = ${race.paymentId} order by requested_at limit 1`);
    const { id, amount } = row!;
    await race.kit.shop.sandbox.control('refunds', { refundId: id, status: 'failed' });
    const told = { id, object: 'refund', amount, status: 'failed', metadata: {} };
    return report(race, 'refund.failed', told);
  },
  'give up': async (race: Race) => {
    const input = { fulfillmentId: race.fulfillmentId, reason: 'broken' };
    const { cancelFulfillment } = race.kit.shop.client('fulfillment');
    return codeOf(await cancelFulfillment(input, asStaff(race)));
  },
  credit: async (race: Race) => {
    const input = { orderId: race.orderId, amountMinor: partMinor, reason: 'came back' };
    return codeOf(await race.kit.orders.creditOrder(input, asStaff(race)));
  },
  receipt: async (race: Race) => codeOf(await receive(race)),
  'write-off': async (race: Race) => {
    const input = { orderId: race.orderId, reason: 'insolvent' };
    return codeOf(await race.kit.orders.writeOffOrder(input, asStaff(race)));
  },
  'pay out': async (race: Race) => {
    const { payOutId } = (await openPayOuts(race))[0]!;
    return codeOf(await race.kit.orders.settlePayOut({ payOutId, ...paidOut }, asStaff(race)));
  },
  'cancel pay-out': async (race: Race) => {
    const { payOutId } = (await openPayOuts(race))[0]!;
    const input = { payOutId, reason: 'account closed' };
    return codeOf(await race.kit.orders.cancelPayOut(input, asStaff(race)));
  },
} as const;
export type Deed = keyof typeof deeds;
