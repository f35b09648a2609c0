import { hasPermission } from '#kernel/actor.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { CountWork } from '#platform/stories/waiting-work.ts';
import { sql } from '#platform/ground/sql.ts';
import { atSeenLocation } from '../locations/seen-locations.ts';
import { isLow } from './low-stock.ts';

/** Reckoned over all stock: an index of it would be written anew by each reservation. */
export function countLowStock({ database }: ServiceContext<'inventory'>): CountWork {
  return async (invocation) => {
    const { actor } = invocation;
    if (!hasPermission(actor, 'inventory:read')) return [];
    const found = await database.first<{ count: number }>(
      sql`
        select count(*)::int as count
        from stock_item i join stock_sku s on s.sku = i.sku
        where ${isLow} and ${atSeenLocation(actor, sql`i.location_id`)}`,
      invocation,
    );
    const { count } = found!;
    const list = { operationId: 'adminListStock', query: { level: 'low' } };
    return [
      { kind: 'low_stock', count, service: 'inventory', dueAt: null, locationId: null, list },
    ];
  };
}
