import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';
import { keyOfCursor, optional, pageOfRows, uuidPart } from './pages.ts';
import { atSeenLocation } from './seen-locations.ts';

type Item = OutputOf<'inventory', 'listShortages'>['items'][number];

/** Reserved units that counts have not found, newest first. */
export function listShortages({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'listShortages'> {
  return async ({ limit, cursor, state }, invocation) => {
    const after = keyOfCursor(cursor, [uuidPart]);
    const rows = await database.query<Item>(
      sql`
        select id as "shortageId", sku, location_id as "locationId", units,
          opened_at as "openedAt", closed_at as "closedAt"
        from shortage
        where ${atSeenLocation(invocation.actor, sql`location_id`)}
          and ${optional(state, (value) => sql`(closed_at is null) = (${value} = 'open')`)}
          and ${optional(after, ([id]) => sql`id < ${id}::uuid`)}
        order by id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(pageOfRows(rows, limit, (row) => [row.shortageId]));
  };
}
