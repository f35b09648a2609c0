import { hasPermission } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok, type Failure } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { auditedAsBefore } from '#platform/data/audit-entries.ts';
import { sql } from '#platform/ground/sql.ts';
import { holdBack, refuseWhileWaiting, startOutgoing } from '#platform/stories/outgoing.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
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
  type LockedTicket,
  type Ticket,
} from './ticket-store.ts';

/** A ticket's messages are read together, so there is an end to them. */
const messagesMax = 500;

type Context = ServiceContext<'support'>;
type Written = OutputOf<'support', 'addTicketMessage'>;

type Refusal =
  | Failure<'ticket_not_found' | 'ticket_full', null>
  | Failure<'version_conflict', { version: number }>
  | Failure<'ticket_state_conflict', { state: Ticket['state'] }>
  | NonNullable<Awaited<ReturnType<typeof refuseWhileWaiting>>>['failure'];

/**
 * Adds a message of either side, or a note among staff, which nobody is told of. An answer of staff
 * waits first where it was asked to.
 */
export function addTicketMessage(context: Context): Handler<'support', 'addTicketMessage'> {
  const { database, settings } = context;
  return async ({ orderSeal, ...input }, invocation) => {
    const order = orderOfSeal(settings.secrets, orderSeal);
    if (orderSeal !== undefined && !order) return ticketNotFound();
    const asking = order ? askingFor(order, invocation) : invocation;
    const { actor } = asking;
    const { ticketId, message, internal = false, solve = false, expectedVersion } = input;
    const { waitSeconds = 0 } = input;
    const isOfStaff = hasPermission(actor, 'support:write');
    const from: 'staff' | 'customer' = isOfStaff ? 'staff' : 'customer';
    if (from === 'customer' && internal) return onlyStaff('internal');
    if (from === 'customer' && waitSeconds > 0) return onlyStaff('waitSeconds');
    if (from === 'customer' && solve) return onlyStaff('solve');
    return database.command<Written, Refusal>('addTicketMessage', input, asking, async (tx) => {
      const ticket = await lockTicket(tx, ticketId, { actor, order });
      if (!ticket) return ticketNotFound();
      // What somebody else wrote meanwhile is read first, before the customer has two answers.
      if (expectedVersion !== undefined && expectedVersion !== ticket.version) {
        return versionConflict(ticket.version);
      }
      const state = await judge(tx, ticket, { from, internal, solve });
      if (!state.ok) return state;
      const isAnswer = from === 'staff' && !internal;
      const waiting = isAnswer ? await refuseWhileWaiting(tx, ticketId, ['answer']) : undefined;
      if (waiting) return waiting;
      const messageId = newId();
      const isHeld = isAnswer && waitSeconds > 0;
      tx.audit({
        subject: `ticket:${ticketId}`,
        ...(!isHeld && { before: { state: ticket.state } }),
        // What waits moves the ticket when it goes out.
        after: { messageId, internal, ...(!isHeld && { state: state.value }) },
      });
      if (isHeld) {
        const held = { id: messageId, kind: 'answer', subjectId: ticketId } as const;
        const whole = { ...held, channel: ticket.channel, words: message };
        const outgoing = await holdBack(context, tx, whole, waitSeconds);
        if (solve) await tx.change(sql`update outgoing set solves = true where id = ${messageId}`);
        return ok({ ...(await readChanged(tx, ticketId, order)), outgoing });
      }
      const told = { messageId, from, message, internal, authorId: actor.id };
      await write(tx, ticket, state.value, told);
      return ok(await readChanged(tx, ticketId, order));
    });
  };
}

/**
 * The answer that waited. A customer who wrote meanwhile has it all the same, as if it had been first:
 * what they wrote stands behind it, and the ticket still waits for the shop, also where the answer was
 * to solve it.
 */
export function answerWaiting(context: Context): StoryShape {
  return startOutgoing(context, {
    async answer(tx, { id: messageId, subjectId, words, askedBy: authorId }) {
      const ticket = await lockTicket(tx, subjectId, { actor: tx.invocation.actor });
      if (!ticket) return ticketNotFound();
      const asked = await tx.first<{ solves: boolean }>(
        sql`select solves from outgoing where id = ${messageId}`,
      );
      const solve = asked!.solves;
      const state = await judge(tx, ticket, { from: 'staff', internal: false, solve });
      if (!state.ok) return state;
      const told = { messageId, from: 'staff', message: words ?? '', authorId } as const;
      const newer = await writtenMeanwhile(tx, messageId);
      const isAsked = newer.some(({ authorKind }) => authorKind === 'customer');
      const after = isAsked ? ticket.state : state.value;
      await write(tx, ticket, after, { ...told, internal: false });
      if (after !== ticket.state) {
        const moved = { before: { state: ticket.state }, after: { messageId, state: after } };
        const of = {
          operation: 'addTicketMessage',
          subject: `ticket:${subjectId}`,
          actorId: authorId,
        };
        tx.last(auditedAsBefore(of, moved));
      }
      for (const { id } of newer) {
        await tx.change(sql`update ticket_message set sequence = default where id = ${id}`);
      }
      return undefined;
    },
  });
}

/**
 * What was written of the locked ticket since the answer was asked for. Ids are made under the lock;
 * what is taken for newer by two clocks that differ is asked about once more, and lost by nobody.
 */
function writtenMeanwhile(tx: Transaction, outgoingId: string) {
  return tx.query<{ id: string; authorKind: 'customer' | 'staff' }>(sql`
    select m.id, m.author_kind from outgoing o join ticket_message m on m.ticket_id = o.subject_id
    where o.id = ${outgoingId} and (m.id > o.id or m.created_at > o.asked_at)
    order by m.sequence`);
}

/** What the message makes of the locked ticket, or why there can be none. */
async function judge(
  tx: Transaction,
  ticket: LockedTicket,
  said: Parameters<typeof stateAfterMessage>[1],
) {
  const state = stateAfterMessage(ticket.state, said);
  if (state === undefined) return ticketIs(ticket.state);
  if ((await countMessages(tx, ticket.ticketId)) >= messagesMax) {
    return fail('ticket_full', `A ticket has at most ${messagesMax} messages. Open a new one.`);
  }
  return ok(state);
}

async function write(
  tx: Transaction,
  ticket: LockedTicket,
  state: Ticket['state'],
  added: Parameters<typeof insertMessage>[2] & { readonly messageId: string },
): Promise<void> {
  const { internal, messageId, message, from } = added;
  const told = internal ? ticket.told : ticket.told + 1;
  await insertMessage(tx, ticket.ticketId, added);
  await saveTicket(tx, ticket, { state, told });
  if (!internal) emitMessage(tx, { ...ticket, told }, { messageId, message, from });
}
