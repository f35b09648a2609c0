import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { emitContact, selectProfile, type Profile } from './customer-store.ts';
import { moveWatches } from './watches/move-watches.ts';

/** The customer is written to at the address with which they sign in, and waits with it. */
export async function takeEmailChange(
  event: ReceivedEvent<'auth.email_changed'>,
  tx: Transaction,
): Promise<void> {
  const { customerId, email } = event.data;
  const changed = await tx.change(sql`
    update customer set email = ${email}, version = version + 1, updated_at = kontor_now()
    where id = ${customerId}`);
  // Registered, but not heard of yet: the event waits for its turn to come again.
  if (changed !== 1) throw new Error(`no profile of customer ${customerId} yet`);
  await moveWatches(tx, customerId, email);
  const profile = await tx.first<Profile>(selectProfile(sql`customer.id = ${customerId}`));
  emitContact(tx, profile!);
}
