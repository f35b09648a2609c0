import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/** The groups of the owner of a row of `cart`; guests are in none. */
export const groupsOfOwner = sql`
  coalesce((select s.group_codes from customer_segment s
            where cart.owner_kind = 'customer' and s.customer_id = cart.owner_id), '{}')`;

/** Keeps in which groups a customer is; an older telling never overwrites a newer one. */
export async function onGroupsChanged(
  { data: { customerId, groupCodes }, aggregateVersion }: ReceivedEvent<'customer.groups_changed'>,
  tx: Transaction,
): Promise<void> {
  tx.last(sql`
    insert into customer_segment (customer_id, group_codes, version)
    values (${customerId}, ${groupCodes}, ${aggregateVersion})
    on conflict (customer_id) do update
      set group_codes = excluded.group_codes, version = excluded.version
      where customer_segment.version < excluded.version`);
}
