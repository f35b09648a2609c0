import { stateConflict } from '#kernel/states.ts';
import { paymentMoves } from '../payment-states.ts';
import { gatewayOf } from '../payments/gateway.ts';
import {
  paymentNow,
  settleLater,
  readPayment,
  toPayment,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import {
  readRefund,
  refundableStates,
  requestRefund,
  type RefundRequest,
  type RefundRow,
} from './refund-store.ts';
import { askRefund, refundRequest } from './ask-refund.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';

/** Sets the amount aside first, then asks the gateway under the refund's own key. */
export function refundPayment(context: Context): Handler<'payment', 'refundPayment'> {
  return async (input, invocation) => {
    if (input.amountMinor === 0) return fail('refund_refused', 'A refund is 1 or more.');
    const begun = await begin(context, input, invocation);
    if (!begun.ok) return begun;
    const { payment, refund } = begun.value;
    if (refund.state === 'refunded') return ok({ status: 'refunded', payment: toPayment(payment) });
    const settled =
      refund.state === 'requested'
        ? await askRefund(context, payment, refund, invocation, 'reply')
        : { state: refund.state, row: payment };
    switch (settled.state) {
      case 'refunded':
        return ok({ status: 'refunded', payment: toPayment(settled.row) });
      case 'failed':
        return fail('refund_refused', 'The payment gateway refused the refund.');
      case 'accepted':
      case 'requested': {
        // What a person pays out is done when staff says so: nobody else can be asked.
        const isPaidByHand =
          settled.state === 'accepted' && payment.authorizationKind === 'promise';
        if (!isPaidByHand) await settleLater(context, input.paymentId, invocation);
        const status = settled.state === 'accepted' ? 'pending' : 'unknown';
        return ok({ status, payment: toPayment(settled.row) });
      }
    }
  };
}

async function begin(context: Context, request: RefundRequest, invocation: Invocation) {
  const { database } = context;
  const { paymentId, refundId, amountMinor } = request;
  const before = await database.first<PaymentRow>(readPayment(paymentId));
  if (!before) return fail('payment_not_found', 'There is no such payment.');
  const asked = refundRequest(before, { refundId, amountMinor, keyAttempt: 1 });
  const wire = gatewayOf(context, before).wire.refund(asked);
  const [won] = await database
    .write<PaymentRow>('request_refund', requestRefund(request, wire, invocation), invocation)
    .catch((error: unknown) => {
      // The same refund was requested by somebody else while this statement ran.
      if ((error as { constraint?: string }).constraint === 'refund_pkey') return [];
      throw error;
    });
  const [payment, refund] = await Promise.all([
    won ?? paymentNow(context, paymentId),
    database.first<RefundRow>(readRefund(refundId)),
  ]);
  if (refund) {
    if (refund.paymentId === paymentId && refund.amountMinor === amountMinor) {
      return ok({ payment, refund });
    }
    return fail('refund_refused', 'This refund id was used for another amount or payment.');
  }
  const { state } = payment;
  if (!refundableStates.some((refundable) => refundable === state)) {
    return stateConflict(paymentMoves, state, `The payment is ${state}: nothing can be refunded.`);
  }
  const refundableMinor =
    payment.capturedMinor - payment.refundedMinor - payment.refundPendingMinor;
  if (amountMinor <= refundableMinor) {
    const left = Math.max(0, refundableMinor - payment.disputedMinor);
    const message = `The payment is disputed at the buyer’s bank, so at most ${left} can be refunded.`;
    return fail('payment_disputed', message, { refundableMinor: left });
  }
  return fail('refund_exceeds_captured', `At most ${refundableMinor} can be refunded.`, {
    refundableMinor,
  });
}
