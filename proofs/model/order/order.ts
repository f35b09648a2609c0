import type { Buyer } from '../buyer.ts';
import { moved, type OrderState, type Rules } from '../rules.ts';

/** What moves an order beside its stories. */

type OrderMoveName = keyof Rules['tables']['order'];

export function moveOrder(buyer: Buyer, name: OrderMoveName, { tables }: Rules): Buyer | undefined {
  const order: OrderState | undefined = moved(tables.order, name, buyer.order);
  return order && { ...buyer, order };
}

/** What the warehouse told of before the order was ready for it moves it on. */
export function settleProgress(buyer: Buyer, rules: Rules): Buyer {
  if (!buyer.confirmed || buyer.shippedEvent !== 'heard') return buyer;
  if (buyer.order === 'cancelling' || buyer.order === 'cancelled') return buyer;
  return moveOrder(buyer, 'ship_all', rules) ?? buyer;
}

/** `checkout.completed` makes the order once, however often it is delivered. */
export function onCompleted(buyer: Buyer): Buyer {
  const received = { ...buyer, completedEvent: 'heard' as const };
  return buyer.order === 'none' ? { ...received, order: 'placed', process: 'open' } : received;
}

/** A person cancels: whoever wins the move acts, in a story. */
export function startCancelling(buyer: Buyer, rules: Rules): Buyer | undefined {
  const cancelling = moveOrder(buyer, 'start_cancelling', rules);
  return cancelling && { ...cancelling, cancellation: 'open' };
}
