import { hasPermission } from '#kernel/actor.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { CountWork } from '#platform/stories/waiting-work.ts';
import { sql } from '#platform/ground/sql.ts';
import { visibleTo } from './ticket-access.ts';
import { dueAt } from './ticket-store.ts';

/** Those in which the shop is to answer. */
export function countOpenTickets({ database }: ServiceContext<'support'>): CountWork {
  return async (invocation) => {
    const { actor } = invocation;
    if (!hasPermission(actor, 'support:read')) return [];
    const found = await database.first<{ count: number; dueAt: string | null }>(
      sql`
        select count(*)::int as count, min(${dueAt}) as due_at from ticket
        where ticket.state = 'open' and ${visibleTo({ actor }, 'support:read')}`,
      invocation,
    );
    const list = { operationId: 'adminListTickets', query: { state: 'open' } };
    const { count, dueAt: earliest } = found!;
    return [
      { kind: 'tickets_open', count, service: 'support', dueAt: earliest, locationId: null, list },
    ];
  };
}
