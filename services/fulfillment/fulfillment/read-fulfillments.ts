import { fail, ok } from '#kernel/result.ts';
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
      if (!after) return fail('cursor_invalid', 'Give the nextCursor of the page before.');
      filters.push(sql`(created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
    }
    const rows = await database.query<FulfillmentRow & { cursorAt: string }>(
      sql`
        select ${fulfillmentColumns}, created_at::text as "cursorAt" from fulfillment
        where ${joinSql(filters, ' and ')}
        order by created_at desc, id desc limit ${limit + 1}`,
      invocation,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const isMore = rows.length > limit && last !== undefined;
    return ok({
      items: page.map(toFulfillmentShape),
      nextCursor: isMore ? writeCursor(last.cursorAt, last.fulfillmentId) : null,
    });
  };
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
