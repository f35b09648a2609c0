import { mayMove } from '#kernel/states.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { lockOrder, type OrderRow } from '../orders/order-store.ts';
import { movesOfProgress, orderMoves, type OrderState } from '../order-states.ts';

/**
 * Moves an order to where its shipments have brought it. Facts of different fulfillments and
 * parcels arrive in any order, so the state follows from all of them together; while the order is
 * not confirmed, or is being cancelled, they are only kept.
 */
export async function settleProgress(tx: Transaction, orderId: string): Promise<OrderState> {
  const order = await tx.first<OrderRow>(lockOrder(orderId));
  if (!order) throw new Error(`there is no order ${orderId}`);
  let { state } = order;
  if (!order.confirmedAt || state === 'cancelling' || state === 'cancelled') return state;
  const facts = await tx.first<{ shipped: number; cancelled: number; undelivered: number }>(sql`
    select
      (select coalesce(sum(shipped_quantity), 0) from order_line where order_id = ${orderId}) as shipped,
      (select coalesce(sum(cancelled_quantity), 0) from order_line where order_id = ${orderId}) as cancelled,
      (select count(*) from order_parcel where order_id = ${orderId} and status <> 'delivered') as undelivered`);
  const { shipped, cancelled, undelivered } = facts!;
  const ordered = order.snapshot.lines.reduce((sum, line) => sum + line.quantity, 0);
  const moves = movesOfProgress({
    shippedUnits: shipped,
    openUnits: ordered - shipped - cancelled,
    undeliveredParcels: undelivered,
  });
  for (const move of moves) {
    if (!mayMove(orderMoves[move], state)) continue;
    if ((await tx.change(transition(orderMoves[move], orderId))) !== 1) {
      throw new Error(`order ${orderId} is locked and yet was moved by another`);
    }
    state = orderMoves[move].to;
  }
  return state;
}
