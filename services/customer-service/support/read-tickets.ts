import { hasPermission } from '#kernel/actor.ts';
import { ok } from '#kernel/result.ts';
import { cursorInvalid, pageOfRows, readCursor } from '#platform/page-cursor.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import { joinSql, sql } from '#platform/sql.ts';
import {
  onlyStaff,
  selectTicket,
  summaryColumns,
  ticketNotFound,
  visibleTo,
  type Ticket,
  type TicketSummary,
} from './ticket-store.ts';

/** The newest change first, by keyset. Filters that name other people are for staff. */
export function listTickets({
  database,
}: ServiceContext<'support'>): Handler<'support', 'listTickets'> {
  return async (input, invocation) => {
    const { limit, cursor, state, priority, assigneeId, customerId, orderId } = input;
    const { actor } = invocation;
    const staffFilter = priority ?? assigneeId ?? customerId;
    if (staffFilter !== undefined && !hasPermission(actor, 'support:read')) {
      return onlyStaff('priority, assigneeId and customerId');
    }
    const filters = [visibleTo(actor, 'support:read')];
    if (state !== undefined) filters.push(sql`ticket.state = ${state}`);
    if (priority !== undefined) filters.push(sql`ticket.priority = ${priority}`);
    if (assigneeId !== undefined) filters.push(sql`ticket.assignee_id = ${assigneeId}::uuid`);
    if (customerId !== undefined) filters.push(sql`ticket.customer_id = ${customerId}::uuid`);
    if (orderId !== undefined) filters.push(sql`ticket.order_id = ${orderId}::uuid`);
    if (cursor !== undefined) {
      const after = readCursor(cursor);
      if (!after) return cursorInvalid();
      filters.push(
        sql`(ticket.updated_at, ticket.id) < (${after.at}::timestamptz, ${after.id}::uuid)`,
      );
    }
    const rows = await database.query<TicketSummary & { cursorAt: string }>(
      sql`
        select ${summaryColumns(actor)}, ticket.updated_at::text as "cursorAt"
        from ticket where ${joinSql(filters, ' and ')}
        order by ticket.updated_at desc, ticket.id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pageOfRows(
        rows,
        limit,
        ({ cursorAt, ticketId }) => ({ at: cursorAt, id: ticketId }),
        ({ cursorAt: _cursorAt, ...summary }) => summary,
      ),
    );
  };
}

export function getTicket({
  database,
}: ServiceContext<'support'>): Handler<'support', 'getTicket'> {
  return async ({ ticketId }, invocation) => {
    const ticket = await database.first<Ticket>(
      selectTicket(ticketId, invocation.actor, 'support:read'),
      invocation,
    );
    return ticket ? ok(ticket) : ticketNotFound();
  };
}
