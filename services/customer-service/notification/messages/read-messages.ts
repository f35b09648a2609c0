import { writtenForms } from '#kernel/email-address/email-address.ts';
import { ok } from '#kernel/result.ts';
import { ListSorts, type Keyed } from '#platform/data/list-sorts.ts';
import { pageStatement } from '#platform/data/page-statement.ts';
import { isSettled } from '#platform/data/settled-read.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql, sqlTerm, sqlWord, type Statement } from '#platform/ground/sql.ts';
import { inChannelsOf, messageColumns, messageNotFound, type MessageView } from './message-view.ts';

type Context = ServiceContext<'notification'>;

const sorts = new ListSorts('messages', sql`id`, {
  created: { by: sql`created_at`, kind: 'time' },
  updated: { by: sql`updated_at`, kind: 'time' },
});

/** Whether a part did not arrive, nor did it when somebody sent it once more, however often. */
function isStillOut(part: 'email' | 'sms'): Statement {
  const state = sqlWord(`${part}_delivery_state`);
  return sql`(message.${state} = 'undelivered' and not exists (
    with recursive again as (
      select r.id, r.${state} as state from message r where r.resent_of = message.id
      union all
      select r.id, r.${state} from message r join again on r.resent_of = again.id)
    select from again where again.state = 'delivered'))`;
}

/** By keyset. */
export function listMessages({ database }: Context): Handler<'notification', 'listMessages'> {
  return async ({ limit, cursor, sort, ...filters }, invocation) => {
    const { state, customerId, email, updatedSince, template, delivery } = filters;
    const { inChannel, createdFrom, createdBefore } = filters;
    const conditions = [inChannelsOf(invocation.actor)];
    if (state !== undefined) conditions.push(sql`state = ${state}`);
    if (customerId !== undefined) conditions.push(sql`customer_id = ${customerId}::uuid`);
    if (email !== undefined)
      conditions.push(sql`lower(email) = any(${writtenForms(email)}::text[])`);
    if (template !== undefined) conditions.push(sql`template = ${template}`);
    if (delivery !== undefined) {
      const word = sqlTerm(delivery);
      conditions.push(sql`(email_delivery_state = ${word} or sms_delivery_state = ${word})`);
      if (delivery === 'undelivered') {
        conditions.push(sql`(${isStillOut('email')} or ${isStillOut('sms')})`);
      }
    }
    if (inChannel !== undefined) conditions.push(sql`channel = ${inChannel}`);
    if (createdFrom !== undefined) conditions.push(sql`created_at >= ${createdFrom}::timestamptz`);
    if (createdBefore !== undefined) {
      conditions.push(sql`created_at < ${createdBefore}::timestamptz`);
    }
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
      table: sql`message`,
      id: sql`id`,
      columns: messageColumns,
      conditions,
      list: list.value,
      limit,
    });
    const rows = await database.list<MessageView & Keyed>(page, settled, invocation);
    return ok(list.value.pageOf(rows, limit));
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
