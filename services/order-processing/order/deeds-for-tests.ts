import { createHmac } from 'node:crypto';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { Ordering } from './ordering-for-tests.ts';

type Sold = Awaited<ReturnType<Ordering['placed']>>;

export interface Race extends Sold {
  readonly kit: Ordering;
  readonly fulfillmentId: string;
}

const codeOf = (reply: { ok: boolean; failure?: { code: string } }) => reply.failure?.code ?? 'ok';
export const asStaff = ({ kit }: Race) => kit.shop.invocation({ actor: kit.staff });

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

/** What is begun, and the code that its caller is told. */
export const deeds = {
  cancel: async ({ kit, orderId }: Race) => codeOf(await kit.cancel(orderId)),
  refund: async ({ kit, orderId }: Race) =>
    codeOf(await kit.refund(orderId, { amountMinor: 1_000 })),
  'refund all': async ({ kit, orderId, totals }: Race) =>
    codeOf(await kit.refund(orderId, { amountMinor: totals.totalMinor })),
  ship: async (race: Race) => {
    const { fulfillmentId } = race;
    const input = { fulfillmentId };
    return codeOf(await race.kit.shop.client('fulfillment').shipFulfillment(input, asStaff(race)));
  },
  dispute: async (race: Race) => {
    const { kit, orderId, paymentId, totals } = race;
    const { gatewayPaymentId } = await kit.payment(paymentId);
    const seconds = Math.floor(Date.now() / 1_000);
    const object = {
      id: `dp_${orderId}`,
      object: 'dispute',
      amount: totals.totalMinor,
      currency: 'eur',
      payment_intent: gatewayPaymentId,
      reason: 'fraudulent',
      status: 'needs_response',
    };
    const body = JSON.stringify({
      id: `evt_${newId()}`,
      object: 'event',
      type: 'charge.dispute.created',
      created: seconds,
      data: { object },
    });
    const hmac = createHmac('sha256', kit.shop.sandboxKeys.paymentWebhookSecret);
    const signature = hmac.update(`${seconds}.${body}`).digest('hex');
    const webhook = {
      rawBodyBase64: Buffer.from(body).toString('base64'),
      headers: { 'stripe-signature': `t=${seconds},v1=${signature}` },
      clientAddress: '127.0.0.1',
      provider: 'stripe',
    };
    return codeOf(await kit.orders.receivePaymentWebhook(webhook, kit.shop.invocation()));
  },
  credit: async (race: Race) => {
    const input = { orderId: race.orderId, amountMinor: 1_000, reason: 'came back' };
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
