import type { z } from 'zod';
import { ticketState } from '#contracts/ticket-shapes.ts';

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

/** @throws when a state cannot be reached, so that a wrong table stops the start. */
export function checkTicketStates(
  moves: Readonly<Record<TicketState, readonly TicketState[]>> = ticketMoves,
): void {
  const reached = new Set<TicketState>([firstTicketState]);
  for (const state of reached) for (const next of moves[state]) reached.add(next);
  const lost = ticketState.options.filter((state) => !reached.has(state));
  if (lost.length > 0) throw new Error(`ticket states that no move reaches: ${lost.join(', ')}`);
}
