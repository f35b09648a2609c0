import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/** Remembers whose order it is, for statistics and tickets. Orders of guests are nobody's here. */
export async function takePlacedOrders(
  events: ReceivedEvent<'order.placed'>[],
  tx: Transaction,
): Promise<void> {
  const orders = events.map(({ data }) => data).filter(({ owner }) => owner.kind === 'customer');
  if (orders.length === 0) return;
  tx.last(sql`
    insert into customer_order (order_id, customer_id, order_number, total_minor, currency, placed_at)
    select * from unnest(${orders.map(({ orderId }) => orderId)}::uuid[],
      ${orders.map(({ owner }) => owner.id)}::uuid[],
      ${orders.map(({ orderNumber }) => orderNumber)}::text[],
      ${orders.map(({ totalMinor }) => totalMinor)}::bigint[],
      ${orders.map(({ currency }) => currency)}::text[],
      ${orders.map(({ placedAt }) => placedAt)}::timestamptz[])
    on conflict (order_id) do nothing`);
}
