import { holdsChannels, type Actor } from '#kernel/actor.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { bulkMoves } from '../product-bulk-states.ts';

/** A change of many ends where a permission or a channel was taken away with which it was begun. */
export async function onRightsChanged(
  { data: { actorIds, ...rights }, occurredAt }: ReceivedEvent<'auth.rights_changed'>,
  tx: Transaction,
): Promise<void> {
  const running = await tx.query<{ id: string; actor: Actor }>(sql`
    select id, actor from product_bulk
    where state = 'running' and started_by = any(${actorIds}) and created_at <= ${occurredAt}
    order by id for update`);
  for (const { id, actor } of running) {
    if (isLeft(actor, rights)) continue;
    const set = sql`finished_at = kontor_now()`;
    await tx.change(transition(bulkMoves.stop, id, { set }));
    tx.audit({ subject: `bulk ${id}`, after: { state: 'stopped' } });
  }
}

function isLeft({ channels }: Actor, rights: Pick<Actor, 'channels' | 'permissions'>): boolean {
  if (!rights.permissions.includes('catalog:write')) return false;
  if (rights.channels === '*') return true;
  return channels !== '*' && holdsChannels({ kind: 'staff', id: '', ...rights }, channels);
}
