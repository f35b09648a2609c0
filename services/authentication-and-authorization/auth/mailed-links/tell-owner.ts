import { newId } from '#kernel/ids.ts';
import type { EventData } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { AccountRow } from '../identity/account-store.ts';
import { customerIdOf } from './request-mail.ts';

type Owner = Pick<AccountRow, 'accountId' | 'kind' | 'email' | 'channel' | 'locale'>;

/** Tells the owner of an account what happened to what guards it, in the transaction in which it did. */
export async function tellOwner(
  tx: Transaction,
  accountId: string,
  change: EventData<'auth.guard_changed'>['change'],
  device?: string,
): Promise<void> {
  const owner = await tx.first<Owner>(sql`
    select account_id, kind, email, channel, locale from account
    where account_id = ${accountId}`);
  if (!owner) return;
  const { email, channel, locale } = owner;
  tx.emit({
    type: 'auth.guard_changed',
    // Each is a mail of its own, and none waits for another.
    aggregateId: newId(),
    aggregateVersion: 1,
    channel,
    locale,
    data: { customerId: customerIdOf(owner), email, change, ...(device && { device }) },
  });
}
