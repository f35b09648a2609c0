import type { ChallengeOutcome } from './intents.ts';

/** A payment as the sandbox keeps it; amounts in Stripe's unit of the (lower case) currency. */
export interface Payment {
  id: string;
  chargeId: string;
  status:
    | 'requires_action'
    | 'requires_capture'
    | 'requires_confirmation'
    | 'requires_payment_method'
    | 'succeeded'
    | 'canceled';
  amount: number;
  amountCapturable: number;
  amountReceived: number;
  amountRefunded: number;
  /** Whether it can be captured several times, and how often it was; an older book says neither. */
  multicapture?: boolean;
  captures?: number;
  currency: string;
  /** None yet, where it was begun without one. */
  paymentMethod: string | null;
  metadata: Record<string, string>;
  returnUrl: string;
  /* A payment of an older book has none of these: it was confirmed at once and captured by hand. */
  /** The test card behind the means of payment. */
  card?: string;
  captureMethod?: 'automatic' | 'automatic_async' | 'manual';
  customerId?: string | null;
  description?: string | null;
  setupFutureUsage?: string | null;
  redirects?: boolean;
  attempted?: boolean;
  error: { code: string; declineCode: string | null; message: string } | null;
  outcomeOfChallenge: ChallengeOutcome | null;
  disputed: boolean;
  /** What its disputes took from the shop's account and did not give back; an older book has none. */
  amountWithdrawn?: number;
  /** Of the balance, once it was captured. */
  lineId?: string;
  createdSeconds: number;
  captureBeforeSeconds: number;
  canceledSeconds: number | null;
}

export interface Refund {
  id: string;
  paymentId: string;
  chargeId: string;
  amount: number;
  currency: string;
  reason: string | null;
  createdSeconds: number;
  /** Refunds of an older book have none: they succeeded at once. */
  status?: 'succeeded' | 'pending' | 'failed' | 'canceled';
  metadata?: Record<string, string>;
  /** Of the balance, once the money left, and once it came back. */
  lineId?: string;
  failureLineId?: string;
}

export interface Dispute {
  id: string;
  paymentId: string;
  chargeId: string;
  amount: number;
  currency: string;
  reason: string;
  status:
    | 'warning_needs_response'
    | 'warning_under_review'
    | 'warning_closed'
    | 'needs_response'
    | 'under_review'
    | 'won'
    | 'lost';
  createdSeconds: number;
  /** Of the balance. */
  lineIds?: string[];
}

export function wireCharge(payment: Payment): object {
  const authorized = payment.status === 'requires_capture' || payment.status === 'succeeded';
  return {
    id: payment.chargeId,
    object: 'charge',
    amount: payment.amount,
    amount_captured: payment.amountReceived,
    amount_refunded: payment.amountRefunded,
    balance_transaction: payment.lineId ?? null,
    billing_details: { address: null, email: null, name: null, phone: null },
    captured: payment.status === 'succeeded' || payment.amountReceived > 0,
    created: payment.createdSeconds,
    currency: payment.currency,
    customer: payment.customerId ?? null,
    description: payment.description ?? null,
    disputed: payment.disputed,
    livemode: false,
    metadata: payment.metadata,
    paid: authorized,
    payment_intent: payment.id,
    payment_method: payment.paymentMethod,
    payment_method_details: {
      card: {
        amount_authorized: authorized ? payment.amount : null,
        brand: 'visa',
        checks: null,
        country: 'DE',
        exp_month: 12,
        exp_year: new Date().getUTCFullYear() + 3,
        fingerprint: 'sandbox',
        funding: 'credit',
        last4: '4242',
        network: 'visa',
        three_d_secure: null,
        wallet: null,
        capture_before: payment.captureBeforeSeconds,
        multicapture: { status: payment.multicapture ? 'available' : 'unavailable' },
      },
      type: 'card',
    },
    refunded: payment.amountReceived > 0 && payment.amountRefunded === payment.amountReceived,
    status: authorized ? 'succeeded' : 'failed',
  };
}

/** Nothing was tried with a payment that was not confirmed, or whose buyer is at the bank's page. */
export function hasCharge({ status, attempted = true, lineId, error }: Payment): boolean {
  if (status === 'requires_capture' || status === 'succeeded' || lineId !== undefined) return true;
  return attempted && status !== 'requires_action' && (status === 'canceled' || error !== null);
}

/** Where the buyer is sent; a shop that takes no redirects shows the page within its own. */
function actionOf(url: string, returnUrl: string): object {
  return returnUrl === ''
    ? {
        type: 'use_stripe_sdk',
        use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url },
      }
    : { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } };
}

export function wireIntent(payment: Payment, expandCharge: boolean, baseUrl: string): object {
  const charge = expandCharge ? wireCharge(payment) : payment.chargeId;
  return {
    id: payment.id,
    object: 'payment_intent',
    amount: payment.amount,
    amount_capturable: payment.amountCapturable,
    amount_received: payment.amountReceived,
    canceled_at: payment.canceledSeconds,
    cancellation_reason: null,
    capture_method: payment.captureMethod ?? 'manual',
    client_secret: `${payment.id}_secret_${payment.chargeId.slice(3)}`,
    confirmation_method: 'automatic',
    created: payment.createdSeconds,
    currency: payment.currency,
    customer: payment.customerId ?? null,
    description: payment.description ?? null,
    last_payment_error: payment.error && wireError(payment.error),
    latest_charge: hasCharge(payment) ? charge : null,
    livemode: false,
    metadata: payment.metadata,
    next_action:
      payment.status === 'requires_action'
        ? actionOf(`${baseUrl}/payment/challenge/${payment.id}`, payment.returnUrl)
        : null,
    payment_method: payment.error === null ? payment.paymentMethod : null,
    payment_method_types: ['card'],
    setup_future_usage: payment.setupFutureUsage ?? null,
    status: payment.status,
  };
}

export function wireError(error: NonNullable<Payment['error']>): object {
  return {
    type: 'card_error',
    code: error.code,
    ...(error.declineCode === null ? {} : { decline_code: error.declineCode }),
    message: error.message,
  };
}

export function wireRefund(refund: Refund): object {
  const { status = 'succeeded' } = refund;
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: refund.lineId ?? null,
    charge: refund.chargeId,
    created: refund.createdSeconds,
    currency: refund.currency,
    metadata: refund.metadata ?? {},
    payment_intent: refund.paymentId,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
    ...(refund.failureLineId === undefined
      ? {}
      : { failure_balance_transaction: refund.failureLineId }),
    ...(status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
  };
}
