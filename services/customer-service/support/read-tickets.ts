import { hasPermission } from '#kernel/actor.ts';
import { ok } from '#kernel/result.ts';
import { ListSorts, type Keyed } from '#platform/data/list-sorts.ts';
import { pageStatement } from '#platform/data/page-statement.ts';
import { isSettled } from '#platform/data/settled-read.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { isAbout } from './ticket-search.ts';
import { ofCustomer, orderOfSeal, visibleTo } from './ticket-access.ts';
import {
  dueAt,
  lastMessage,
  onlyStaff,
  selectTicket,
  summaryColumns,
  ticketNotFound,
  type Ticket,
  type TicketSummary,
} from './ticket-store.ts';

const sorts = new ListSorts('tickets', sql`ticket.id`, {
  updated: { by: sql`ticket.updated_at`, kind: 'time' },
  // What is due at no time is behind all that is.
  due: { by: sql`coalesce(${dueAt}, timestamptz '9999-12-31 00:00:00Z')`, kind: 'time' },
});

/** The newest change first, by keyset. Filters that name other people are for staff. */
export function listTickets({
  database,
  settings,
}: ServiceContext<'support'>): Handler<'support', 'listTickets'> {
  return async ({ limit, cursor, sort, orderSeal, ...asked }, invocation) => {
    const { actor } = invocation;
    const order = orderOfSeal(settings.secrets, orderSeal);
    if (orderSeal !== undefined && !order) return ok({ items: [], nextCursor: null });
    const filters = order ? { ...asked, orderId: order.orderId } : asked;
    const { query, state, priority, assigneeId, customerId } = filters;
    const { orderId, number, updatedSince } = filters;
    const staffFilter = priority ?? assigneeId ?? customerId ?? query;
    if (staffFilter !== undefined && !hasPermission(actor, 'support:read')) {
      return onlyStaff('query, priority, assigneeId and customerId');
    }
    const conditions = [visibleTo({ actor, order }, 'support:read')];
    if (state !== undefined) conditions.push(sql`ticket.state = ${state}`);
    if (priority !== undefined) conditions.push(sql`ticket.priority = ${priority}`);
    if (assigneeId !== undefined) conditions.push(sql`ticket.assignee_id = ${assigneeId}::uuid`);
    if (customerId !== undefined) conditions.push(ofCustomer(customerId));
    if (orderId !== undefined) conditions.push(sql`ticket.order_id = ${orderId}::uuid`);
    if (number !== undefined) conditions.push(sql`ticket.number = upper(${number})`);
    if (updatedSince !== undefined) {
      conditions.push(sql`ticket.updated_at >= ${updatedSince}::timestamptz`);
    }
    const isCopied = filters.updatedSince !== undefined;
    const word = sort ?? (isCopied ? 'updated_ascending' : 'updated_descending');
    if (word.startsWith('due_')) {
      if (!hasPermission(actor, 'support:read')) return onlyStaff('the sort by when it is due');
      conditions.push(sql`ticket.state = 'open'`);
    }
    const list = sorts.open(word, filters, cursor);
    if (!list.ok) return list;
    const settled = isCopied || word === 'updated_ascending';
    if (settled) conditions.push(isSettled(sql`ticket.updated_at`));
    const page = pageStatement({
      table: sql`ticket`,
      id: sql`ticket.id`,
      columns: sql`${summaryColumns(actor)}, ${lastMessage}`,
      conditions,
      guess: query === undefined ? undefined : isAbout(query),
      list: list.value,
      limit,
    });
    const rows = await database.list<TicketSummary & Keyed>(page, settled, invocation);
    return ok(list.value.pageOf(rows, limit));
  };
}

export function getTicket({
  database,
  settings,
}: ServiceContext<'support'>): Handler<'support', 'getTicket'> {
  return async ({ ticketId, orderSeal }, invocation) => {
    const order = orderOfSeal(settings.secrets, orderSeal);
    if (orderSeal !== undefined && !order) return ticketNotFound();
    const ticket = await database.first<Ticket>(
      selectTicket(ticketId, { actor: invocation.actor, order }, 'support:read'),
      invocation,
    );
    return ticket ? ok(ticket) : ticketNotFound();
  };
}
