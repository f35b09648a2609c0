import type { Actor, StaffPermission } from '#kernel/actor.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { importMoves } from '../file-import-states.ts';
import { areRightsLeft } from '../rights-left.ts';

interface UnderWay {
  readonly id: string;
  readonly state: 'checking' | 'running';
  readonly stock: boolean;
  readonly actor: Actor;
}

/**
 * An import ends where a permission or a channel was taken away with which it was begun. What is in stays
 * in; the file is read to its end all the same, so that the report names the rest. A check, which brings
 * nothing in, is stopped where it is.
 */
export async function endImports(
  { data: { actorIds, ...rights }, occurredAt }: ReceivedEvent<'auth.rights_changed'>,
  tx: Transaction,
): Promise<void> {
  const underWay = await tx.query<UnderWay>(sql`
    select id, state, stock, actor from file_import
    where state in ('checking', 'running') and not is_revoked and started_by = any(${actorIds})
      and coalesce(started_at, created_at) <= ${occurredAt}
    order by id for update`);
  for (const { id, state, stock, actor } of underWay) {
    const needed: StaffPermission[] = [
      'catalog:write',
      ...(stock ? ['inventory:write' as const] : []),
    ];
    if (areRightsLeft(actor, rights, needed)) continue;
    const set = sql`finished_at = kontor_now()`;
    if (state === 'checking') await tx.change(transition(importMoves.stop, id, { set }));
    else
      await tx.change(sql`
        update file_import set is_revoked = true, problem = ${revoked}, version = version + 1
        where id = ${id}`);
    tx.audit({ subject: `import ${id}`, after: { state: 'stopped' } });
  }
}

const revoked =
  'The rights with which it was begun were taken away. What is in stays in, and the report names the rest. Somebody who may import can go on with it.';
