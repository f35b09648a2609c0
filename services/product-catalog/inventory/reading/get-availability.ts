import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** What a SKU that is not tracked always has. */
export const untrackedAvailable = 1_000_000;

type Item = OutputOf<'inventory', 'getAvailability'>['items'][number];

/** Always live: one statement over the locations of the channel. */
export function getAvailability({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'getAvailability'> {
  return async ({ skus }, invocation) => {
    const { channel } = invocation;
    const items = await database.query<Item>(
      sql`
        select asked.sku, coalesce(s.policy_override, s.policy, 'deny') as policy,
          coalesce(s.tracked, true) as tracked,
          case when s.expected_on >= kontor_now()::date then s.expected_on::text end as expected_on,
          case when s.sku is null or s.removed then 0
               when not s.tracked then ${untrackedAvailable}::int
               else coalesce((
                 select sum(greatest(0, i.on_hand - i.reserved - i.safety_stock))
                 from stock_item i join location l on l.id = i.location_id
                 where i.sku = asked.sku and l.active and l.channels && array['*', ${channel}::text]
               ), 0)::int end as available
        from unnest(${skus}::text[]) with ordinality as asked (sku, position)
        left join stock_sku s on s.sku = asked.sku
        order by asked.position`,
      invocation,
    );
    return ok({ items });
  };
}
