import type { z } from 'zod';
import type { timelineEntry } from '#contracts/order/shapes.ts';
import { wholeList } from '#contracts/shapes.ts';
import { hasPermission } from '#kernel/actor.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { codeOf } from '../orders/timeline.ts';
import { orderNotFound } from './get-order.ts';
import { provenBy } from '../links/proven-by.ts';
import { visibleTo } from '../orders/order-visibility.ts';

type Entry = z.output<typeof timelineEntry>;

/** What happened, oldest first. Internal entries, and which member of staff it was, are staff's alone. */
export function getTimeline({
  database,
  settings,
}: ServiceContext<'order'>): Handler<'order', 'getTimeline'> {
  return async (input, invocation) => {
    const { orderId, ...proof } = provenBy(settings, input);
    const staff = hasPermission(invocation.actor, 'orders:read');
    const row = await database.first<{ entries: Entry[] | null }>(
      sql`
        select (
          select jsonb_agg(jsonb_build_object('at', at, 'kind', kind, 'message', message,
            'actor', actor, 'internal', internal, 'traceId', trace_id) order by at, ordinal)
          from timeline_entry
          where order_id = ${orderId} and (${staff}::boolean or not internal)) as entries
        from orders where id = ${orderId} and ${visibleTo(invocation.actor, 'orders:read', proof)}`,
      invocation,
    );
    if (!row) return orderNotFound();
    const entries = (row.entries ?? []).map((entry) => ({
      ...entry,
      ...codeOf(entry.kind),
      at: new Date(entry.at).toISOString(),
      actor: staff ? entry.actor : entry.actor.split(':', 1)[0]!,
    }));
    return ok(wholeList(entries));
  };
}
