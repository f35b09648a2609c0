import { hasPermission } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { insertMessage, emitMessage } from './ticket-messages.ts';
import { onlyStaff, readChanged } from './ticket-store.ts';
import { firstTicketState } from './ticket-states.ts';

/**
 * Opens a ticket with its first message. That the order is the customer's was checked by customer,
 * which knows whose orders are whose and hands this on.
 */
export function openTicket({
  database,
}: ServiceContext<'support'>): Handler<'support', 'openTicket'> {
  return async (input, invocation) => {
    const { actor, channel, locale } = invocation;
    const byStaff = hasPermission(actor, 'support:write');
    const customerId = byStaff ? input.customerId : actor.id;
    if (!byStaff && actor.kind !== 'customer') {
      return fail('forbidden', 'Sign in as a customer to open a ticket.');
    }
    if (customerId === undefined || (input.customerId ?? customerId) !== customerId) {
      return fail('customer_not_found', 'Name the customer that the ticket is for.');
    }
    if (!byStaff && input.priority !== undefined) return onlyStaff('priority');
    return database.command('openTicket', input, invocation, async (tx) => {
      const ticketId = newId();
      const { subject, message, orderId = null, priority = 'normal' } = input;
      const row = await tx.first<{ number: string }>(sql`
        insert into ticket (id, channel, locale, customer_id, order_id, subject, state, priority, told)
        values (${ticketId}, ${channel}, ${locale}, ${customerId}, ${orderId}, ${subject},
                ${firstTicketState}, ${priority}, 1)
        returning number`);
      const author = { from: byStaff ? 'staff' : 'customer', authorId: actor.id } as const;
      const messageId = await insertMessage(tx, ticketId, { ...author, message, internal: false });
      emitMessage(
        tx,
        { ticketId, number: row!.number, customerId, subject, told: 1, channel, locale },
        {
          messageId,
          message,
          from: author.from,
        },
      );
      tx.audit({ subject: `ticket:${ticketId}`, after: { customerId, orderId, priority } });
      return ok(await readChanged(tx, ticketId));
    });
  };
}
