import type { z } from 'zod';
import type { reservationState } from '#contracts/stock.ts';
import { checkSuccessors } from '#kernel/state-moves.ts';

export type ReservationState = z.infer<typeof reservationState>;

/**
 * From state to state. One that expired, or that its checkout gave back, may be reserved anew
 * under its id: a payment was declined, or the authorization took too long. What was an order's
 * never comes back.
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
  return mayMove(from, 'active') && (endReason === 'expired' || endReason === 'checkout_ended');
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
