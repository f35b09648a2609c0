import type { z } from 'zod';
import type { ticketShape, ticketSummary } from '#contracts/support/ticket-shapes.ts';
import type { OrderForTickets } from '#contracts/order/order-for-tickets.ts';
import { hasPermission, type Actor, type StaffPermission } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import { moveBetween, stateConflict } from '#kernel/states.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { transition } from '#platform/data/transition.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { visibleTo, type TicketAccess } from './ticket-access.ts';
import { ticketMoves } from './ticket-states.ts';

export type Ticket = z.output<typeof ticketShape>;
export type TicketSummary = z.output<typeof ticketSummary>;

/** Whose account has confirmed the address of a guest's ticket; null of all others. */
const joinedBy = sql`
  (select known.customer_id from confirmed_address known where known.email = lower(ticket.guest_email)
    and (known.given_up_at is null or ticket.created_at < known.given_up_at))`;

/** By when the shop is to answer what the customer wrote first since its last answer. */
export const dueAt = sql`
  case when ticket.state = 'open' then (
    select min(asked.created_at) from ticket_message asked
    where asked.ticket_id = ticket.id and asked.author_kind = 'customer' and not asked.internal
      and asked.sequence > coalesce((
        select max(said.sequence) from ticket_message said
        where said.ticket_id = ticket.id and said.author_kind = 'staff' and not said.internal), 0))
    + case ticket.priority when 'urgent' then interval '4 hours' when 'high' then interval '8 hours'
        when 'low' then interval '72 hours' else interval '24 hours' end
  end`;

/** Columns of a summary. Who works on a ticket is told to staff alone. */
export function summaryColumns(actor: Actor): Statement {
  return sql`
    ticket.id as ticket_id, ticket.number, ticket.version,
    coalesce(${joinedBy}, ticket.customer_id) as customer_id,
    case when ${seesInternals(actor)} and ${joinedBy} is null then ticket.guest_email end as guest_email,
    ticket.order_id, ticket.channel, ticket.subject, ticket.state, ticket.priority,
    case when ${seesInternals(actor)} then ticket.assignee_id end as assignee_id,
    case when ${seesInternals(actor)} then ${dueAt} end as due_at,
    ticket.created_at, ticket.updated_at`;
}

/** In a list: what was said last that both sides see. */
export const lastMessage = sql`
  (select jsonb_build_object('from', m.author_kind, 'excerpt', left(m.body, 200),
      'createdAt', ${asTimestamp(sql`m.created_at`)})
   from ticket_message m where m.ticket_id = ticket.id and not m.internal
   order by m.sequence desc limit 1) as last_message`;

/** A ticket with its messages; internal notes and authors only for staff. */
export function selectTicket(
  ticketId: string,
  access: TicketAccess,
  staff: StaffPermission,
): Statement {
  const { actor } = access;
  const internals = seesInternals(actor);
  return sql`
    select ${summaryColumns(actor)},
      (select coalesce(jsonb_agg(jsonb_build_object(
          'messageId', m.id, 'from', m.author_kind,
          'authorId', case when ${internals} then m.author_id end,
          'message', m.body, 'internal', m.internal,
          'createdAt', ${asTimestamp(sql`m.created_at`)})
          order by m.sequence), '[]'::jsonb)
       from ticket_message m
       where m.ticket_id = ticket.id and (not m.internal or ${internals})) as messages
    from ticket where ticket.id = ${ticketId} and ${visibleTo(access, staff)}`;
}

/** What a change looks at first; the row stays locked until the change is committed. */
export interface LockedTicket {
  readonly ticketId: string;
  readonly number: string;
  readonly customerId: string;
  readonly orderId: string | null;
  readonly guestEmail: string | null;
  readonly guestName: string | null;
  readonly subject: string;
  readonly state: Ticket['state'];
  readonly priority: Ticket['priority'];
  readonly assigneeId: string | null;
  readonly version: number;
  readonly told: number;
  readonly channel: string;
  readonly locale: string;
}

export async function lockTicket(
  tx: Transaction,
  ticketId: string,
  access: TicketAccess,
): Promise<LockedTicket | undefined> {
  return tx.first<LockedTicket>(sql`
    select id as ticket_id, number, customer_id, order_id, guest_email, guest_name, subject, state, priority,
      assignee_id, version, told, channel, locale
    from ticket where id = ${ticketId} and ${visibleTo(access, 'support:write')} for update`);
}

/** How many messages a locked ticket has, those of whoever held the lock before too. */
export async function countMessages(tx: Transaction, ticketId: string): Promise<number> {
  const row = await tx.first<{ messages: number }>(
    sql`select count(*)::int as messages from ticket_message where ticket_id = ${ticketId}`,
  );
  return row!.messages;
}

/** Moves a locked ticket to what it is to be. @throws when somebody changed it in spite of the lock */
export async function saveTicket(
  tx: Transaction,
  before: LockedTicket,
  after: Partial<Pick<LockedTicket, 'state' | 'priority' | 'assigneeId' | 'subject' | 'told'>>,
): Promise<void> {
  const { state, priority, assigneeId, subject, told } = { ...before, ...after };
  const move = moveBetween(ticketMoves, before.state, state);
  if (!move && state !== before.state) {
    throw new Error(`ticket ${before.ticketId} is ${before.state} and cannot become ${state}`);
  }
  const set = sql`
    priority = ${priority}, assignee_id = ${assigneeId}, subject = ${subject}, told = ${told}`;
  const asRead = sql`version = ${before.version}`;
  const changed = await tx.change(
    move
      ? transition(move, before.ticketId, { set, where: asRead })
      : sql`
        update ticket set ${set}, version = version + 1, updated_at = kontor_now()
        where id = ${before.ticketId} and ${asRead}`,
  );
  if (changed !== 1) throw new Error(`ticket ${before.ticketId} changed under its lock`);
}

/** The ticket as the actor may see it now, who has just changed it. */
export async function readChanged(
  tx: Transaction,
  ticketId: string,
  order?: OrderForTickets,
): Promise<Ticket> {
  const access = { actor: tx.invocation.actor, order };
  const ticket = await tx.first<Ticket>(selectTicket(ticketId, access, 'support:write'));
  if (!ticket) throw new Error(`ticket ${ticketId} cannot be read after its change`);
  return ticket;
}

/** As the contracts write a moment, within a document. */
function asTimestamp(moment: Statement): Statement {
  return sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function seesInternals(actor: Actor): boolean {
  return hasPermission(actor, 'support:read') || hasPermission(actor, 'support:write');
}

export function ticketNotFound() {
  return fail('ticket_not_found', 'There is no such ticket, or it is not yours.');
}
export function ticketIs(state: Ticket['state']) {
  return stateConflict(ticketMoves, state, `The ticket is ${state}. Open a new one instead.`);
}
export function versionConflict(version: number) {
  return fail('version_conflict', 'Somebody changed the ticket. Read it again.', { version });
}
export function onlyStaff(field: string) {
  return fail('forbidden', `Only staff may set ${field}.`);
}
