import { machineOf, type Moves, type Transition } from '#kernel/states.ts';
import {
  checkoutMoves,
  completionMoves,
  type CheckoutState,
  type CompletionState,
} from '../../services/cart-and-checkout/checkout/checkout-states.ts';
import { completionPlot } from '../../services/cart-and-checkout/checkout/completion/complete-checkout.ts';
import {
  fulfillmentMoves,
  type FulfillmentState,
} from '../../services/fulfillment/fulfillment/fulfillment-states.ts';
import { cancellingPlot } from '../../services/order-processing/order/cancelling/cancel-order-process.ts';
import { orderMoves, type OrderState } from '../../services/order-processing/order/order-states.ts';
import { shipmentCapturePlot } from '../../services/order-processing/order/paying/capture-at-shipment.ts';
import { refundingPlot } from '../../services/order-processing/order/refunding/refund-order-process.ts';
import { placingPlot } from '../../services/order-processing/order/placing/order-process.ts';
import {
  paymentMoves,
  unsettledStates,
  type PaymentState,
} from '../../services/order-processing/payment/payment-states.ts';
import { authorizingPlot } from '../../services/order-processing/payment/authorizing/authorize-payment.ts';
import { capturingPartPlot } from '../../services/order-processing/payment/capturing/capture-part.ts';
import { capturingPlot } from '../../services/order-processing/payment/capturing/capture-payment.ts';
import { payingBackPlot } from '../../services/order-processing/payment/refunding/refund-payment.ts';
import { gettingPlot } from '../../services/order-processing/payment/settling/get-payment.ts';
import { settlingPlot } from '../../services/order-processing/payment/settling/settle-payment.ts';
import { voidingPlot } from '../../services/order-processing/payment/voiding/void-payment.ts';
import type { PaymentPlots } from './payment/payment.ts';
import {
  reservationMoves,
  type ReservationState,
} from '../../services/product-catalog/inventory/reservation-states.ts';

export type { CheckoutState, CompletionState, FulfillmentState, OrderState };
export type { PaymentState, ReservationState };

/** The tables are the very ones that the services run on. */
export interface Tables {
  readonly checkout: typeof checkoutMoves;
  readonly completion: typeof completionMoves;
  readonly reservation: typeof reservationMoves;
  readonly payment: typeof paymentMoves;
  readonly unsettled: readonly PaymentState[];
  readonly order: typeof orderMoves;
  readonly fulfillment: typeof fulfillmentMoves;
}

export const tables: Tables = {
  checkout: checkoutMoves,
  completion: completionMoves,
  reservation: reservationMoves,
  payment: paymentMoves,
  unsettled: unsettledStates,
  order: orderMoves,
  fulfillment: fulfillmentMoves,
};

/** The plots are the services' own functions; a mistake in one is planted by putting another here. */
export interface Plots {
  readonly payment: PaymentPlots;
  readonly completion: typeof completionPlot;
  readonly placing: typeof placingPlot;
  readonly cancelling: typeof cancellingPlot;
  readonly shipmentCapture: typeof shipmentCapturePlot;
  readonly refunding: typeof refundingPlot;
}

export const plots: Plots = {
  payment: {
    authorizing: authorizingPlot,
    capturing: capturingPlot,
    capturingPart: capturingPartPlot,
    voiding: voidingPlot,
    payingBack: payingBackPlot,
    settling: settlingPlot,
    getting: gettingPlot,
  },
  completion: completionPlot,
  placing: placingPlot,
  cancelling: cancellingPlot,
  shipmentCapture: shipmentCapturePlot,
  refunding: refundingPlot,
};

export const paymentStates: readonly PaymentState[] = machineOf(paymentMoves).states;

/**
 * What the services' code does beside its tables. `story-order.test.ts` holds the orders against
 * traces of the running code; the rest is what a wrong program is made of in `model.test.ts`.
 */
export interface Conduct {
  /** What is completed is told in the same commit. */
  readonly tellsOfCompletion: boolean;
  /** A story that nobody goes on with is taken up by the sweep. */
  readonly sweeps: boolean;
  /** The gateway's webhooks are heard. */
  readonly receivesWebhooks: boolean;
  /** Fulfillment stops for an order that is cancelled … */
  readonly stopsWarehouse: boolean;
  /** … and gives back what it held. */
  readonly stopReleases: boolean;
  /** A cancelled request for fulfillment stays, so that a late one makes nothing. */
  readonly keepsTombstone: boolean;
  /** Taking back ends a payment and a reservation that nobody has begun: who is late finds it over. */
  readonly endsUnbegun: boolean;
  /** A worker whose time is over moves no attempt any more. */
  readonly movesInTime: boolean;
  /** What was given back is not reserved anew under its id. */
  readonly releasesForGood: boolean;
}

export const conduct: Conduct = {
  tellsOfCompletion: true,
  sweeps: true,
  receivesWebhooks: true,
  stopsWarehouse: true,
  stopReleases: true,
  keepsTombstone: true,
  endsUnbegun: true,
  movesInTime: true,
  releasesForGood: true,
};

export interface Rules {
  readonly tables: Tables;
  readonly plots: Plots;
  readonly conduct: Conduct;
  readonly captureAt: 'order' | 'shipment';
  /** Whether staff may give all back. */
  readonly staffRefunds: boolean;
}

export const rules: Rules = {
  tables,
  plots,
  conduct,
  captureAt: 'order',
  staffRefunds: false,
};

/** Where a named move leads from `state`; undefined when it is not legal there. */
export function moved<Name extends string, State extends string>(
  moves: Moves<Name, State>,
  name: Name,
  state: State | 'none',
): State | undefined {
  const { from, to } = moves[name];
  return (from as readonly string[]).includes(state) ? to : undefined;
}

/** The explorer asks millions of times: of each table, what may follow what. */
const following = new WeakMap<object, ReadonlySet<string>>();

export function mayFollow<State extends string>(
  moves: Moves<string, State>,
  from: State | 'none',
  to: NoInfer<State>,
): boolean {
  let pairs = following.get(moves);
  if (!pairs) {
    const all: Transition[] = Object.values(moves);
    pairs = new Set(all.flatMap((move) => move.from.map((state) => `${state} ${move.to}`)));
    following.set(moves, pairs);
  }
  return pairs.has(`${from} ${to}`);
}
