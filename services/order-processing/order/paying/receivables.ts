import type { Invocation } from '#kernel/invocation.ts';
import { ok, type Failure, type Result } from '#kernel/result.ts';
import type { Handlers, ServiceContext } from '#platform/calls/service.ts';
import { orderNotFound } from '../reading/get-order.ts';
import { identifyOrder } from '../orders/order-store.ts';
import { held } from '../refunding/pay-outs.ts';

type Names =
  | 'recordReceipt'
  | 'listReceipts'
  | 'writeOffOrder'
  | 'waiveReminderFees'
  | 'listReceivables'
  | 'assignSurplus';

/**
 * What staff does about money that is owed. Payment keeps it and judges it under its own lock and
 * the caller’s key; whose order it is, is asked here.
 */
export function receivables({
  call,
  database,
}: ServiceContext<'order'>): Pick<Handlers<'order'>, Names> {
  const find = (orderId: string, by: Invocation, right: 'orders:refund' | 'orders:read') =>
    database.first<{ paymentId: string }>(identifyOrder({ orderId }, by.actor, right), by);
  return {
    async recordReceipt({ orderId, ...given }, invocation) {
      const order = await find(orderId, invocation, 'orders:refund');
      if (!order) return orderNotFound();
      const { paymentId } = order;
      const reply = ofOrder(await call.payment.recordReceipt({ paymentId, ...given }, invocation));
      return reply.ok ? ok(reply.value.receipt) : reply;
    },
    async assignSurplus({ orderId, ...asked }, invocation) {
      const order = await find(orderId, invocation, 'orders:refund');
      if (!order) return orderNotFound();
      const { paymentId } = order;
      const channels = held(invocation.actor);
      const given = { ...asked, paymentId, channels };
      return ofOrder(await call.payment.assignSurplus(given, invocation));
    },
    async listReceipts({ orderId }, invocation) {
      if (!(await find(orderId, invocation, 'orders:read'))) return orderNotFound();
      return call.payment.listReceipts({ orderId }, invocation);
    },
    async writeOffOrder({ orderId, reason }, invocation) {
      const order = await find(orderId, invocation, 'orders:refund');
      if (!order) return orderNotFound();
      const { paymentId } = order;
      return ofOrder(await call.payment.writeOffPayment({ paymentId, reason }, invocation));
    },
    async waiveReminderFees({ orderId, reason }, invocation) {
      const order = await find(orderId, invocation, 'orders:refund');
      if (!order) return orderNotFound();
      const { paymentId } = order;
      return ofOrder(await call.payment.waiveReminderFees({ paymentId, reason }, invocation));
    },
    async listReceivables(input, invocation) {
      const channels = held(invocation.actor);
      return call.payment.listReceivables({ ...input, channels }, invocation);
    },
  };
}

type OfPayment = { readonly code: 'payment_not_found' };

/** Payment's answer: a payment that it does not know is an order that is not there. */
function ofOrder<Value, F extends Failure>(
  reply: Result<Value, F>,
): Result<Value, Exclude<F, OfPayment>> | ReturnType<typeof orderNotFound> {
  if (reply.ok) return reply;
  const { failure } = reply;
  if (failure.code === 'payment_not_found') return orderNotFound();
  return { ok: false, failure: failure as Exclude<F, OfPayment> };
}
