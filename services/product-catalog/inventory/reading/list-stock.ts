import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { idPart, PageOrder, textPart, timePart } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { isSettled } from '#platform/data/settled-read.ts';
import { optional } from './optional-condition.ts';
import { isLow } from './low-stock.ts';
import { atSeenLocation } from '../locations/seen-locations.ts';

type Item = OutputOf<'inventory', 'listStock'>['items'][number];
type ItemRow = Item & { readonly changed: string };
const allPages = new PageOrder('stock', z.tuple([textPart(64), idPart]));
const copies = new PageOrder('stock changed', z.tuple([timePart, textPart(64), idPart]));

const itemColumns = sql`
  i.sku, i.location_id, i.on_hand, i.reserved, i.backordered,
  greatest(0, i.on_hand - i.reserved - i.safety_stock) as available, i.received, i.departed,
  i.corrected, i.short_units, i.safety_stock,
  coalesce(s.low_stock_threshold, 0) as low_stock_threshold,
  coalesce(s.policy_override, s.policy, 'deny') as policy, coalesce(s.tracked, true) as tracked,
  s.expected_on::text as expected_on,
  s.sku is not null and not s.removed as announced, i.version`;

/** Of what is stored here and of what the catalogue and staff say of its SKU, whichever came later. */
const updatedAt = sql`greatest(i.updated_at, s.updated_at)`;

/** By SKU and location; for a copy the oldest change first. */
export function listStock({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'listStock'> {
  return async ({ limit, cursor, ...filters }, invocation) => {
    const { sku, query, locationId, level, updatedSince } = filters;
    const found = sql`
      select ${itemColumns}, ${updatedAt} as updated_at, ${updatedAt}::text as changed
      from stock_item i left join stock_sku s on s.sku = i.sku
      where ${atSeenLocation(invocation.actor, sql`i.location_id`)}
        and ${optional(sku, (value) => sql`i.sku = ${value}`)}
        and ${optional(query, (value) => sql`lower(i.sku) like lower(${`${escaped(value)}%`})`)}
        and ${optional(locationId, (value) => sql`i.location_id = ${value}::uuid`)}
        and ${optional(level, () => isLow)}`;
    if (updatedSince !== undefined) {
      const pages = copies.within(filters);
      const after = pages.after(cursor);
      if (!after.ok) return after;
      const rows = await database.list<ItemRow>(
        sql`
          ${found} and ${updatedAt} >= ${updatedSince}::timestamptz and ${isSettled(updatedAt)}
            and ${optional(after.value, ([at, afterSku, afterId]) => sql`(${updatedAt}, i.sku, i.location_id) > (${at}::timestamptz, ${afterSku}, ${afterId}::uuid)`)}
          order by ${updatedAt}, i.sku, i.location_id limit ${limit + 1}`,
        true,
        invocation,
      );
      return ok(pages.pageOf(rows, limit, (row) => [row.changed, row.sku, row.locationId], toItem));
    }
    const pages = allPages.within(filters);
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const rows = await database.query<ItemRow>(
      sql`
        ${found}
          and ${optional(after.value, ([afterSku, afterId]) => sql`(i.sku, i.location_id) > (${afterSku}, ${afterId}::uuid)`)}
        order by i.sku, i.location_id limit ${limit + 1}`,
      invocation,
    );
    return ok(pages.pageOf(rows, limit, (row) => [row.sku, row.locationId], toItem));
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

function toItem({ changed: _changed, ...item }: ItemRow): Item {
  return item;
}
