import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf } from '#platform/calls/service.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { findByReference } from '../authorizing/settle-authorization.ts';
import { GatewaySilent } from '../payments/gateway.ts';
import {
  paymentNow,
  readPayment,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { holdWithoutKeys } from './held-payments.ts';
import { settle } from './settle-payment.ts';

type AtGateway = OutputOf<'payment', 'settleReview'>['atGateway'];

/** A person asks, and is told what the gateway says; what is learned of it is learned as by the story. */
export function settleReviewNow(context: Context): Handler<'payment', 'settleReview'> {
  return async ({ paymentId }, invocation) => {
    const found = await context.database.first<PaymentRow>(readPayment(paymentId), invocation);
    if (!found) return fail('payment_not_found', 'There is no such payment.');
    if (found.state !== 'review') return ok({ state: found.state, atGateway: null });
    if (await holdWithoutKeys(context, found, invocation)) return gatewaySilent;
    // Where it was made may have been learned only now: no other gateway is asked of it.
    const row = await paymentNow(context, paymentId);
    try {
      const { state } = await settle(context, row, invocation);
      if (state !== 'review') return ok({ state, atGateway: null });
      return ok({ state, atGateway: await askGateway(context, row, invocation) });
    } catch (error) {
      if (error instanceof GatewaySilent) return gatewaySilent;
      throw error;
    }
  };
}

async function askGateway(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<AtGateway> {
  const { currency } = row;
  const looked = await findByReference(context, row, invocation, true);
  if (looked.status === 'unknown') throw new GatewaySilent(row);
  if (looked.status === 'not_found')
    return { state: 'not_found', amountMinor: 0, capturedMinor: 0, currency };
  const { state, amountMinor, capturedMinor, currency: told } = looked.payment;
  return { state: isKnown(state) ? state : 'other', amountMinor, capturedMinor, currency: told };
}

function isKnown(state: string): state is 'authorized' | 'captured' | 'voided' {
  return state === 'authorized' || state === 'captured' || state === 'voided';
}

const gatewaySilent = fail(
  'gateway_silent',
  'The payment gateway does not answer. Ask again in a moment; nothing was changed.',
);
