import { sql, type Statement } from '#platform/ground/sql.ts';
import { finishesWith } from '#platform/resting/story-parts.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { settlingStory } from '../payments/payment-store.ts';

export type PayOut = OutputOf<'payment', 'settlePayOut'>;

/** A page's key and the row's own ids, which nobody is shown. */
export type PayOutRow = PayOut & { paymentId: string; cursorAt: string };

const columns = sql`
  o.pay_out_id, o.kind, o.payment_id, o.order_id,
  p.order_number, o.channel, o.receipt_id,
  o.amount_minor, o.currency, o.reason, o.state, o.reference,
  o.paid_at, o.cancel_reason, o.created_at,
  o.created_at::text as cursor_at`;

export function payOuts(where: Statement): Statement {
  return sql`
    select ${columns} from pay_out o join payment p on p.payment_id = o.payment_id where ${where}`;
}

export function toPayOut({ paymentId: _paymentId, cursorAt: _at, ...payOut }: PayOutRow): PayOut {
  return payOut;
}

/** Of a row with a channel: whether it is one of these. */
export function withinChannels(channels: readonly string[] | null): Statement {
  return channels === null ? sql`true` : sql`channel = any(${channels}::text[])`;
}

/**
 * Goes into a statement whose part `accepted` holds a refund: of a promise a person pays it, so
 * nobody else is asked what became of it.
 */
export const refundToPayOut = sql`
  by_hand as (
    insert into pay_out (pay_out_id, kind, payment_id, order_id, channel, amount_minor, currency,
      reason)
    select a.refund_id, 'refund', a.payment_id, a.order_id, p.channel, a.amount_minor, a.currency,
      a.reason
    from accepted a join payment p on p.payment_id = a.payment_id
    where p.authorization_kind = 'promise'
    on conflict (pay_out_id) do nothing returning payment_id, pay_out_id),
  asked_no_more as (
    ${
      finishesWith(settlingStory, {
        from: 'by_hand',
        id: 'payment_id',
        where: sql`not exists (select from refund r where r.payment_id = by_hand.payment_id
          and r.state = 'requested' and r.refund_id <> by_hand.pay_out_id)`,
      }).part
    })`;
