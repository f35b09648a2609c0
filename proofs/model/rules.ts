import type { Moves, Transition } from '#kernel/states.ts';
import {
  checkoutMoves,
  completionBranches,
  completionMoves,
  type CheckoutState,
  type CompletionState,
} from '../../services/cart-and-checkout/checkout/checkout-states.ts';
import {
  fulfillmentMoves,
  type FulfillmentState,
} from '../../services/fulfillment/fulfillment/fulfillment-states.ts';
import { orderMoves, type OrderState } from '../../services/order-processing/order/order-states.ts';
import {
  paymentMoves,
  unsettledStates,
  type PaymentState,
} from '../../services/order-processing/payment/payment-states.ts';
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
  readonly branches: Readonly<Record<PaymentState, string>>;
  readonly reservation: typeof reservationMoves;
  readonly payment: typeof paymentMoves;
  readonly unsettled: readonly PaymentState[];
  readonly order: typeof orderMoves;
  readonly fulfillment: typeof fulfillmentMoves;
}

export const tables: Tables = {
  checkout: checkoutMoves,
  completion: completionMoves,
  branches: completionBranches,
  reservation: reservationMoves,
  payment: paymentMoves,
  unsettled: unsettledStates,
  order: orderMoves,
  fulfillment: fulfillmentMoves,
};

export type CompletionStep = 'hold' | 'authorize' | 'confirm' | 'record';

/**
 * What the services' code does beside its tables. `story-order.test.ts` holds the orders against
 * traces of the running code; the rest is what a wrong program is made of in `model.test.ts`.
 */
export interface Conduct {
  /** Of completing a checkout, top to bottom. */
  readonly completionSteps: readonly CompletionStep[];
  /** Of taking it back once the move to `undoing` is won. */
  readonly takeBackSteps: readonly ('release' | 'void')[];
  /** Of undoing an order. */
  readonly cancellationSteps: readonly ('stop' | 'release' | 'withhold' | 'pay_back')[];
  /** Whoever takes back wins the move to `undoing` first and acts second. */
  readonly winsBeforeUndoing: boolean;
  /** What is completed is told in the same commit. */
  readonly tellsOfCompletion: boolean;
  /** A story that nobody goes on with is taken up by the sweep. */
  readonly sweeps: boolean;
  /** The gateway's webhooks are heard. */
  readonly receivesWebhooks: boolean;
  /** A cancellation waits until the order process has laid itself aside. */
  readonly waitsForProcess: boolean;
  /** A cancelled request for fulfillment stays, so that a late one makes nothing. */
  readonly keepsTombstone: boolean;
  /** Taking back ends a payment and a reservation that nobody has begun: who is late finds it over. */
  readonly endsUnbegun: boolean;
  /** A run that did not begin the attempt takes all back before it ends it. */
  readonly undoesWhatOthersBegan: boolean;
  /** A payment that ended while it was looked at is looked at once more. */
  readonly looksTwice: boolean;
  /** A worker whose time is over moves no attempt any more. */
  readonly movesInTime: boolean;
  /** What was given back is not reserved anew under its id. */
  readonly releasesForGood: boolean;
}

export const conduct: Conduct = {
  completionSteps: ['hold', 'authorize', 'confirm', 'record'],
  takeBackSteps: ['release', 'void'],
  cancellationSteps: ['stop', 'release', 'withhold', 'pay_back'],
  winsBeforeUndoing: true,
  tellsOfCompletion: true,
  sweeps: true,
  receivesWebhooks: true,
  waitsForProcess: true,
  keepsTombstone: true,
  endsUnbegun: true,
  undoesWhatOthersBegan: true,
  looksTwice: true,
  movesInTime: true,
  releasesForGood: true,
};

export interface Rules {
  readonly tables: Tables;
  readonly conduct: Conduct;
}

export const rules: Rules = { tables, conduct };

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
