import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/** Keeps what customer tells of a person; an older telling never overwrites a newer one. */
export async function onContactChanged(
  event: ReceivedEvent<'customer.contact_changed'>,
  tx: Transaction,
): Promise<void> {
  const { customerId, email, phone, marketingConsent, marketingSmsConsent } = event.data;
  await tx.query(sql`
    insert into recipient (customer_id, email, phone, marketing_email, marketing_sms, version)
    values (${customerId}, ${email}, ${phone}, ${marketingConsent},
            ${marketingSmsConsent ?? false}, ${event.aggregateVersion})
    on conflict (customer_id) do update set email = excluded.email, phone = excluded.phone,
      marketing_email = excluded.marketing_email, marketing_sms = excluded.marketing_sms,
      version = excluded.version
    where recipient.version < excluded.version`);
}
