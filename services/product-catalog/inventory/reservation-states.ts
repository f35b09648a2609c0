import type { z } from 'zod';
import type { reservationState } from '#contracts/inventory/stock.ts';
import { checkSuccessors } from '#kernel/states.ts';

export type ReservationState = z.infer<typeof reservationState>;

/**
 * From state to state. One that expired may be reserved anew under its id, because an authorization
 * took too long; so may one whose lines are replaced. What was given back never comes back: whoever
 * still goes on with an attempt that another has undone would hold stock for nobody.
 */
export const reservationMoves = {
  active: ['active', 'confirmed', 'released', 'expired'],
  confirmed: ['released', 'departed'],
  released: ['active'],
  expired: ['active'],
  departed: [],
} as const satisfies Record<ReservationState, readonly ReservationState[]>;

export function mayMove(from: ReservationState, to: ReservationState): boolean {
  return (reservationMoves[from] as readonly ReservationState[]).includes(to);
}

/** Whether reserving the id again starts over. */
export function mayReserveAnew(from: ReservationState, endReason: string | null): boolean {
  return mayMove(from, 'active') && (endReason === 'expired' || endReason === 'replaced');
}

/** The states from which a reservation may become `target`: what a compare-and-set compares with. */
export function reservationStatesBefore(target: ReservationState): ReservationState[] {
  const states = Object.keys(reservationMoves) as ReservationState[];
  return states.filter((from) => mayMove(from, target));
}

/** @throws for a wrong table, which so stops the start. */
export function checkReservationStates(): void {
  checkSuccessors('reservation', ['active'], reservationMoves);
}
