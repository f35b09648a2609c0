import { ok } from '#kernel/result.ts';
import { mayMove, moveBetween } from '#kernel/states.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { orderOfSeal } from './ticket-access.ts';
import { ticketMoves } from './ticket-states.ts';
import {
  lockTicket,
  readChanged,
  saveTicket,
  ticketIs,
  ticketNotFound,
  versionConflict,
} from './ticket-store.ts';

/** Staff set state, priority, assignee or subject. */
export function changeTicket({
  database,
}: ServiceContext<'support'>): Handler<'support', 'changeTicket'> {
  return (input, invocation) =>
    database.transaction('changeTicket', invocation, async (tx) => {
      const { ticketId, expectedVersion, state, priority, assigneeId, subject } = input;
      const before = await lockTicket(tx, ticketId, invocation);
      if (!before) return ticketNotFound();
      if (expectedVersion !== undefined && expectedVersion !== before.version) {
        return versionConflict(before.version);
      }
      const moves = state !== undefined && state !== before.state;
      if (moves && !moveBetween(ticketMoves, before.state, state)) {
        return ticketIs(before.state);
      }
      const after = {
        state: state ?? before.state,
        priority: priority ?? before.priority,
        assigneeId: assigneeId === undefined ? before.assigneeId : assigneeId,
        subject: subject ?? before.subject,
      };
      await saveTicket(tx, before, after);
      tx.audit({
        subject: `ticket:${ticketId}`,
        before: {
          state: before.state,
          priority: before.priority,
          assigneeId: before.assigneeId,
          subject: before.subject,
        },
        after,
      });
      return ok(await readChanged(tx, ticketId));
    });
}

/** The customer says that the matter is settled; saying it twice changes nothing. */
export function solveTicket({
  database,
  settings,
}: ServiceContext<'support'>): Handler<'support', 'solveTicket'> {
  return async ({ ticketId, expectedVersion, orderSeal }, invocation) => {
    const order = orderOfSeal(settings.secrets, orderSeal);
    if (orderSeal !== undefined && !order) return ticketNotFound();
    return database.transaction('solveTicket', invocation, async (tx) => {
      const before = await lockTicket(tx, ticketId, { actor: invocation.actor, order });
      if (!before) return ticketNotFound();
      if (before.state !== 'solved') {
        if (expectedVersion !== undefined && expectedVersion !== before.version) {
          return versionConflict(before.version);
        }
        if (!mayMove(ticketMoves.solve, before.state)) return ticketIs(before.state);
        await saveTicket(tx, before, { state: 'solved' });
      }
      return ok(await readChanged(tx, ticketId, order));
    });
  };
}
