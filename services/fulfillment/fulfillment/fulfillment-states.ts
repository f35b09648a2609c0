import type { z } from 'zod';
import { fulfillmentState } from '#contracts/fulfillment/shapes.ts';
import { checkMoves, type Move } from '#kernel/states.ts';

export type FulfillmentState = z.output<typeof fulfillmentState>;

/**
 * Every legal move. Shipping and cancelling have opposite effects: `start_shipping` is won before a
 * label is bought, and while it is `shipping` a cancellation or a hold may still win until stock
 * departs.
 */
export const fulfillmentMoves = {
  pick: { from: ['open'], to: 'picking' },
  pack: { from: ['picking'], to: 'packed' },
  start_shipping: { from: ['packed'], to: 'shipping' },
  finish_shipping: { from: ['shipping'], to: 'shipped' },
  unpack: { from: ['shipping'], to: 'packed' },
  await_stock: { from: ['shipping'], to: 'on_hold' },
  stop_shipping: { from: ['shipping'], to: 'on_hold' },
  deliver: { from: ['shipped'], to: 'delivered' },
  hold: { from: ['open', 'picking', 'packed'], to: 'on_hold' },
  resume_open: { from: ['on_hold'], to: 'open' },
  resume_picking: { from: ['on_hold'], to: 'picking' },
  resume_packed: { from: ['on_hold'], to: 'packed' },
  resume_shipping: { from: ['on_hold'], to: 'shipping' },
  cancel: { from: ['open', 'picking', 'packed', 'on_hold', 'shipping'], to: 'cancelled' },
} as const satisfies Record<string, Move<FulfillmentState>>;
export type FulfillmentMove = keyof typeof fulfillmentMoves;

/** People handle what is shipped; what is not begins to ship by itself, and both may wait for stock. */
const firstStates: readonly FulfillmentState[] = ['open', 'shipping', 'on_hold'];

export function mayMove(state: FulfillmentState, move: FulfillmentMove): boolean {
  return (fulfillmentMoves[move].from as readonly FulfillmentState[]).includes(state);
}

/** @throws for a wrong table, which so stops the start. */
export function checkFulfillmentStates(
  moves: Readonly<Record<string, Move<FulfillmentState>>> = fulfillmentMoves,
): void {
  checkMoves('fulfillment', fulfillmentState.options, firstStates, moves);
}
