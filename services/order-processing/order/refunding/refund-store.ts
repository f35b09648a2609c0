import type { z } from 'zod';
import type { refundShape } from '#contracts/order/shapes.ts';
import { sumMinor } from '#kernel/money.ts';
import type { Database } from '#platform/data/database.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { outgoingDocument, type OutgoingView } from '#platform/stories/outgoing.ts';

export interface RefundLine {
  readonly lineId: string;
  readonly quantity: number;
  /** With its tax; absent where an earlier version claimed it. */
  readonly amountMinor?: number | undefined;
}

export interface RefundRow {
  id: string;
  orderId: string;
  cause: 'staff' | 'cancellation' | 'credit';
  amountMinor: number;
  reason: string;
  lines: RefundLine[] | null;
  /** Of the delivery, with its tax. */
  shippingMinor: number;
  state: 'pending' | 'refunded' | 'failed';
  createdAt: string;
  takenBackAt: string | null;
  paymentId: string;
  currency: string;
  /** Of its order. */
  channel: string;
  locale: string;
  /** Whether it can still be undone. Not read in a list, which reads the whole of it. */
  waits?: boolean;
  /** Read in a list alone. */
  outgoing?: OutgoingView | null;
}

/** The refund `r` is asked for and can still be undone, so nothing of it may begin. */
export const waitsToGoOut = sql`exists (
  select from outgoing where outgoing.id = r.id and outgoing.state = 'waiting')`;

const refunds = sql`
  select r.id, r.order_id, r.cause, r.amount_minor, r.reason, r.lines, r.shipping_minor,
         r.state, r.created_at, r.taken_back_at, o.payment_id, o.currency,
         o.channel, o.locale, ${waitsToGoOut} as waits
  from refund r join orders o on o.id = r.order_id`;

export function refundById(refundId: string): Statement {
  return sql`${refunds} where r.id = ${refundId}`;
}

/** @param forStaff with what waits, and what was undone while it did: to others it never was */
export function refundsOfOrder(orderId: string, forStaff: boolean): Statement {
  return sql`
    select r.id, r.order_id, r.cause, r.amount_minor, r.reason, r.lines, r.shipping_minor,
           r.state, r.created_at, r.taken_back_at, o.payment_id, o.currency, o.channel, o.locale,
           case when ${forStaff}::boolean and outgoing.id is not null then ${outgoingDocument} end
             as outgoing
    from refund r join orders o on o.id = r.order_id left join outgoing on outgoing.id = r.id
    where r.order_id = ${orderId}
      and (${forStaff}::boolean or outgoing.id is null or outgoing.state = 'started')
    order by r.created_at`;
}

/**
 * All of an order that is not given back yet, as its credit note says it; what refunds under way give
 * back their own notes will say.
 */
export async function restOfOrder(database: Database, orderId: string, exceptRefundId: string) {
  const underWay = await database.query<Pick<RefundRow, 'lines' | 'shippingMinor'>>(sql`
    select lines, shipping_minor from refund
    where order_id = ${orderId} and state = 'pending' and id <> ${exceptRefundId}`);
  if (underWay.length === 0) return { rest: true };
  const lines = underWay.flatMap((refund) => refund.lines ?? []);
  const shippingMinor = sumMinor(underWay.map((refund) => refund.shippingMinor));
  return { rest: true, restWithout: { lines, shippingMinor } };
}

export function toRefundShape(row: RefundRow): z.output<typeof refundShape> {
  const { id, amountMinor, currency, reason, state, createdAt, outgoing } = row;
  const waits = outgoing ? { outgoing } : {};
  const refund = { refundId: id, amountMinor, currency, reason, state, createdAt };
  return { ...refund, ...partsOf(row), ...waits };
}

/** None where an earlier version claimed it: what its lines came to it did not keep. */
function partsOf({ cause, amountMinor, lines, shippingMinor }: RefundRow) {
  const goods = lines ?? [];
  if (cause === 'cancellation' || goods.some((line) => line.amountMinor === undefined)) return {};
  const parts = goods.map((line) => ({ ...line, amountMinor: line.amountMinor! }));
  const goodsMinor = sumMinor(parts.map((line) => line.amountMinor));
  const adjustmentMinor = amountMinor - goodsMinor - shippingMinor;
  return { lines: parts, shippingMinor, adjustmentMinor };
}

/** Counts units as refunded, each line once. */
export function addRefundedUnits(
  orderId: string,
  lines: readonly (RefundLine & { ordered: number })[],
): Statement {
  return sql`
    insert into order_line (order_id, line_id, ordered_quantity, refunded_quantity)
    select ${orderId}::uuid, line.* from unnest(
      ${lines.map(({ lineId }) => lineId)}::uuid[], ${lines.map(({ ordered }) => ordered)}::int[],
      ${lines.map(({ quantity }) => quantity)}::int[]) as line
    on conflict (order_id, line_id) do update
    set refunded_quantity = order_line.refunded_quantity + excluded.refunded_quantity`;
}

/** Takes the units of a refund that failed back. */
export function takeBackRefundedUnits(orderId: string, lines: readonly RefundLine[]): Statement {
  return sql`
    update order_line set refunded_quantity = refunded_quantity - line.quantity
    from (select line_id, sum(quantity)::int as quantity from unnest(
            ${lines.map(({ lineId }) => lineId)}::uuid[],
            ${lines.map(({ quantity }) => quantity)}::int[]) as asked (line_id, quantity)
          group by line_id) as line
    where order_line.order_id = ${orderId} and order_line.line_id = line.line_id`;
}
