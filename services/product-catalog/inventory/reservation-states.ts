import { reservationState } from '#contracts/inventory/stock.ts';
import { mayMove, states, type StateOf } from '#kernel/states.ts';

/**
 * One that expired may be reserved anew under its id, because an authorization took too long; so may one
 * whose lines are replaced. What was given back never comes back: whoever still goes on with an attempt
 * that another has undone would hold stock for nobody.
 */
export const reservationMoves = states(
  'reservation',
  { table: 'reservation', states: reservationState.options, first: 'active' },
  {
    confirm: ['active', '→', 'confirmed'],
    release: ['active', 'confirmed', '→', 'released'],
    expire: ['active', '→', 'expired'],
    depart: ['confirmed', '→', 'departed'],
    reserve_anew: ['released', 'expired', '→', 'active'],
  },
);

export type ReservationState = StateOf<typeof reservationMoves>;

/** Whether reserving the id again starts over: its row is made anew. */
export function mayReserveAgain(from: ReservationState, endReason: string | null): boolean {
  return (
    mayMove(reservationMoves.reserve_anew, from) &&
    (endReason === 'expired' || endReason === 'replaced')
  );
}
