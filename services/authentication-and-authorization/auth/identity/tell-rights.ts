import { newId } from '#kernel/ids.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { accountColumns, actorOf, type AccountRow } from './account-store.ts';

interface Told extends AccountRow {
  readonly keys: string[];
}

/**
 * Told with the change itself, of members that `which` finds among accounts `a`: what goes on by itself
 * in their name, or in that of a key they lent, ends where it is no longer theirs to do. Each is a thing
 * of its own: another role changes what somebody may, and not the version of their account.
 */
export async function tellRightsOf(tx: Transaction, which: Statement): Promise<void> {
  const members = await tx.query<Told>(sql`
    select ${accountColumns}, array(
      with recursive made as (
        select api_key_id from api_key where created_by = 'staff:' || a.account_id
        union
        select k.api_key_id from api_key k join made
          on k.created_by = 'api_key:' || made.api_key_id)
      select api_key_id::text from made) as keys
    from account a where a.kind = 'staff' and ${which} order by a.account_id`);
  for (const member of members) {
    const { accountId, channel, locale, keys } = member;
    const { channels, permissions } = actorOf(member);
    const rights =
      member.state === 'active' ? { channels, permissions } : { channels: [], permissions: [] };
    tx.emit({
      type: 'auth.rights_changed',
      aggregateId: newId(),
      aggregateVersion: 1,
      channel,
      locale,
      data: { actorIds: [accountId, ...keys], ...rights },
    });
  }
}

/** Of keys that opened something, and open nothing any more. */
export function tellKeysEnded(tx: Transaction, apiKeyIds: readonly string[]): void {
  const { channel, locale } = tx.invocation;
  tx.emit({
    type: 'auth.rights_changed',
    aggregateId: newId(),
    aggregateVersion: 1,
    channel,
    locale,
    data: { actorIds: [...apiKeyIds], channels: [], permissions: [] },
  });
}
