import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { joinSql, sql } from '#platform/ground/sql.ts';
import { askedBy, customerNotFound } from './customer-store.ts';

type Context = ServiceContext<'customer'>;
type Note = OutputOf<'customer', 'addCustomerNote'>;

const noteColumns = sql`
  id as note_id, author_id, body as note, created_at`;

/** What staff write down for each other; the customer never sees it. */
export function addCustomerNote({ database }: Context): Handler<'customer', 'addCustomerNote'> {
  return (input, invocation) =>
    database.command('addCustomerNote', input, invocation, async (tx) => {
      const { customerId, note } = input;
      const whose = askedBy(invocation.actor, customerId, 'customers:write');
      const row = await tx.first<Note>(sql`
        insert into customer_note (id, customer_id, author_id, body)
        select ${newId()}, id, ${invocation.actor.id}, ${note} from customer where ${whose}
        returning ${noteColumns}`);
      if (!row) return customerNotFound();
      tx.audit({ subject: `customer:${customerId}`, after: { noteId: row.noteId } });
      return ok(row);
    });
}

const allPages = new PageOrder('customer notes', timeAndId);

export function listCustomerNotes({ database }: Context): Handler<'customer', 'listCustomerNotes'> {
  return async ({ customerId, limit, cursor }, invocation) => {
    const whose = askedBy(invocation.actor, customerId, 'customers:read');
    if (!(await database.first(sql`select from customer where ${whose}`, invocation))) {
      return customerNotFound();
    }
    const filters = [sql`customer_id = ${customerId}`];
    const pages = allPages.within({ customerId });
    const after = pages.after(cursor);
    if (!after.ok) return after;
    if (after.value) {
      const [at, id] = after.value;
      filters.push(sql`(created_at, id) < (${at}::timestamptz, ${id}::uuid)`);
    }
    const rows = await database.query<Note & { cursorAt: string }>(sql`
      select ${noteColumns}, created_at::text as cursor_at from customer_note
      where ${joinSql(filters, ' and ')} order by created_at desc, id desc limit ${limit + 1}`);
    return ok(
      pages.pageOf(
        rows,
        limit,
        ({ cursorAt, noteId }) => [cursorAt, noteId],
        ({ cursorAt: _cursorAt, ...note }) => note,
      ),
    );
  };
}
