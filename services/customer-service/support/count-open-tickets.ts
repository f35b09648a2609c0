import { hasPermission } from '#kernel/actor.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { CountWork } from '#platform/stories/waiting-work.ts';
import { sql } from '#platform/ground/sql.ts';
import { visibleTo } from './ticket-access.ts';

/** Those in which the shop is to answer. */
export function countOpenTickets({ database }: ServiceContext<'support'>): CountWork {
  return async (invocation) => {
    const { actor } = invocation;
    if (!hasPermission(actor, 'support:read')) return [];
    const found = await database.first<{ count: number }>(
      sql`
        select count(*)::int as count from ticket
        where ticket.state = 'open' and ${visibleTo({ actor }, 'support:read')}`,
      invocation,
    );
    const list = { operationId: 'adminListTickets', query: { state: 'open' } };
    const { count } = found!;
    return [
      { kind: 'tickets_open', count, service: 'support', dueAt: null, locationId: null, list },
    ];
  };
}
