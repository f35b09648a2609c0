import { ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
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

const pages = new PageOrder('fulfillments', timeAndId);

/** Newest first, by keyset. */
export function listFulfillments({
  database,
}: Context): Handler<'fulfillment', 'listFulfillments'> {
  return async ({ limit, cursor, state, orderId }, invocation) => {
    const filters: Statement[] = [inChannelsOf(invocation.actor)];
    if (state !== undefined) filters.push(sql`state = ${state}`);
    if (orderId !== undefined) filters.push(sql`order_id = ${orderId}`);
    const after = pages.after(cursor);
    if (!after.ok) return after;
    if (after.value) {
      const [at, id] = after.value;
      filters.push(sql`(created_at, id) < (${at}::timestamptz, ${id}::uuid)`);
    }
    const rows = await database.query<FulfillmentRow & { cursorAt: string }>(
      sql`
        select ${fulfillmentColumns}, created_at::text as "cursorAt" from fulfillment
        where ${joinSql(filters, ' and ')}
        order by created_at desc, id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pages.pageOf(
        rows,
        limit,
        ({ cursorAt, fulfillmentId }): [string, string] => [cursorAt, fulfillmentId],
        toFulfillmentShape,
      ),
    );
  };
}
