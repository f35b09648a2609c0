import { fulfillmentState } from '#contracts/fulfillment/shapes.ts';
import { states, type StateOf } from '#kernel/states.ts';

/**
 * Shipping and cancelling have opposite effects: `start_shipping` is won before a label is bought, and while
 * it is `shipping` a cancellation or a hold may still win until stock departs.
 */
export const fulfillmentMoves = states(
  'fulfillment',
  {
    table: 'fulfillment',
    counts: 'version',
    states: fulfillmentState.options,
    // People handle what is shipped; what is not begins to ship by itself, and both may wait for stock.
    first: ['open', 'shipping', 'on_hold'],
  },
  {
    pick: ['open', '→', 'picking'],
    pack: ['picking', '→', 'packed'],
    start_shipping: ['packed', '→', 'shipping'],
    finish_shipping: ['shipping', '→', 'shipped'],
    unpack: ['shipping', '→', 'packed'],
    await_stock: ['shipping', '→', 'on_hold'],
    stop_shipping: ['shipping', '→', 'on_hold'],
    deliver: ['shipped', '→', 'delivered'],
    hold: ['open', 'picking', 'packed', '→', 'on_hold'],
    resume_open: ['on_hold', '→', 'open'],
    resume_picking: ['on_hold', '→', 'picking'],
    resume_packed: ['on_hold', '→', 'packed'],
    resume_shipping: ['on_hold', '→', 'shipping'],
    cancel: ['open', 'picking', 'packed', 'on_hold', 'shipping', '→', 'cancelled'],
  },
);

export type FulfillmentState = StateOf<typeof fulfillmentMoves>;
export type FulfillmentMove = keyof typeof fulfillmentMoves;

/** That an order is to be sent. A cancelled request stays, so that a late one makes nothing. */
export const requestMoves = states(
  'fulfillment_request',
  {
    table: 'fulfillment_request',
    key: 'order_id',
    states: ['requested', 'cancelled'],
    first: ['requested', 'cancelled'],
  },
  { cancel: ['requested', '→', 'cancelled'] },
);
