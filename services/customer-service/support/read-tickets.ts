import { hasPermission } from '#kernel/actor.ts';
import { ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { joinSql, sql } from '#platform/ground/sql.ts';
import {
  onlyStaff,
  selectTicket,
  summaryColumns,
  ticketNotFound,
  visibleTo,
  type Ticket,
  type TicketSummary,
} from './ticket-store.ts';

const pages = new PageOrder('tickets', timeAndId);

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
    const after = pages.after(cursor);
    if (!after.ok) return after;
    if (after.value) {
      const [at, id] = after.value;
      filters.push(sql`(ticket.updated_at, ticket.id) < (${at}::timestamptz, ${id}::uuid)`);
    }
    const rows = await database.query<TicketSummary & { cursorAt: string }>(
      sql`
        select ${summaryColumns(actor)}, ticket.updated_at::text as "cursorAt"
        from ticket where ${joinSql(filters, ' and ')}
        order by ticket.updated_at desc, ticket.id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pages.pageOf(
        rows,
        limit,
        ({ cursorAt, ticketId }) => [cursorAt, ticketId],
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
