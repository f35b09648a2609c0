import type { z } from 'zod';
import type { orderSummary } from '#contracts/order/shapes.ts';
import { ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { paymentStateNow } from '../orders/order-store.ts';
import { visibleTo } from '../orders/order-visibility.ts';

type SummaryRow = z.output<typeof orderSummary> & { cursorAt: string };

const pages = new PageOrder('orders', timeAndId);

/** Newest first, by keyset: a page costs the same however far down it is. */
export function listOrders({ database }: ServiceContext<'order'>): Handler<'order', 'listOrders'> {
  return async ({ limit, cursor, state, email }, invocation) => {
    const filters: Statement[] = [visibleTo(invocation.actor, 'orders:read')];
    if (state !== undefined) filters.push(sql`state = ${state}`);
    if (email !== undefined) filters.push(sql`lower(email) = lower(${email})`);
    const after = pages.after(cursor);
    if (!after.ok) return after;
    if (after.value) {
      const [at, id] = after.value;
      filters.push(sql`(placed_at, id) < (${at}::timestamptz, ${id}::uuid)`);
    }
    const rows = await database.query<SummaryRow>(
      sql`
        select id as "orderId", number as "orderNumber", state, ${paymentStateNow} as "paymentState",
          email, placed_at as "placedAt", channel, total_minor as "totalMinor", currency,
          placed_at::text as "cursorAt"
        from orders where ${joinSql(filters, ' and ')}
        order by placed_at desc, id desc limit ${limit + 1}`,
      invocation,
    );
    const keyOf = ({ cursorAt, orderId }: SummaryRow): [string, string] => [cursorAt, orderId];
    return ok(pages.pageOf(rows, limit, keyOf, toSummary));
  };
}

function toSummary({ cursorAt: _cursorAt, ...summary }: SummaryRow) {
  return summary;
}
