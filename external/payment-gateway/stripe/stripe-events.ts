import { z } from 'zod';
import { parseJson } from '../../exchange/exchange.ts';
import type { PaymentEvent } from '../port.ts';
import { fromStripeAmount } from './stripe-amount.ts';
import { declineCodeOf, epochSeconds, paymentIntentSchema } from './stripe-answers.ts';
import { refundStates } from './stripe-refunds.ts';

const eventSchema = z.object({
  id: z.string().min(1).max(255),
  object: z.literal('event'),
  type: z.string().max(255),
  created: epochSeconds,
  data: z.object({ object: z.unknown() }),
});

const metadata = z.record(z.string(), z.string()).nullish();
const ofPayment = z.object({
  payment_intent: z.string().nullish(),
  currency: z.string(),
  metadata,
});
const chargeSchema = ofPayment.extend({ amount_refunded: z.number().int().nonnegative() });
const refundSchema = ofPayment.extend({
  id: z.string().min(1),
  object: z.literal('refund'),
  amount: z.number().int().nonnegative(),
  status: z.enum(['succeeded', 'pending', 'requires_action', 'failed', 'canceled']),
});
const disputeSchema = ofPayment.extend({
  id: z.string().min(1),
  object: z.literal('dispute'),
  amount: z.number().int().nonnegative(),
  status: z.string(),
  reason: z.string().nullish(),
});

const sessionSchema = z.object({
  object: z.literal('checkout.session'),
  payment_intent: z.string().nullish(),
  client_reference_id: z.string().nullish(),
  metadata,
});

const payoutSchema = z.object({ id: z.string().min(1), object: z.literal('payout') });

type Type = PaymentEvent['type'];
type Reads = (known: Known, object: unknown, type: string) => PaymentEvent | undefined;
type Known = Pick<PaymentEvent, 'id' | 'occurredAt'>;

/** Every kind of event that is understood. The rest is kept for a person, word for word. */
const readers: Readonly<Record<string, Reads>> = {
  'payment_intent.amount_capturable_updated': ofIntent('payment.authorized', 'amount_capturable'),
  'payment_intent.payment_failed': ofIntent('payment.failed', 'amount'),
  'payment_intent.succeeded': ofIntent('payment.captured', 'amount_received'),
  'payment_intent.canceled': ofIntent('payment.voided', 'amount'),
  'charge.refunded': readCharge,
  'charge.refund.updated': readRefund,
  'refund.updated': readRefund,
  'refund.failed': readRefund,
  'charge.dispute.created': readDispute,
  'charge.dispute.updated': readDispute,
  'charge.dispute.closed': readDispute,
  'charge.dispute.funds_withdrawn': readDispute,
  'charge.dispute.funds_reinstated': readDispute,
  'checkout.session.completed': readSession,
  'checkout.session.expired': readSession,
  'payout.paid': readPayout,
  'payout.failed': readPayout,
  'payout.canceled': readPayout,
  'payout.reconciliation_completed': readPayout,
};

/** What the endpoint at Stripe is to be subscribed to (`enabled_events`). */
export const stripeWebhookTypes: readonly string[] = Object.keys(readers);

/** Understood where somebody subscribed to more: a reason to look into the gateway's book. */
const hints = ['charge.expired', 'charge.failed', 'refund.created'];
/** The same has another event that is listened to, or nothing has changed by it. */
const nothingForUs = [
  'charge.captured',
  'charge.pending',
  'charge.succeeded',
  'charge.updated',
  'payment_intent.created',
  'payment_intent.partially_funded',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payout.created',
  'payout.updated',
];

/** `undefined` where it is no event. One of a kind that is understood and cannot be read is kept, too. */
export function readStripeEvent(rawBody: Buffer): PaymentEvent | undefined {
  const parsed = eventSchema.safeParse(parseJson(rawBody.toString('utf8')));
  if (!parsed.success) return undefined;
  const { id, type, created, data } = parsed.data;
  const known = { id, occurredAt: new Date(created * 1_000).toISOString() };
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  const event = read?.(known, data.object, type);
  if (event) return event;
  const unreadable = read !== undefined;
  const about = ofPayment.partial().safeParse(data.object);
  const gatewayPaymentId = (about.success ? about.data.payment_intent : null) ?? null;
  const reference = (about.success ? about.data.metadata?.['reference'] : null) ?? null;
  const nothing = { amountMinor: null, currency: null, declineCode: null };
  const reported = { ...known, gatewayPaymentId, reference, ...nothing };
  if (hints.includes(type)) return { ...reported, type: 'payment.hinted' };
  if (nothingForUs.includes(type)) return { ...reported, type: 'payment.noted' };
  return { ...reported, type: 'other', reported: { type, unreadable, object: data.object } };
}

function ofIntent(type: Type, amount: 'amount' | 'amount_capturable' | 'amount_received'): Reads {
  return (known, object) => {
    const intent = paymentIntentSchema.safeParse(object);
    if (!intent.success) return undefined;
    const { currency, metadata: reported, id } = intent.data;
    // What is left of it after a part was captured: the book says how much that was.
    const isRest = type === 'payment.authorized' && intent.data.amount_received > 0;
    return withAmount(intent.data[amount], currency, {
      ...known,
      type: isRest ? 'payment.hinted' : type,
      gatewayPaymentId: id,
      reference: reported['reference'] ?? null,
      declineCode: type === 'payment.failed' ? declineCodeOf(intent.data) : null,
    });
  };
}

function readCharge(known: Known, object: unknown): PaymentEvent | undefined {
  const charge = chargeSchema.safeParse(object);
  if (!charge.success) return undefined;
  const {
    payment_intent: gatewayPaymentId = null,
    currency,
    amount_refunded: amount,
  } = charge.data;
  return withAmount(amount, currency.toUpperCase(), {
    ...known,
    type: 'payment.refunded',
    gatewayPaymentId,
    reference: charge.data.metadata?.['reference'] ?? null,
    declineCode: null,
  });
}

function readRefund(known: Known, object: unknown): PaymentEvent | undefined {
  const parsed = refundSchema.safeParse(object);
  if (!parsed.success) return undefined;
  const { id, payment_intent: gatewayPaymentId = null, amount, currency, status } = parsed.data;
  return withAmount(amount, currency.toUpperCase(), {
    ...known,
    type: 'payment.refund_changed',
    gatewayPaymentId,
    // The reference of a refund is the refund's, not its payment's.
    reference: null,
    declineCode: null,
    refund: {
      gatewayRefundId: id,
      reference: parsed.data.metadata?.['reference'] ?? null,
      state: refundStates[status],
    },
  });
}

function readDispute(known: Known, object: unknown, type: string): PaymentEvent | undefined {
  const parsed = disputeSchema.safeParse(object);
  if (!parsed.success) return undefined;
  const { id, payment_intent: gatewayPaymentId = null, amount, currency, status } = parsed.data;
  const state = disputeStateOf(status);
  return withAmount(amount, currency.toUpperCase(), {
    ...known,
    type: 'payment.disputed',
    gatewayPaymentId,
    reference: null,
    declineCode: null,
    dispute: {
      gatewayDisputeId: id,
      state,
      // The money goes with the dispute, not with an inquiry before it; who wins gets it back.
      withdrawn: (state !== 'inquiry' && state !== 'closed') || type.endsWith('funds_withdrawn'),
      reinstated: state === 'won' || type.endsWith('funds_reinstated'),
      reason: parsed.data.reason ?? 'general',
    },
  });
}

/** Somebody paid on a page, or nobody can any more: the gateway's book says what of it. */
function readSession(known: Known, object: unknown): PaymentEvent | undefined {
  const session = sessionSchema.safeParse(object).data;
  if (!session) return undefined;
  const { client_reference_id: ours, metadata: reported, payment_intent: intent } = session;
  const nothing = { amountMinor: null, currency: null, declineCode: null };
  const reference = reported?.['reference'] ?? ours ?? null;
  return {
    ...known,
    ...nothing,
    type: 'payment.hinted',
    gatewayPaymentId: intent ?? null,
    reference,
  };
}

/** What was paid out is asked of the balance, whatever comes here. */
function readPayout(known: Known, object: unknown): PaymentEvent | undefined {
  const payout = payoutSchema.safeParse(object);
  if (!payout.success) return undefined;
  const nothing = { amountMinor: null, currency: null, declineCode: null };
  return { ...known, ...nothing, type: 'balance.changed', gatewayPaymentId: null, reference: null };
}

/** A status that we do not know is taken for a dispute that is open: nothing is refunded meanwhile. */
function disputeStateOf(status: string): NonNullable<PaymentEvent['dispute']>['state'] {
  if (status === 'won' || status === 'lost') return status;
  if (status === 'warning_closed' || status === 'prevented') return 'closed';
  return status.startsWith('warning_') ? 'inquiry' : 'open';
}

function withAmount(
  amount: number,
  currency: string,
  event: Omit<PaymentEvent, 'amountMinor' | 'currency'>,
): PaymentEvent | undefined {
  const amountMinor = fromStripeAmount(amount, currency);
  return amountMinor === undefined ? undefined : { ...event, amountMinor, currency };
}
