import type { z } from 'zod';
import type { ticketState } from '#contracts/support/ticket-shapes.ts';
import { checkSuccessors } from '#kernel/states.ts';

export type TicketState = z.output<typeof ticketState>;

/** From state to state. `open` waits for the shop, `pending` for the customer. */
export const ticketMoves = {
  open: ['pending', 'solved', 'closed'],
  pending: ['open', 'solved', 'closed'],
  solved: ['open', 'pending', 'closed'],
  closed: [],
} as const satisfies Record<TicketState, readonly TicketState[]>;

export const firstTicketState: TicketState = 'open';

export function mayMove(from: TicketState, to: TicketState): boolean {
  return (ticketMoves[from] as readonly TicketState[]).includes(to);
}

/** Where a message leaves its ticket; undefined where none can be added any more. */
export function stateAfterMessage(
  state: TicketState,
  from: 'customer' | 'staff',
  internal: boolean,
): TicketState | undefined {
  if (state === 'closed') return undefined;
  if (internal) return state;
  if (from === 'customer') return 'open';
  return state === 'open' ? 'pending' : state;
}

/** @throws for a wrong table, which so stops the start. */
export function checkTicketStates(
  moves: Readonly<Record<TicketState, readonly TicketState[]>> = ticketMoves,
): void {
  checkSuccessors('ticket', [firstTicketState], moves);
}
