import { ok } from '#kernel/result.ts';
import { ListSorts, type Keyed } from '#platform/data/list-sorts.ts';
import { pageStatement } from '#platform/data/page-statement.ts';
import { isSettled } from '#platform/data/settled-read.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
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

const sorts = new ListSorts('fulfillments', sql`id`, {
  created: { by: sql`created_at`, kind: 'time' },
  updated: { by: sql`updated_at`, kind: 'time' },
});

/** By keyset. */
export function listFulfillments({
  database,
}: Context): Handler<'fulfillment', 'listFulfillments'> {
  return async ({ limit, cursor, sort, ...filters }, invocation) => {
    const { state, orderId, orderNumber, updatedSince } = filters;
    const { locationId, createdFrom, createdUntil } = filters;
    const conditions = [inChannelsOf(invocation.actor)];
    if (state !== undefined) conditions.push(sql`state = ${state}`);
    if (orderId !== undefined) conditions.push(sql`order_id = ${orderId}`);
    if (orderNumber !== undefined) conditions.push(sql`order_number = upper(${orderNumber})`);
    if (locationId !== undefined) conditions.push(sql`location_id = ${locationId}`);
    if (createdFrom !== undefined) conditions.push(sql`created_at >= ${createdFrom}::timestamptz`);
    if (createdUntil !== undefined) conditions.push(sql`created_at < ${createdUntil}::timestamptz`);
    if (updatedSince !== undefined) {
      conditions.push(sql`updated_at >= ${updatedSince}::timestamptz`);
    }
    const isCopied = filters.updatedSince !== undefined;
    const word = sort ?? (isCopied ? 'updated_ascending' : 'created_descending');
    const list = sorts.open(word, filters, cursor);
    if (!list.ok) return list;
    const settled = isCopied || word === 'updated_ascending';
    if (settled) conditions.push(isSettled(sql`updated_at`));
    const page = pageStatement({
      table: sql`fulfillment`,
      id: sql`id`,
      columns: fulfillmentColumns,
      conditions,
      list: list.value,
      limit,
    });
    const rows = await database.list<FulfillmentRow & Keyed>(page, settled, invocation);
    const { items, nextCursor } = list.value.pageOf(rows, limit);
    return ok({ items: items.map(toFulfillmentShape), nextCursor });
  };
}
