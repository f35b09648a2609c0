import { orderBulkStates } from '#contracts/order/bulk/bulk-changes.ts';
import { orderState, refundShape } from '#contracts/order/shapes.ts';
import { withdrawalState } from '#contracts/order/withdrawals.ts';
import { states, type StateOf } from '#kernel/states.ts';

/**
 * Cancelling and the order process have opposite effects: whoever wins its move acts. `resume_…`: the
 * warehouse refused to stop, because something had left already.
 */
export const orderMoves = states(
  'order',
  { table: 'orders', counts: 'version', states: orderState.options, first: 'placed' },
  {
    confirm: ['placed', '→', 'confirmed'],
    ship_some: ['confirmed', '→', 'partially_shipped'],
    ship_all: ['confirmed', 'partially_shipped', '→', 'shipped'],
    deliver: ['shipped', '→', 'delivered'],
    start_cancelling: ['placed', 'confirmed', '→', 'cancelling'],
    finish_cancelling: ['cancelling', '→', 'cancelled'],
    resume_placed: ['cancelling', '→', 'placed'],
    resume_confirmed: ['cancelling', '→', 'confirmed'],
  },
);

export type OrderState = StateOf<typeof orderMoves>;
export type OrderMove = keyof typeof orderMoves;

/** A refund that was made may still come back from the bank. */
export const refundMoves = states(
  'refund',
  { table: 'refund', states: refundShape.shape.state.options, first: 'pending' },
  {
    complete: ['pending', '→', 'refunded'],
    fail: ['pending', '→', 'failed'],
    come_back: ['refunded', '→', 'failed'],
  },
);

/** What was declared counts once it is confirmed; what is confirmed is never dropped. */
export const withdrawalMoves = states(
  'withdrawal',
  { table: 'withdrawal', states: withdrawalState.options, first: 'declared' },
  {
    confirm: ['declared', '→', 'confirmed'],
    close: ['confirmed', '→', 'closed'],
    lapse: ['declared', '→', 'lapsed'],
  },
);

/** One change of many orders. */
export const orderBulkMoves = states(
  'order_bulk',
  { table: 'order_bulk', states: orderBulkStates, first: 'running', counts: 'version' },
  { stop: ['running', '→', 'stopped'], finish: ['running', '→', 'done'] },
);

export type WithdrawalState = StateOf<typeof withdrawalMoves>;

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
