import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { idPart, PageOrder, textPart } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { optional } from './optional-condition.ts';
import { atSeenLocation } from '../locations/seen-locations.ts';

type Item = OutputOf<'inventory', 'listStock'>['items'][number];
const allPages = new PageOrder('stock', z.tuple([textPart(64), idPart]));

export const itemColumns = sql`
  i.sku, i.location_id, i.on_hand, i.reserved, i.backordered,
  greatest(0, i.on_hand - i.reserved - i.safety_stock) as available, i.received, i.departed,
  i.corrected, i.short_units, i.safety_stock,
  coalesce(s.low_stock_threshold, 0) as low_stock_threshold,
  coalesce(s.policy_override, s.policy, 'deny') as policy, coalesce(s.tracked, true) as tracked,
  s.expected_on::text as expected_on,
  s.sku is not null and not s.removed as announced, i.version`;

/** Stock items by SKU and location. */
export function listStock({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'listStock'> {
  return async ({ limit, cursor, sku, locationId }, invocation) => {
    const pages = allPages.within({ sku, locationId });
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const rows = await database.query<Item>(
      sql`
        select ${itemColumns} from stock_item i left join stock_sku s on s.sku = i.sku
        where ${atSeenLocation(invocation.actor, sql`i.location_id`)}
          and ${optional(sku, (value) => sql`i.sku = ${value}`)}
          and ${optional(locationId, (value) => sql`i.location_id = ${value}::uuid`)}
          and ${optional(after.value, ([afterSku, afterId]) => sql`(i.sku, i.location_id) > (${afterSku}, ${afterId}::uuid)`)}
        order by i.sku, i.location_id limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pages.pageOf(
        rows,
        limit,
        (row) => [row.sku, row.locationId],
        (row) => row,
      ),
    );
  };
}
