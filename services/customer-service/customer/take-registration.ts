import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/** A profile for who registered. What they said as their name is split at its last space. */
export async function takeRegistration(
  event: ReceivedEvent<'auth.registered'>,
  tx: Transaction,
): Promise<void> {
  const { customerId, email, name } = event.data;
  const words = name?.trim().split(/\s+/) ?? [];
  const lastName = words.length > 1 ? words.at(-1)! : null;
  const firstName = (lastName === null ? words : words.slice(0, -1)).join(' ') || null;
  const added = await tx.change(sql`
    insert into customer (id, channel, locale, email, first_name, last_name)
    values (${customerId}, ${event.channel}, ${event.locale}, ${email}, ${firstName}, ${lastName})
    on conflict (id) do nothing`);
  if (added === 0) return;
  tx.emit({
    type: 'customer.contact_changed',
    aggregateId: customerId,
    aggregateVersion: 1,
    data: { customerId, email, phone: null, marketingConsent: false, marketingSmsConsent: false },
  });
}
