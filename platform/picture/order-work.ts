import type { ServiceName } from '../topology.ts';
import type { CarriedCall } from '../calls/calls.ts';

/** What these do is done for an order. */
const forOrders: ReadonlySet<string> = new Set<ServiceName>([
  'order',
  'payment',
  'invoice',
  'fulfillment',
  'inventory-sync',
  'shipment',
  'tracking',
]);
/** A checkout that is filled in is no order yet. */
const buying: ReadonlySet<string> = new Set(['completeCheckout']);

/** Whether a call shows that its trace carries an order; what only reads does not. */
export function callCarriesOrder({ from, to, operation, shape }: CarriedCall): boolean {
  if (shape.kind === 'query') return false;
  if (forOrders.has(from) || forOrders.has(to) || buying.has(operation)) return true;
  // Neither calls the other to change something before somebody buys.
  return from === 'checkout' || (from === 'cart' && to === 'inventory');
}

export function serviceCarriesOrders(service: string): boolean {
  return forOrders.has(service);
}
