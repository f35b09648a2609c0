import { stateConflict } from '#kernel/states.ts';
import { paymentMoves } from '../payment-states.ts';
import { gatewayOf } from '../payments/gateway.ts';
import {
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
import { askRefund, refundRequest, type SettledRefund } from './ask-refund.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';

/** All that a refund on request does to the world. */
export interface PayingBackEffects {
  readonly read: {
    payment(): Promise<PaymentRow | undefined>;
    refund(): Promise<RefundRow | undefined>;
  };
  readonly move: {
    /** Sets the amount aside; undefined where it cannot be, or was before. */
    request(payment: PaymentRow): Promise<PaymentRow | undefined>;
    /** Its story asks the gateway until the answer is known. */
    settleLater(): Promise<void>;
  };
  readonly call: {
    /** Under the refund's own key; still `requested` when the answer is unknown. */
    refund(payment: PaymentRow, refund: RefundRow): Promise<SettledRefund>;
  };
}

/** Sets the amount aside first, then asks the gateway under the refund's own key. */
export async function payingBackPlot(effects: PayingBackEffects, input: RefundRequest) {
  const { move, call } = effects;
  if (input.amountMinor === 0) return fail('refund_refused', 'A refund is 1 or more.');
  const begun = await begin(effects, input);
  if (!begun.ok) return begun;
  const { payment, refund } = begun.value;
  if (refund.state === 'refunded') {
    return ok({ status: 'refunded' as const, payment: toPayment(payment) });
  }
  const settled =
    refund.state === 'requested'
      ? await call.refund(payment, refund)
      : { state: refund.state, row: payment };
  switch (settled.state) {
    case 'refunded':
      return ok({ status: 'refunded' as const, payment: toPayment(settled.row) });
    case 'failed':
      return fail('refund_refused', 'The payment gateway refused the refund.');
    case 'accepted':
    case 'requested': {
      // What a person pays out is done when staff says so: nobody else can be asked.
      const isPaidByHand = settled.state === 'accepted' && payment.authorizationKind === 'promise';
      if (!isPaidByHand) await move.settleLater();
      const status = settled.state === 'accepted' ? ('pending' as const) : ('unknown' as const);
      return ok({ status, payment: toPayment(settled.row) });
    }
  }
}

async function begin({ read, move }: PayingBackEffects, request: RefundRequest) {
  const { paymentId, amountMinor } = request;
  const before = await read.payment();
  if (!before) return fail('payment_not_found', 'There is no such payment.');
  const won = await move.request(before);
  const [now, refund] = await Promise.all([won ?? read.payment(), read.refund()]);
  const payment = now ?? before;
  if (refund) {
    if (refund.paymentId === paymentId && refund.amountMinor === amountMinor) {
      return ok({ payment, refund });
    }
    return fail('refund_refused', 'This refund id was used for another amount or payment.');
  }
  return refusal(payment, amountMinor);
}

/** Why so much could not be set aside. */
function refusal(payment: PaymentRow, amountMinor: number) {
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

/** The gateway's and the database's own. */
export function payingBackEffectsOf(
  context: Context,
  request: RefundRequest,
  invocation: Invocation,
): PayingBackEffects {
  const { database } = context;
  const { paymentId, refundId } = request;
  return {
    read: {
      payment: () => database.first<PaymentRow>(readPayment(paymentId)),
      refund: () => database.first<RefundRow>(readRefund(refundId)),
    },
    move: {
      request: (payment) => requestOnce(context, payment, request, invocation),
      settleLater: () => settleLater(context, paymentId, invocation),
    },
    call: {
      refund: (payment, refund) => askRefund(context, payment, refund, invocation, 'reply'),
    },
  };
}

async function requestOnce(
  context: Context,
  payment: PaymentRow,
  request: RefundRequest,
  invocation: Invocation,
): Promise<PaymentRow | undefined> {
  const { refundId, amountMinor } = request;
  const asked = refundRequest(payment, { refundId, amountMinor, keyAttempt: 1 });
  const wire = gatewayOf(context, payment).wire.refund(asked);
  const [won] = await context.database
    .write<PaymentRow>('request_refund', requestRefund(request, wire, invocation), invocation)
    .catch((error: unknown) => {
      // The same refund was requested by somebody else while this statement ran.
      if ((error as { constraint?: string }).constraint === 'refund_pkey') return [];
      throw error;
    });
  return won;
}

/** The plot over the gateway and the database themselves. */
export function refundPayment(context: Context): Handler<'payment', 'refundPayment'> {
  return (input, invocation) =>
    payingBackPlot(payingBackEffectsOf(context, input, invocation), input);
}
