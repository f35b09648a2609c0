import type { z } from 'zod';
import { orderState } from '#contracts/order-shapes.ts';

export type OrderState = z.output<typeof orderState>;

interface Move {
  readonly from: readonly OrderState[];
  readonly to: OrderState;
}

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
} as const satisfies Record<string, Move>;
export type OrderMove = keyof typeof orderMoves;

const firstOrderState: OrderState = 'placed';

/** @throws when a state cannot be reached or a move leads nowhere, so that a wrong table stops the start. */
export function checkOrderStates(moves: Readonly<Record<string, Move>> = orderMoves): void {
  const reached = new Set<OrderState>([firstOrderState]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { from, to } of Object.values(moves)) {
      if (reached.has(to) || !from.some((state) => reached.has(state))) continue;
      reached.add(to);
      grown = true;
    }
  }
  const lost = orderState.options.filter((state) => !reached.has(state));
  if (lost.length > 0) throw new Error(`order states that no move reaches: ${lost.join(', ')}`);
  for (const [name, { from, to }] of Object.entries(moves)) {
    if (from.includes(to)) throw new Error(`order move ${name} leads from ${to} to itself`);
  }
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
