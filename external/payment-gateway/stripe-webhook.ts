import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../exchange.ts';
import type { WebhookRequest } from '../external-call.ts';
import type { PaymentEvent, PaymentWebhookResult } from './port.ts';
import { fromStripeAmount } from './stripe-amount.ts';
import { declineCodeOf, paymentIntentSchema } from './stripe-answers.ts';

const eventSchema = z.object({
  id: z.string().min(1),
  object: z.literal('event'),
  type: z.string(),
  created: z.number().int().positive(),
  data: z.object({ object: z.unknown() }),
});

const chargeSchema = z.object({
  payment_intent: z.string().nullable(),
  amount_refunded: z.number().int().nonnegative(),
  currency: z.string(),
  metadata: z.record(z.string(), z.string()),
});

const disputeSchema = z.object({
  payment_intent: z.string().nullable(),
  amount: z.number().int().nonnegative(),
  currency: z.string(),
});

const intentEvents: Record<
  string,
  { type: PaymentEvent['type']; amount: 'amount' | 'amount_capturable' | 'amount_received' }
> = {
  'payment_intent.amount_capturable_updated': {
    type: 'payment.authorized',
    amount: 'amount_capturable',
  },
  'payment_intent.payment_failed': { type: 'payment.failed', amount: 'amount' },
  'payment_intent.succeeded': { type: 'payment.captured', amount: 'amount_received' },
  'payment_intent.canceled': { type: 'payment.voided', amount: 'amount' },
};

const chargeEvents = ['charge.refunded', 'charge.dispute.created'] as const;

/** What the endpoint at Stripe is to be subscribed to (`enabled_events`): all that is understood here. */
export const stripeWebhookTypes: readonly string[] = [
  ...Object.keys(intentEvents),
  ...chargeEvents,
];

/** Checks the signature over the raw bytes before anything of the body is read. */
export function verifyStripeWebhook(request: WebhookRequest): PaymentWebhookResult {
  const header = request.headers['stripe-signature'];
  if (header === undefined || header === '') return { ok: false, reason: 'signature_missing' };
  const signature = typeof header === 'string' ? parseSignature(header) : undefined;
  if (signature === undefined) return { ok: false, reason: 'signature_malformed' };
  if (!signatureMatches(request, signature)) return { ok: false, reason: 'signature_mismatch' };
  const ageSeconds = Math.abs((request.nowMs ?? Date.now()) / 1_000 - signature.seconds);
  if (ageSeconds > request.toleranceSeconds) {
    return { ok: false, reason: 'timestamp_outside_tolerance' };
  }
  const event = readEvent(request.rawBody);
  return event === undefined ? { ok: false, reason: 'body_malformed' } : { ok: true, event };
}

interface Signature {
  time: string;
  seconds: number;
  candidates: Buffer[];
}

function parseSignature(header: string): Signature | undefined {
  let time: string | undefined;
  const candidates: Buffer[] = [];
  for (const part of header.split(',').slice(0, 20)) {
    const [name, value] = part.trim().split('=', 2);
    if (name === 't') time = value;
    if (name === 'v1' && value !== undefined && /^[0-9a-f]{64}$/.test(value)) {
      candidates.push(Buffer.from(value, 'hex'));
    }
  }
  if (time === undefined || !/^\d{1,12}$/.test(time) || candidates.length === 0) return undefined;
  return { time, seconds: Number(time), candidates };
}

function signatureMatches(request: WebhookRequest, signature: Signature): boolean {
  let matches = false;
  for (const secret of request.secrets) {
    if (secret === '') continue;
    const expected = createHmac('sha256', secret)
      .update(`${signature.time}.`)
      .update(request.rawBody)
      .digest();
    for (const candidate of signature.candidates) {
      if (timingSafeEqual(expected, candidate)) matches = true;
    }
  }
  return matches;
}

function readEvent(rawBody: Buffer): PaymentEvent | undefined {
  const parsed = eventSchema.safeParse(parseJson(rawBody.toString('utf8')));
  if (!parsed.success) return undefined;
  const { id, type, created, data } = parsed.data;
  const known = { id, occurredAt: new Date(created * 1_000).toISOString() };
  const intentEvent = intentEvents[type];
  if (intentEvent !== undefined) {
    const intent = paymentIntentSchema.safeParse(data.object);
    if (!intent.success) return undefined;
    const { currency, metadata } = intent.data;
    return withAmount(intent.data[intentEvent.amount], currency, {
      ...known,
      type: intentEvent.type,
      gatewayPaymentId: intent.data.id,
      reference: metadata['reference'] ?? null,
      declineCode: intentEvent.type === 'payment.failed' ? declineCodeOf(intent.data) : null,
    });
  }
  if (type === 'charge.refunded') {
    const charge = chargeSchema.safeParse(data.object);
    if (!charge.success) return undefined;
    return withAmount(charge.data.amount_refunded, charge.data.currency.toUpperCase(), {
      ...known,
      type: 'payment.refunded',
      gatewayPaymentId: charge.data.payment_intent,
      reference: charge.data.metadata['reference'] ?? null,
      declineCode: null,
    });
  }
  if (type === 'charge.dispute.created') {
    const dispute = disputeSchema.safeParse(data.object);
    if (!dispute.success) return undefined;
    return withAmount(dispute.data.amount, dispute.data.currency.toUpperCase(), {
      ...known,
      type: 'payment.disputed',
      gatewayPaymentId: dispute.data.payment_intent,
      reference: null,
      declineCode: null,
    });
  }
  const nothing = { gatewayPaymentId: null, reference: null, amountMinor: null, currency: null };
  return { ...known, type: 'other', ...nothing, declineCode: null };
}

function withAmount(
  amount: number,
  currency: string,
  event: Omit<PaymentEvent, 'amountMinor' | 'currency'>,
): PaymentEvent | undefined {
  const amountMinor = fromStripeAmount(amount, currency);
  return amountMinor === undefined ? undefined : { ...event, amountMinor, currency };
}
