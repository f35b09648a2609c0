import { ticketState } from '#contracts/support/ticket-shapes.ts';
import { mayMove, states, type StateOf } from '#kernel/states.ts';

export const firstTicketState = 'open';

/** `open` waits for the shop, `pending` for the customer. */
export const ticketMoves = states(
  'ticket',
  {
    table: 'ticket',
    counts: 'version',
    stamps: 'updated_at',
    states: ticketState.options,
    first: firstTicketState,
  },
  {
    wait: ['open', 'solved', '→', 'pending'],
    reopen: ['pending', 'solved', '→', 'open'],
    solve: ['open', 'pending', '→', 'solved'],
    close: ['open', 'pending', 'solved', '→', 'closed'],
  },
);

export type TicketState = StateOf<typeof ticketMoves>;

interface Said {
  readonly from: 'customer' | 'staff';
  readonly internal: boolean;
  readonly solve: boolean;
}

/** Where a message leaves its ticket; undefined where none can be added any more. */
export function stateAfterMessage(
  state: TicketState,
  { from, internal, solve }: Said,
): TicketState | undefined {
  if (state === 'closed') return undefined;
  if (solve && mayMove(ticketMoves.solve, state)) return ticketMoves.solve.to;
  if (internal) return state;
  if (from === 'customer') return 'open';
  return state === 'open' ? 'pending' : state;
}
