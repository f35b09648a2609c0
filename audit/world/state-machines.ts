import { machineOf, type StateMachine } from '#kernel/states.ts';
import type { ServiceName } from '#platform/topology.ts';
import { cart } from '../../services/cart-and-checkout/cart/cart-states.ts';

/** A table of states, with the service whose schema keeps the things. */
export interface KeptStates {
  readonly service: ServiceName;
  readonly machine: StateMachine;
}

/** Every table of states that a service runs on: the very ones, no copies. */
export const stateMachines: readonly KeptStates[] = [{ service: 'cart', machine: machineOf(cart) }];
