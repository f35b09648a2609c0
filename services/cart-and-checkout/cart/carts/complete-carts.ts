import type { HeardEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { statesBefore } from '../cart-states.ts';

/** Carts whose checkouts were completed are done; hearing it again finds them so. */
export async function completeCarts(
  events: HeardEvent<'checkout.completed'>[],
  tx: Transaction,
): Promise<void> {
  tx.last(sql`
    update cart set state = 'completed', order_id = done.order_id, version = version + 1,
      updated_at = kontor_now()
    from unnest(${events.map(({ data }) => data.cartId)}::uuid[],
                ${events.map(({ data }) => data.orderId)}::uuid[]) as done (cart_id, order_id)
    where cart.id = done.cart_id and cart.state = any(${statesBefore('completed')})`);
}
