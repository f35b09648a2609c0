import { machineOf, type Moves, type StateMachine } from '#kernel/states.ts';
import { outgoingMoves } from '#platform/stories/outgoing.ts';
import type { ServiceName } from '#platform/topology.ts';
import { reportMoves } from '../../services/cart-and-checkout/tax/report-states.ts';
import { cartMoves } from '../../services/cart-and-checkout/cart/cart-states.ts';
import {
  checkoutMoves,
  completionMoves,
} from '../../services/cart-and-checkout/checkout/checkout-states.ts';
import {
  deliveryMoves,
  partMoves,
} from '../../services/customer-service/notification/message-states.ts';
import { ticketMoves } from '../../services/customer-service/support/ticket-states.ts';
import {
  fulfillmentMoves,
  requestMoves,
} from '../../services/fulfillment/fulfillment/fulfillment-states.ts';
import { entryMoves } from '../../services/fulfillment/inventory-sync/entry-states.ts';
import { parcelMoves } from '../../services/fulfillment/shipment/parcel-states.ts';
import { trackedMoves } from '../../services/fulfillment/tracking/tracking-states.ts';
import {
  orderBulkMoves,
  orderMoves,
  refundMoves as orderRefundMoves,
  withdrawalMoves,
} from '../../services/order-processing/order/order-states.ts';
import {
  disputeMoves,
  paymentMoves,
  captureMoves,
  payOutMoves,
  refundMoves,
} from '../../services/order-processing/payment/payment-states.ts';
import { bulkMoves } from '../../services/product-catalog/product/product-bulk-states.ts';
import { importMoves } from '../../services/product-catalog/product/file-import-states.ts';
import { reservationMoves } from '../../services/product-catalog/inventory/reservation-states.ts';

/** A table of states, with the service whose schema keeps the things. */
export interface StoredStates {
  readonly service: ServiceName;
  readonly machine: StateMachine;
}

const tables: Partial<Record<ServiceName, readonly Moves[]>> = {
  cart: [cartMoves],
  checkout: [checkoutMoves, completionMoves],
  product: [importMoves, bulkMoves],
  inventory: [reservationMoves],
  'inventory-sync': [entryMoves],
  payment: [paymentMoves, captureMoves, refundMoves, payOutMoves, disputeMoves],
  order: [orderMoves, orderRefundMoves, withdrawalMoves, orderBulkMoves, outgoingMoves],
  fulfillment: [requestMoves, fulfillmentMoves],
  shipment: [parcelMoves],
  tracking: [trackedMoves],
  notification: [partMoves, deliveryMoves, outgoingMoves],
  support: [ticketMoves, outgoingMoves],
  tax: [reportMoves],
};

/** Every table of states that a service runs on: the very ones, no copies. */
export const stateMachines: readonly StoredStates[] = Object.entries(tables).flatMap(
  ([service, moves]) =>
    moves.map((table) => ({ service: service as ServiceName, machine: machineOf(table) })),
);
