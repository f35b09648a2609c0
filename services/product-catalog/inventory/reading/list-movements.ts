import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { PageOrder } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { optional } from './optional-condition.ts';
import { atSeenLocation } from '../locations/seen-locations.ts';

type Item = OutputOf<'inventory', 'listMovements'>['items'][number];
const allPages = new PageOrder('movements', z.tuple([z.string().regex(/^\d{1,15}$/)]));

/** The ledger, newest first. */
export function listMovements({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'listMovements'> {
  return async ({ limit, cursor, sku, locationId }, invocation) => {
    const pages = allPages.within({ sku, locationId });
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const rows = await database.query<Item & { sequence: number }>(
      sql`
        select sequence, id as movement_id, sku, location_id, kind,
          on_hand_delta, on_hand_after, reason,
          reference_id, actor_kind, actor_id, at
        from movement
        where ${atSeenLocation(invocation.actor, sql`location_id`)}
          and ${optional(sku, (value) => sql`sku = ${value}`)}
          and ${optional(locationId, (value) => sql`location_id = ${value}::uuid`)}
          and ${optional(after.value, ([sequence]) => sql`sequence < ${sequence}::bigint`)}
        order by sequence desc limit ${limit + 1}`,
      invocation,
    );
    return ok(pages.pageOf(rows, limit, (row) => [String(row.sequence)], movementOf));
  };
}

function movementOf(row: Item & { sequence: number }): Item {
  const { sequence: _sequence, ...item } = row;
  return item;
}
