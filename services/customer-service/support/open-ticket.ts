import type { OrderForTickets } from '#contracts/order/order-for-tickets.ts';
import { hasPermission, holdsChannels, isStaff } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok, type Failure } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { insertMessage, emitMessage } from './ticket-messages.ts';
import { askingFor, orderOfSeal } from './ticket-access.ts';
import { onlyStaff, readChanged, type Ticket } from './ticket-store.ts';
import { firstTicketState } from './ticket-states.ts';

/** Of one order, opened by who has its link: the shop's mailbox is not filled by it. */
const openOfOrderMax = 10;

type Refusal = Failure<'too_many_tickets', null>;

/**
 * Opens a ticket with its first message. About an order it is of the order's owner and in the
 * order's channel and language, where its seal is shown; without one, customer has looked whether
 * the order is the customer's.
 */
export function openTicket({
  database,
  settings,
}: ServiceContext<'support'>): Handler<'support', 'openTicket'> {
  return async ({ orderSeal, ...input }, invocation) => {
    const { actor } = invocation;
    const order = orderOfSeal(settings.secrets, orderSeal);
    if (orderSeal !== undefined && (!order || order.orderId !== input.orderId)) return noOrder();
    const byStaff = hasPermission(actor, 'support:write');
    if (isStaff(actor) && !byStaff) {
      return fail('forbidden', 'Staff open tickets with the permission support:write.');
    }
    if (byStaff && order && !holdsChannels(actor, [order.channel])) return noOrder();
    const ownerId = order && (order.customerId ?? order.owner.id);
    if (order && (input.customerId ?? ownerId) !== ownerId) return noOrder();
    const ownId = actor.kind === 'customer' ? actor.id : undefined;
    const customerId = ownerId ?? (byStaff ? input.customerId : ownId);
    if (!byStaff && customerId === undefined) {
      return fail('forbidden', 'Sign in as a customer to open a ticket.');
    }
    if (customerId === undefined || (input.customerId ?? customerId) !== customerId) {
      return fail('customer_not_found', 'Name the customer that the ticket is for.');
    }
    if (!byStaff && input.priority !== undefined) return onlyStaff('priority');
    const asking = order ? askingFor(order, invocation) : invocation;
    const guest = order?.customerId === null ? order : undefined;
    const { subject, message, orderId = null, priority = 'normal' } = input;
    const { channel, locale } = order ?? invocation;
    const author = { from: byStaff ? 'staff' : 'customer', authorId: asking.actor.id } as const;
    return database.command<Ticket, Refusal>('openTicket', input, asking, async (tx) => {
      if (order && !byStaff && (await isFull(tx, order))) return tooMany();
      const ticketId = newId();
      const row = await tx.first<{ number: string }>(sql`
        insert into ticket (id, channel, locale, customer_id, order_id, subject, state, priority,
                            told, guest_email, guest_name)
        values (${ticketId}, ${channel}, ${locale}, ${customerId}, ${orderId}, ${subject},
                ${firstTicketState}, ${priority}, 1, ${guest?.email ?? null}, ${guest?.name ?? null})
        returning number`);
      const messageId = await insertMessage(tx, ticketId, { ...author, message, internal: false });
      const { number } = row!;
      const [guestEmail, guestName] = [guest?.email ?? null, guest?.name ?? null];
      const ticket = { ticketId, number, customerId, subject, told: 1, channel, locale };
      const about = { ...ticket, orderId, guestEmail, guestName };
      emitMessage(tx, about, { messageId, message, from: author.from });
      tx.audit({ subject: `ticket:${ticketId}`, after: { customerId, orderId, priority } });
      return ok(await readChanged(tx, ticketId, order));
    });
  };
}

/** Those who would open one at the same moment come one after the other. */
async function isFull(tx: Transaction, { orderId }: OrderForTickets): Promise<boolean> {
  await tx.query(
    sql`select pg_advisory_xact_lock(hashtextextended(${`tickets about ${orderId}`}, 0))`,
  );
  const row = await tx.first<{ open: number }>(sql`
    select count(*)::int as open from ticket
    where order_id = ${orderId}::uuid and state in ('open', 'pending')`);
  return row!.open >= openOfOrderMax;
}

function tooMany() {
  return fail(
    'too_many_tickets',
    `${openOfOrderMax} tickets about this order are open already. Write on one of them.`,
  );
}

function noOrder() {
  return fail('order_not_found', 'There is no such order of this customer.');
}
