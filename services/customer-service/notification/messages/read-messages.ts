import { ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { joinSql, sql } from '#platform/ground/sql.ts';
import { inChannelsOf, messageColumns, messageNotFound, type MessageView } from './message-view.ts';

type Context = ServiceContext<'notification'>;

const pages = new PageOrder('messages', timeAndId);

/** Newest first, by keyset. */
export function listMessages({ database }: Context): Handler<'notification', 'listMessages'> {
  return async ({ limit, cursor, state, customerId, email }, invocation) => {
    const filters = [inChannelsOf(invocation.actor)];
    if (state !== undefined) filters.push(sql`state = ${state}`);
    if (customerId !== undefined) filters.push(sql`customer_id = ${customerId}::uuid`);
    if (email !== undefined) filters.push(sql`lower(email) = lower(${email})`);
    const after = pages.after(cursor);
    if (!after.ok) return after;
    if (after.value) {
      const [at, id] = after.value;
      filters.push(sql`(created_at, id) < (${at}::timestamptz, ${id}::uuid)`);
    }
    const rows = await database.query<MessageView & { cursorAt: string }>(
      sql`
        select ${messageColumns}, created_at::text as "cursorAt"
        from message where ${joinSql(filters, ' and ')}
        order by created_at desc, id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pages.pageOf(
        rows,
        limit,
        ({ cursorAt, messageId }) => [cursorAt, messageId],
        ({ cursorAt: _cursorAt, ...message }) => message,
      ),
    );
  };
}

export function getMessage({ database }: Context): Handler<'notification', 'getMessage'> {
  return async ({ messageId }, invocation) => {
    const message = await database.first<MessageView>(
      sql`select ${messageColumns} from message
          where id = ${messageId} and ${inChannelsOf(invocation.actor)}`,
      invocation,
    );
    return message ? ok(message) : messageNotFound();
  };
}
