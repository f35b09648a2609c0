import type { z } from 'zod';
import type { orderSummary } from '#contracts/order/shapes.ts';
import { isStaff, type Actor } from '#kernel/actor.ts';
import { ok } from '#kernel/result.ts';
import { ListSorts, type Keyed } from '#platform/data/list-sorts.ts';
import { pageStatement } from '#platform/data/page-statement.ts';
import { isSettled } from '#platform/data/settled-read.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { orderConditions, orderGuess } from './order-filters.ts';
import { paymentStateNow } from '../orders/order-store.ts';
import { visibleTo } from '../orders/order-visibility.ts';

type Summary = z.output<typeof orderSummary>;

const sorts = new ListSorts('orders', sql`id`, {
  placed: { by: sql`placed_at`, kind: 'time' },
  // A longer number is a later one.
  number: { by: sql`lpad(number, 32) collate "C"`, kind: 'text' },
  total: { by: sql`total_minor`, kind: 'number' },
  updated: { by: sql`updated_at`, kind: 'time' },
});

/** Tags are told to staff alone, as they were given for them. */
const summaryColumns = (actor: Actor) => sql`
  ${isStaff(actor) ? sql`tags, ` : sql``}id as order_id, number as order_number, state, ${paymentStateNow} as payment_state, email,
  placed_at, updated_at, channel, total_minor, currency,
  snapshot ->> 'paymentMethod' as payment_method, snapshot -> 'billingAddress' ->> 'name' as name`;

/** By keyset: a page costs the same however far down it is. */
export function listOrders({ database }: ServiceContext<'order'>): Handler<'order', 'listOrders'> {
  return async ({ limit, cursor, sort, ...filters }, invocation) => {
    const isCopied = filters.updatedSince !== undefined;
    const list = sorts.open(
      sort ?? (isCopied ? 'updated_ascending' : 'placed_descending'),
      filters,
      cursor,
    );
    if (!list.ok) return list;
    const settled = isCopied || sort === 'updated_ascending';
    const page = pageStatement({
      table: sql`orders`,
      id: sql`id`,
      columns: summaryColumns(invocation.actor),
      conditions: [
        visibleTo(invocation.actor, 'orders:read'),
        ...orderConditions(filters),
        ...(settled ? [isSettled(sql`updated_at`)] : []),
      ],
      guess: orderGuess(filters),
      list: list.value,
      limit,
    });
    const rows = await database.list<Summary & Keyed>(page, settled, invocation);
    return ok(list.value.pageOf(rows, limit));
  };
}
