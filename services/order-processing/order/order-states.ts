import type { z } from 'zod';
import { orderState } from '#contracts/order/shapes.ts';
import { checkMoves, type Move } from '#kernel/states.ts';

export type OrderState = z.output<typeof orderState>;

const beforeShipping: readonly OrderState[] = ['placed', 'confirmed'];

/**
 * Every legal move. Cancelling and the order process have opposite effects: whoever wins its move
 * acts. `resume_…`: the warehouse refused to stop, because something had left already.
 */
export const orderMoves = {
  confirm: { from: ['placed'], to: 'confirmed' },
  ship_some: { from: ['confirmed'], to: 'partially_shipped' },
  ship_all: { from: ['confirmed', 'partially_shipped'], to: 'shipped' },
  deliver: { from: ['shipped'], to: 'delivered' },
  start_cancelling: { from: beforeShipping, to: 'cancelling' },
  finish_cancelling: { from: ['cancelling'], to: 'cancelled' },
  resume_placed: { from: ['cancelling'], to: 'placed' },
  resume_confirmed: { from: ['cancelling'], to: 'confirmed' },
} as const satisfies Record<string, Move<OrderState>>;
export type OrderMove = keyof typeof orderMoves;

/** @throws for a wrong table, which so stops the start. */
export function checkOrderStates(
  moves: Readonly<Record<string, Move<OrderState>>> = orderMoves,
): void {
  checkMoves('order', orderState.options, ['placed'], moves);
}

/** What shipping has come to: the moves that a confirmed order still has to make, in their order. */
export function movesOfProgress(progress: {
  readonly shippedUnits: number;
  readonly openUnits: number;
  readonly undeliveredParcels: number;
}): OrderMove[] {
  if (progress.shippedUnits === 0) return [];
  if (progress.openUnits > 0) return ['ship_some'];
  return progress.undeliveredParcels > 0 ? ['ship_all'] : ['ship_all', 'deliver'];
}
