import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { writtenForms } from '#kernel/email-address/email-address.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/**
 * What guests wrote with an address is its owner's to see too. Nothing is written to the tickets:
 * they are asked with the address, so that none is missed that is being opened at this moment. An account
 * has one address: of those that it had before it keeps what was written till then.
 */
export async function onEmailConfirmed(
  { data: { customerId, email }, occurredAt }: ReceivedEvent<'auth.email_confirmed'>,
  tx: Transaction,
): Promise<void> {
  const forms = writtenForms(email);
  tx.last(sql`
    with had as (
      insert into confirmed_address (email, customer_id)
      select form, ${customerId}::uuid from unnest(${forms}::text[]) form
      on conflict (email) do update set customer_id = excluded.customer_id, given_up_at = null
        where confirmed_address.customer_id <> excluded.customer_id
          or confirmed_address.given_up_at is not null)
    update confirmed_address set given_up_at = ${occurredAt}::timestamptz
    where customer_id = ${customerId}::uuid and email <> all (${forms}::text[])
      and given_up_at is null`);
}
