import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import type { DeliveryBook } from '../delivery-book.ts';
import { dispatchDocument, senderDocument } from '../stored/documents.ts';

/**
 * Keeps where parcels are sent from, and when; an older telling never overwrites a newer one. Other
 * processes that quote take it up within seconds, as they do with zones.
 */
export function onLocationChanged(book: DeliveryBook) {
  return async (
    { data, aggregateVersion }: ReceivedEvent<'inventory.location_changed'>,
    tx: Transaction,
  ): Promise<void> => {
    const { locationId, channels, priority, address, dispatch, active } = data;
    tx.last(sql`
    insert into location (id, channels, priority, address, dispatch, active, version)
    values (${locationId}, ${channels}, ${priority},
      ${address && senderDocument.write(address)}, ${dispatch && dispatchDocument.write(dispatch)},
      ${active}, ${aggregateVersion})
    on conflict (id) do update set channels = excluded.channels, priority = excluded.priority,
      address = excluded.address, dispatch = excluded.dispatch, active = excluded.active,
      version = excluded.version
    where location.version < excluded.version`);
    tx.afterwards(() => book.forget());
  };
}
