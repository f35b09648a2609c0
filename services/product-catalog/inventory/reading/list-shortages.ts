import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { idPart, PageOrder } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { optional } from './optional-condition.ts';
import { atSeenLocation } from '../locations/seen-locations.ts';

type Item = OutputOf<'inventory', 'listShortages'>['items'][number];
const allPages = new PageOrder('shortages', z.tuple([idPart]));

/** Reserved units that counts have not found, newest first. */
export function listShortages({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'listShortages'> {
  return async ({ limit, cursor, state }, invocation) => {
    const pages = allPages.within({ state });
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const rows = await database.query<Item>(
      sql`
        select id as shortage_id, sku, location_id, units,
          opened_at, closed_at
        from shortage
        where ${atSeenLocation(invocation.actor, sql`location_id`)}
          and ${optional(state, (value) => sql`(closed_at is null) = (${value} = 'open')`)}
          and ${optional(after.value, ([id]) => sql`id < ${id}::uuid`)}
        order by id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pages.pageOf(
        rows,
        limit,
        (row) => [row.shortageId],
        (row) => row,
      ),
    );
  };
}
