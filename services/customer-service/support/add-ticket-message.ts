import { hasPermission } from '#kernel/actor.ts';
import { fail, ok, type Failure } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { askingFor, orderOfSeal } from './ticket-access.ts';
import { insertMessage, emitMessage } from './ticket-messages.ts';
import { stateAfterMessage } from './ticket-states.ts';
import {
  countMessages,
  lockTicket,
  onlyStaff,
  readChanged,
  saveTicket,
  ticketIs,
  ticketNotFound,
  versionConflict,
  type Ticket,
} from './ticket-store.ts';

/** A ticket's messages are read together, so there is an end to them. */
const messagesMax = 500;

type Refusal =
  | Failure<'ticket_not_found' | 'ticket_full', null>
  | Failure<'version_conflict', { version: number }>
  | Failure<'ticket_state_conflict', { state: Ticket['state'] }>;

/** Adds a message of either side, or a note among staff, which nobody is told of. */
export function addTicketMessage({
  database,
  settings,
}: ServiceContext<'support'>): Handler<'support', 'addTicketMessage'> {
  return async ({ orderSeal, ...input }, invocation) => {
    const order = orderOfSeal(settings.secrets, orderSeal);
    if (orderSeal !== undefined && !order) return ticketNotFound();
    const asking = order ? askingFor(order, invocation) : invocation;
    const { actor } = asking;
    const { ticketId, message, internal = false, expectedVersion } = input;
    const from = hasPermission(actor, 'support:write') ? 'staff' : 'customer';
    if (from === 'customer' && internal) return onlyStaff('internal');
    return database.command<Ticket, Refusal>('addTicketMessage', input, asking, async (tx) => {
      const ticket = await lockTicket(tx, ticketId, { actor, order });
      if (!ticket) return ticketNotFound();
      // What somebody else wrote meanwhile is read first, before the customer has two answers.
      if (expectedVersion !== undefined && expectedVersion !== ticket.version) {
        return versionConflict(ticket.version);
      }
      const state = stateAfterMessage(ticket.state, from, internal);
      if (state === undefined) return ticketIs(ticket.state);
      if ((await countMessages(tx, ticketId)) >= messagesMax) {
        return fail('ticket_full', `A ticket has at most ${messagesMax} messages. Open a new one.`);
      }
      const told = internal ? ticket.told : ticket.told + 1;
      const messageId = await insertMessage(tx, ticketId, {
        from,
        message,
        internal,
        authorId: actor.id,
      });
      await saveTicket(tx, ticket, { state, told });
      if (!internal) emitMessage(tx, { ...ticket, told }, { messageId, message, from });
      tx.audit({ subject: `ticket:${ticketId}`, after: { messageId, internal, state } });
      return ok(await readChanged(tx, ticketId, order));
    });
  };
}
