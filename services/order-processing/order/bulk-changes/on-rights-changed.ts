import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { orderBulkMoves } from '../order-states.ts';

/**
 * A change of many goes on by itself with the rights with which it was begun, and ends with them: where
 * a permission or a channel that it needs was taken away, its next order is left as it is.
 */
export async function onRightsChanged(
  { data: { actorIds, channels, permissions }, occurredAt }: ReceivedEvent<'auth.rights_changed'>,
  tx: Transaction,
): Promise<void> {
  const within = channels === '*' ? sql`true` : sql`channels <@ ${channels}::text[]`;
  const running = await tx.query<{ id: string }>(sql`
    select id from order_bulk
    where state = 'running' and started_by = any(${actorIds}) and created_at <= ${occurredAt}
      and not (${within} and ${permissions.includes('orders:write')}
        and (action ->> 'do' is distinct from 'start_picking'
          or ${permissions.includes('fulfillment:write')}))
    order by id for update`);
  for (const { id } of running) {
    const set = sql`finished_at = kontor_now()`;
    await tx.change(transition(orderBulkMoves.stop, id, { set }));
    tx.audit({ subject: `order bulk ${id}`, after: { state: 'stopped' } });
  }
}
