import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import { transition } from '#platform/data/transition.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { cartMoves } from '../cart-states.ts';

/** Carts whose checkouts were completed are done; hearing it again finds them so. */
export async function completeCarts(
  events: ReceivedEvent<'checkout.completed'>[],
  tx: Transaction,
): Promise<void> {
  const done = sql`
    unnest(${events.map(({ data }) => data.cartId)}::uuid[],
           ${events.map(({ data }) => data.orderId)}::uuid[]) as done (cart_id, order_id)`;
  tx.last(
    transition(cartMoves.complete, sql`cart.id = done.cart_id`, {
      set: sql`order_id = done.order_id, updated_at = kontor_now()`,
      from: done,
    }),
  );
}
