import { ok } from '#kernel/result.ts';
import { channelsSeenBy } from '#kernel/actor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { hasJoined, joinedBy } from '../orders/order-visibility.ts';

type Joined = OutputOf<'order', 'summarizeJoinedOrders'>;

/** Whose accounts an order that a guest placed has joined, by its number, in the reader's channels. */
export function findJoinedCustomers({
  database,
}: ServiceContext<'order'>): Handler<'order', 'findJoinedCustomers'> {
  return async ({ orderNumber }, invocation) => {
    const channels = channelsSeenBy(invocation.actor);
    const rows = await database.query<{ customerId: string }>(
      sql`
        select known.customer_id from orders
        join confirmed_address known on ${hasJoined}
        where orders.number = ${orderNumber} and owner_kind = 'guest'
          and (${channels}::text[] is null or channel = any(${channels}::text[]))`,
      invocation,
    );
    return ok({ customerIds: rows.map(({ customerId }) => customerId) });
  };
}

/** What an account bought as a guest with addresses that it has confirmed, in the reader's channels. */
export function summarizeJoinedOrders({
  database,
}: ServiceContext<'order'>): Handler<'order', 'summarizeJoinedOrders'> {
  return async ({ customerId }, invocation) => {
    const channels = channelsSeenBy(invocation.actor);
    const row = await database.first<Joined>(
      sql`
        with joined as (
          select id, number, currency, total_minor, placed_at from orders
          where ${joinedBy(sql`${customerId}`)}
            and (${channels}::text[] is null or channel = any(${channels}::text[])))
        select (select count(*)::int from joined) as orders,
          coalesce((
            select jsonb_agg(jsonb_build_object('currency', currency, 'orders', orders,
              'totalMinor', total) order by currency)
            from (select currency, count(*) as orders, sum(total_minor) as total
                  from joined group by currency) t), '[]'::jsonb) as totals,
          (select jsonb_build_object('orderId', id, 'orderNumber', number, 'placedAt',
              to_char(placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
           from joined order by placed_at desc limit 1) as last_order`,
      invocation,
    );
    return ok(row!);
  };
}
