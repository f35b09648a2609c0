import type { z } from 'zod';
import { fulfillmentState } from '#contracts/fulfillment-shapes.ts';

export type FulfillmentState = z.output<typeof fulfillmentState>;

interface Move {
  readonly from: readonly FulfillmentState[];
  readonly to: FulfillmentState;
}

/**
 * Every legal move. Shipping and cancelling have opposite effects: `start_shipping` is won before a
 * label is bought, and while it is `shipping` a cancellation may still win until stock departs.
 */
export const fulfillmentMoves = {
  pick: { from: ['open'], to: 'picking' },
  pack: { from: ['picking'], to: 'packed' },
  start_shipping: { from: ['packed'], to: 'shipping' },
  finish_shipping: { from: ['shipping'], to: 'shipped' },
  unpack: { from: ['shipping'], to: 'packed' },
  await_stock: { from: ['shipping'], to: 'on_hold' },
  deliver: { from: ['shipped'], to: 'delivered' },
  hold: { from: ['open', 'picking', 'packed'], to: 'on_hold' },
  resume_open: { from: ['on_hold'], to: 'open' },
  resume_picking: { from: ['on_hold'], to: 'picking' },
  resume_packed: { from: ['on_hold'], to: 'packed' },
  resume_shipping: { from: ['on_hold'], to: 'shipping' },
  cancel: { from: ['open', 'picking', 'packed', 'on_hold', 'shipping'], to: 'cancelled' },
} as const satisfies Record<string, Move>;
export type FulfillmentMove = keyof typeof fulfillmentMoves;

/** People handle what is shipped; what is not begins to ship by itself, and both may wait for stock. */
const firstStates: readonly FulfillmentState[] = ['open', 'shipping', 'on_hold'];

export function mayMove(state: FulfillmentState, move: FulfillmentMove): boolean {
  return (fulfillmentMoves[move].from as readonly FulfillmentState[]).includes(state);
}

/** @throws when a state cannot be reached or a move leads nowhere, so that a wrong table stops the start. */
export function checkFulfillmentStates(
  moves: Readonly<Record<string, Move>> = fulfillmentMoves,
): void {
  const reached = new Set<FulfillmentState>(firstStates);
  for (let grown = true; grown;) {
    grown = false;
    for (const { from, to } of Object.values(moves)) {
      if (reached.has(to) || !from.some((state) => reached.has(state))) continue;
      reached.add(to);
      grown = true;
    }
  }
  const lost = fulfillmentState.options.filter((state) => !reached.has(state));
  if (lost.length > 0)
    throw new Error(`fulfillment states that no move reaches: ${lost.join(', ')}`);
  for (const [name, { from, to }] of Object.entries(moves)) {
    if (from.includes(to)) throw new Error(`fulfillment move ${name} leads from ${to} to itself`);
  }
}
