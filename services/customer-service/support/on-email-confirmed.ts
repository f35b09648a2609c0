import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { writtenForms } from '#kernel/email-address/email-address.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/**
 * What guests wrote with an address is its owner's to see too. Nothing is written to the tickets:
 * they are asked with the address, so that none is missed that is being opened at this moment.
 */
export async function onEmailConfirmed(
  { data: { customerId, email } }: ReceivedEvent<'auth.email_confirmed'>,
  tx: Transaction,
): Promise<void> {
  tx.last(sql`
    insert into confirmed_address (email, customer_id)
    select form, ${customerId}::uuid from unnest(${writtenForms(email)}::text[]) form
    on conflict (email) do update set customer_id = excluded.customer_id
      where confirmed_address.customer_id <> excluded.customer_id`);
}
