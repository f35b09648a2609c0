import type { z } from 'zod';
import type { orderSummary } from '#contracts/order-shapes.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import { joinSql, sql, type Statement } from '#platform/sql.ts';
import { visibleTo } from './order-visibility.ts';

type SummaryRow = z.output<typeof orderSummary> & { cursorAt: string };

/** Newest first, by keyset: a page costs the same however far down it is. */
export function listOrders({ database }: ServiceContext<'order'>): Handler<'order', 'listOrders'> {
  return async ({ limit, cursor, state, email }, invocation) => {
    const filters: Statement[] = [visibleTo(invocation.actor, 'orders:read')];
    if (state !== undefined) filters.push(sql`state = ${state}`);
    if (email !== undefined) filters.push(sql`lower(email) = lower(${email})`);
    if (cursor !== undefined) {
      const after = readCursor(cursor);
      if (!after) return fail('cursor_invalid', 'Give the nextCursor of the page before.');
      filters.push(sql`(placed_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
    }
    const rows = await database.query<SummaryRow>(
      sql`
        select id as "orderId", number as "orderNumber", state, payment_state as "paymentState",
          email, placed_at as "placedAt", channel, total_minor as "totalMinor", currency,
          placed_at::text as "cursorAt"
        from orders where ${joinSql(filters, ' and ')}
        order by placed_at desc, id desc limit ${limit + 1}`,
      invocation,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return ok({
      items: page.map(toSummary),
      nextCursor: rows.length > limit && last ? writeCursor(last.cursorAt, last.orderId) : null,
    });
  };
}

function toSummary({ cursorAt: _cursorAt, ...summary }: SummaryRow) {
  return summary;
}

function writeCursor(at: string, id: string): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/;

function readCursor(cursor: string): { at: string; id: string } | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const at = text.slice(0, -37);
  const id = text.slice(-36);
  return uuid.test(id) && instant.test(at) ? { at, id } : undefined;
}
