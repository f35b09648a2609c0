import { stripeStepOnWire } from '../../payment-gateway/stripe/stripe-amount.ts';
import type { Payment } from './payment-wire.ts';

export interface Failure {
  statusCode: number;
  type: 'card_error' | 'invalid_request_error';
  code: string;
  message: string;
  declineCode?: string;
  payment?: Payment;
}

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** Stripe’s page on currencies: three decimals end in 0, and a few currencies have whole units alone. */
export function offStep(
  amount: number,
  currency: string,
  payment?: Payment,
): { ok: false; failure: Failure } | undefined {
  const step = stripeStepOnWire(currency.toUpperCase());
  if (amount % step === 0) return undefined;
  const message = `Invalid amount: in ${currency} it must be evenly divisible by ${step}.`;
  return refuse('parameter_invalid_integer', message, payment);
}

export function refuse(
  code: string,
  message: string,
  payment?: Payment,
): { ok: false; failure: Failure } {
  const type = 'invalid_request_error';
  const carried = payment === undefined ? {} : { payment };
  return { ok: false, failure: { statusCode: 400, type, code, message, ...carried } };
}

export function missing(id: string): { ok: false; failure: Failure } {
  const { failure } = refuse('resource_missing', `No such payment_intent: '${id}'`);
  return { ok: false, failure: { ...failure, statusCode: 404 } };
}

export function unexpected(payment: Payment, message: string): { ok: false; failure: Failure } {
  return refuse('payment_intent_unexpected_state', message, payment);
}

export function cardFailure(payment: Payment): { ok: false; failure: Failure } {
  const { code, declineCode, message } = payment.error ?? {
    code: '',
    declineCode: null,
    message: '',
  };
  return {
    ok: false,
    failure: {
      statusCode: 402,
      type: 'card_error',
      code,
      message,
      payment,
      ...(declineCode === null ? {} : { declineCode }),
    },
  };
}
