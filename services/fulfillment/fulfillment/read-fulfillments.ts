import { ok } from '#kernel/result.ts';
import { cursorInvalid, pageOfRows, readCursor } from '#platform/page-cursor.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import { joinSql, sql, type Statement } from '#platform/sql.ts';
import {
  fulfillmentColumns,
  fulfillmentNotFound,
  inChannelsOf,
  toFulfillmentShape,
  type FulfillmentRow,
} from './fulfillment-store.ts';

type Context = ServiceContext<'fulfillment'>;

export function getFulfillment({ database }: Context): Handler<'fulfillment', 'getFulfillment'> {
  return async ({ fulfillmentId }, invocation) => {
    const row = await database.first<FulfillmentRow>(
      sql`select ${fulfillmentColumns} from fulfillment
          where id = ${fulfillmentId} and ${inChannelsOf(invocation.actor)}`,
      invocation,
    );
    return row ? ok(toFulfillmentShape(row)) : fulfillmentNotFound();
  };
}

/** Newest first, by keyset. */
export function listFulfillments({
  database,
}: Context): Handler<'fulfillment', 'listFulfillments'> {
  return async ({ limit, cursor, state, orderId }, invocation) => {
    const filters: Statement[] = [inChannelsOf(invocation.actor)];
    if (state !== undefined) filters.push(sql`state = ${state}`);
    if (orderId !== undefined) filters.push(sql`order_id = ${orderId}`);
    if (cursor !== undefined) {
      const after = readCursor(cursor);
      if (!after) return cursorInvalid();
      filters.push(sql`(created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
    }
    const rows = await database.query<FulfillmentRow & { cursorAt: string }>(
      sql`
        select ${fulfillmentColumns}, created_at::text as "cursorAt" from fulfillment
        where ${joinSql(filters, ' and ')}
        order by created_at desc, id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pageOfRows(
        rows,
        limit,
        ({ cursorAt: at, fulfillmentId: id }) => ({ at, id }),
        toFulfillmentShape,
      ),
    );
  };
}
