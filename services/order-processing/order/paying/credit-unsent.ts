import type { Invocation } from '#kernel/invocation.ts';
import { derivedId } from '#kernel/ids.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OrderRow } from '../orders/order-store.ts';
import { addToTimeline, amountText } from '../orders/timeline.ts';
import { addRefundedUnits } from '../refunding/refund-store.ts';
import type { DueForShipped } from './due-for-shipped.ts';

/** Goods that the warehouse gave up before they were charged. */
export interface Unsent {
  readonly lines: DueForShipped['unsent'];
  readonly amountMinor: number;
  /** Of the credit note that takes them off the invoice; null without an invoice. */
  readonly number?: string | null;
}

/** The order was invoiced whole when it was confirmed. Once, however often it is asked for. */
export async function creditUnsent(
  { call }: ServiceContext<'order'>,
  orderId: string,
  { lines, amountMinor }: Unsent,
  invocation: Invocation,
): Promise<string | null> {
  const refundId = derivedId('unsent', orderId);
  const reason = 'not sent and not charged';
  const note = { refundId, orderId, amountMinor, lines: [...lines], shippingMinor: 0, reason };
  const reply = await call.invoice.issueCreditNote(note, invocation);
  if (reply.ok) return reply.value.number;
  if (reply.failure.code === 'invoice_not_found') return null;
  throw new Error(`credit note: ${reply.failure.code}: ${reply.failure.message}`);
}

/** Nothing of them is left to be refunded. */
export async function takeOffUnsent(
  tx: Transaction,
  { id, currency, snapshot }: OrderRow,
  { lines, amountMinor, number }: Unsent,
  invocation: Invocation,
): Promise<void> {
  const credited = number ? ` Credit note ${number}.` : '';
  const message = `${amountText(amountMinor, currency)} for what is not sent were not charged, and are held no more.${credited}`;
  const entry = { key: 'unsent_not_charged', kind: 'unsent_not_charged', message };
  const isFirst = (await tx.change(addToTimeline(id, [entry], invocation))) === 1;
  if (!isFirst) return;
  const ordered = new Map(snapshot.lines.map((line) => [line.lineId, line.quantity]));
  const units = lines.map((line) => ({ ...line, ordered: ordered.get(line.lineId) ?? 0 }));
  // Staff may have given some of them back before.
  const before = await tx.query<{ lineId: string; refunded: number }>(sql`
    select line_id, refunded_quantity as refunded from order_line where order_id = ${id}`);
  const left = units.flatMap((line) => {
    const refunded = before.find(({ lineId }) => lineId === line.lineId)?.refunded ?? 0;
    const quantity = Math.min(line.quantity, line.ordered - refunded);
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
  await tx.change(addRefundedUnits(id, left));
}
