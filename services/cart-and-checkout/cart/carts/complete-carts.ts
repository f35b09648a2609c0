import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import { transition } from '#platform/data/transition.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { newId } from '#kernel/ids.ts';
import { cartMoves } from '../cart-states.ts';
import { lifetimeDays } from './cart-lifetime.ts';

/**
 * Carts whose checkouts were completed are done; hearing it again finds them so. What was put in
 * while the purchase ran, and is not in the order, goes into a new cart of the same owner.
 */
export async function completeCarts(
  events: ReceivedEvent<'checkout.completed'>[],
  tx: Transaction,
): Promise<void> {
  const done = sql`
    unnest(${events.map(({ data }) => data.cartId)}::uuid[],
           ${events.map(({ data }) => data.orderId)}::uuid[],
           ${events.map(() => newId())}::uuid[]) as done (cart_id, order_id, next_cart_id)`;
  const completed = transition(cartMoves.complete, sql`cart.id = done.cart_id`, {
    set: sql`order_id = done.order_id, updated_at = kontor_now()`,
    from: done,
    returning: sql`cart.*, done.next_cart_id`,
  });
  const bought = events.flatMap(({ data: { cartId, lines } }) =>
    lines.map(({ lineId, quantity }) => ({ cartId, lineId, quantity })),
  );
  tx.last(sql`
    with moved as (${completed}),
    bought as (
      select * from unnest(${bought.map(({ cartId }) => cartId)}::uuid[],
        ${bought.map(({ lineId }) => lineId)}::uuid[],
        ${bought.map(({ quantity }) => quantity)}::int[]) as bought (cart_id, line_id, units))
    insert into cart (id, version, channel, locale, currency, prices_include_tax, owner_kind,
                      owner_id, lines, expires_at)
    select next_cart_id, 1, channel, locale, currency, prices_include_tax, owner_kind, owner_id,
           beyond.lines, kontor_now() + interval '1 day' * case owner_kind
             when 'guest' then ${lifetimeDays.guest}::int else ${lifetimeDays.customer}::int end
    from moved, lateral (
      select jsonb_agg(line || jsonb_build_object('quantity', units)) as lines
      from jsonb_array_elements(moved.lines) line,
        lateral (
          select (line ->> 'quantity')::int - coalesce((
            select bought.units from bought where bought.cart_id = moved.id
              and bought.line_id = (line ->> 'lineId')::uuid), 0) as units) rest
      where units > 0) beyond
    where beyond.lines is not null`);
}
