import type { PaymentEvent } from '#external/payment-gateway/port.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { PaymentState } from '../payment-states.ts';
import { ageMs, type PaymentRow } from '../payments/payment-store.ts';

/**
 * `known`: our books say so already, or are about to: the gateway is being asked this moment.
 * `news`: the gateway must be asked. `disagrees`: held for a person, nothing is applied.
 */
export type Verdict =
  | { kind: 'known' | 'news' | 'disputed' | 'refund_changed' }
  | { kind: 'disagrees'; reason: string };

/** So long whoever asked the gateway is left to record the answer; its story rests beside it. */
const askingForMs = 5_000;

/** Compares a signed event with the payment it speaks of. */
export function judgeWebhook(row: PaymentRow, event: PaymentEvent): Verdict {
  const reason = disagreement(row, event);
  if (reason) return { kind: 'disagrees', reason };
  if (event.type === 'payment.disputed') return { kind: 'disputed' };
  if (event.type === 'payment.refund_changed') return { kind: 'refund_changed' };
  if (event.type === 'payment.hinted') return { kind: 'news' };
  if (isKnown(row, event)) return { kind: 'known' };
  const recent = ageMs(row.movedAt, row) < askingForMs;
  return { kind: recent && isBeingAsked(row, event) ? 'known' : 'news' };
}

/** An event as a row, so that each of its values is sent once. */
export function eventRow(event: PaymentEvent): Statement {
  return sql`
    select ${event.id}::text as event_id, ${event.type}::text as type,
           ${event.amountMinor}::bigint as amount_minor, ${event.currency}::text as currency,
           ${event.reference}::text as reference,
           ${event.gatewayPaymentId}::text as gateway_payment_id`;
}

/**
 * The verdict `known` as a condition on `payment p` and `eventRow e`, of the two events that every
 * purchase brings; what else `judgeWebhook` calls known is left to it.
 */
export function booksSay(): Statement {
  return sql`
    p.authorization_kind = 'card' and p.currency = e.currency
    and coalesce(e.reference, p.payment_id::text) = p.payment_id::text
    and coalesce(p.gateway_payment_id, e.gateway_payment_id)
      is not distinct from e.gateway_payment_id
    and case e.type
      when 'payment.authorized' then p.amount_minor = e.amount_minor
      when 'payment.captured' then p.capture_minor = e.amount_minor
        or p.capture_minor is null and e.amount_minor <= p.amount_minor
      else false end
    and (case e.type
        when 'payment.authorized' then p.authorized_minor = e.amount_minor
        else p.state = 'captured' end
      or p.moved_at > kontor_now() - ${askingForMs} * interval '1 millisecond' and p.state = any(case e.type
        when 'payment.authorized' then ${askedIn['payment.authorized']}::text[]
        else ${askedIn['payment.captured']}::text[] end))`;
}

/** In which state the gateway is being asked just what an event tells of; of others it is news. */
const askedIn: Partial<Record<PaymentEvent['type'], readonly PaymentState[]>> = {
  'payment.authorized': ['authorizing'],
  'payment.failed': ['authorizing'],
  'payment.captured': ['capturing', 'capturing_part'],
  'payment.voided': ['voiding'],
};

function isBeingAsked(row: PaymentRow, { type, amountMinor }: PaymentEvent): boolean {
  if (type !== 'payment.refunded') return askedIn[type]?.includes(row.state) ?? false;
  // More than we asked for was given back by somebody else.
  return (amountMinor ?? 0) <= row.refundedMinor + row.refundPendingMinor;
}

function disagreement(row: PaymentRow, event: PaymentEvent): string | undefined {
  const { amountMinor, gatewayPaymentId, reference } = event;
  if (row.authorizationKind !== 'card') return 'webhook_not_of_a_card';
  if (event.type === 'payment.hinted' || event.type === 'payment.noted') return undefined;
  if (event.currency !== row.currency) return 'webhook_other_currency';
  if (reference !== null && reference !== row.paymentId) return 'webhook_other_reference';
  if (row.gatewayPaymentId !== null && gatewayPaymentId !== row.gatewayPaymentId) {
    return 'webhook_other_payment';
  }
  if (amountMinor === null || !agrees(row, event.type, amountMinor)) return 'webhook_other_amount';
  return undefined;
}

function agrees(row: PaymentRow, type: PaymentEvent['type'], amountMinor: number): boolean {
  switch (type) {
    case 'payment.authorized':
    case 'payment.failed':
    case 'payment.voided':
      return amountMinor === row.amountMinor;
    case 'payment.captured':
      return row.captureMinor === null
        ? amountMinor <= row.amountMinor
        : amountMinor === row.captureMinor;
    case 'payment.refunded':
    case 'payment.refund_changed':
    case 'payment.disputed':
      return amountMinor <= (mostCaptured(row) || row.amountMinor);
    case 'payment.hinted':
    case 'payment.noted':
    case 'balance.changed':
    case 'other':
      return true;
  }
}

/** With a part of which nobody knows yet whether it was captured. */
function mostCaptured({ state, capturedMinor, captureMinor }: PaymentRow): number {
  return state === 'capturing_part' ? Math.max(capturedMinor, captureMinor ?? 0) : capturedMinor;
}

function isKnown(row: PaymentRow, { type, amountMinor }: PaymentEvent): boolean {
  const { state } = row;
  switch (type) {
    case 'payment.authorized':
      // Once it was authorized, that it was stays true; what followed has events of its own.
      return row.authorizedMinor === amountMinor;
    case 'payment.failed':
      return state === 'failed' || state === 'voided';
    case 'payment.captured':
      return state === 'captured';
    case 'payment.refunded':
      return row.refundedMinor >= (amountMinor ?? 0);
    case 'payment.voided':
      return state === 'voided';
    case 'payment.hinted':
    case 'payment.refund_changed':
      return false;
    case 'payment.disputed':
    case 'payment.noted':
    case 'balance.changed':
    case 'other':
      return true;
  }
}
