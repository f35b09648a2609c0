import type { Actor } from '#kernel/actor.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { bulkMoves } from '../product-bulk-states.ts';
import { areRightsLeft } from '../rights-left.ts';

/** A change of many ends where a permission or a channel was taken away with which it was begun. */
export async function endBulks(
  { data: { actorIds, ...rights }, occurredAt }: ReceivedEvent<'auth.rights_changed'>,
  tx: Transaction,
): Promise<void> {
  const running = await tx.query<{ id: string; actor: Actor }>(sql`
    select id, actor from product_bulk
    where state = 'running' and started_by = any(${actorIds}) and created_at <= ${occurredAt}
    order by id for update`);
  for (const { id, actor } of running) {
    if (areRightsLeft(actor, rights, ['catalog:write'])) continue;
    const set = sql`finished_at = kontor_now()`;
    await tx.change(transition(bulkMoves.stop, id, { set }));
    tx.audit({ subject: `bulk ${id}`, after: { state: 'stopped' } });
  }
}
