import { z } from 'zod';
import { fromStripeAmount } from './stripe-amount.ts';
import type { FindResult } from '../port.ts';

const amount = z.number().int().nonnegative();
/** Since 1970; up to the year 9999, beyond which no time can be told. */
export const epochSeconds = z.number().int().positive().max(253_402_300_799);
const currency = z
  .string()
  .regex(/^[a-z]{3}$/)
  .transform((code) => code.toUpperCase());

const chargeSchema = z.object({
  amount_refunded: amount,
  captured: z.boolean().optional(),
  payment_method_details: z
    .object({
      card: z
        .object({
          capture_before: epochSeconds.optional(),
          multicapture: z.object({ status: z.string() }).nullish(),
        })
        .optional(),
    })
    .nullish(),
});

/** What we read of a PaymentIntent; Stripe adds fields at will, those are dropped. */
export const paymentIntentSchema = z.object({
  id: z.string().min(1),
  object: z.literal('payment_intent'),
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'requires_capture',
    'canceled',
    'succeeded',
  ]),
  amount,
  amount_capturable: amount,
  amount_received: amount,
  currency,
  metadata: z.record(z.string(), z.string()),
  next_action: z
    .object({ type: z.string(), redirect_to_url: z.object({ url: z.string() }).nullish() })
    .nullish(),
  last_payment_error: z
    .object({ code: z.string().nullish(), decline_code: z.string().nullish() })
    .nullish(),
  latest_charge: z.union([z.string(), chargeSchema]).nullish(),
});

export type PaymentIntent = z.infer<typeof paymentIntentSchema>;

export const refundSchema = z.object({
  id: z.string().min(1),
  object: z.literal('refund'),
  amount,
  currency,
  payment_intent: z.string(),
  status: z.enum(['succeeded', 'pending', 'requires_action', 'failed', 'canceled']),
});

const listedRefundSchema = refundSchema.extend({
  created: epochSeconds,
  metadata: z.record(z.string(), z.string()).nullish(),
});
export type StripeRefund = z.infer<typeof listedRefundSchema>;

export const refundPageSchema = z.object({
  data: z.array(listedRefundSchema),
  has_more: z.boolean(),
});

export const paymentIntentPageSchema = z.object({
  data: z.array(paymentIntentSchema),
  has_more: z.boolean(),
});

export function declineCodeOf(intent: PaymentIntent): string {
  const error = intent.last_payment_error;
  return error?.decline_code ?? error?.code ?? 'declined';
}

export function expiresAtOf(intent: PaymentIntent): string | null {
  if (typeof intent.latest_charge !== 'object') return null;
  const seconds = intent.latest_charge?.payment_method_details?.card?.capture_before;
  return seconds === undefined ? null : new Date(seconds * 1_000).toISOString();
}

export function capturesInParts(intent: PaymentIntent): boolean {
  if (typeof intent.latest_charge !== 'object') return false;
  return intent.latest_charge?.payment_method_details?.card?.multicapture?.status === 'available';
}

type FoundPayment = Extract<FindResult, { status: 'found' }>['payment'];

const states = {
  requires_payment_method: 'declined',
  requires_confirmation: 'processing',
  requires_action: 'requires_action',
  processing: 'processing',
  requires_capture: 'authorized',
  canceled: 'voided',
  succeeded: 'captured',
} as const;

/** Captured in part, then cancelled: the rest is given back, what was received stays. */
function keepsMoney({ status, amount_received: received, latest_charge: charge }: PaymentIntent) {
  if (status !== 'canceled' || typeof charge !== 'object' || !charge?.captured) return false;
  return received > charge.amount_refunded;
}

/**
 * `undefined` where an amount is no whole number of our minor units, or where of a captured payment
 * nothing says what of it was given back.
 */
export function foundPayment(intent: PaymentIntent): FoundPayment | undefined {
  const held = {
    // Of one that was captured in part this is still all that the authorization was for.
    requires_capture: intent.amount_capturable + intent.amount_received,
    succeeded: intent.amount,
  };
  const authorized = held[intent.status as keyof typeof held] ?? 0;
  const refunded = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  if (intent.status === 'succeeded' && !refunded) return undefined;
  const [amountMinor, authorizedMinor, capturedMinor, refundedMinor] = [
    intent.amount,
    authorized,
    intent.amount_received,
    refunded?.amount_refunded ?? 0,
  ].map((value) => fromStripeAmount(value, intent.currency));
  if (
    amountMinor === undefined ||
    authorizedMinor === undefined ||
    capturedMinor === undefined ||
    refundedMinor === undefined
  ) {
    return undefined;
  }
  return {
    gatewayPaymentId: intent.id,
    reference: intent.metadata['reference'] ?? null,
    state: keepsMoney(intent) ? 'captured' : states[intent.status],
    amountMinor,
    authorizedMinor,
    capturedMinor,
    refundedMinor,
    currency: intent.currency,
    declineCode: intent.status === 'requires_payment_method' ? declineCodeOf(intent) : null,
    expiresAt: intent.status === 'requires_capture' ? expiresAtOf(intent) : null,
    ...(capturesInParts(intent) ? { inParts: true } : {}),
  };
}
