import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';

/** Keeps in which time zone a channel's days are; an older telling never overwrites a newer one. */
export async function onChannelChanged(
  { data: { code, timeZone }, aggregateVersion }: ReceivedEvent<'product.channel_changed'>,
  tx: Transaction,
): Promise<void> {
  tx.last(sql`
    insert into channel_time_zone (channel, version, time_zone)
    values (${code}, ${aggregateVersion}, ${timeZone})
    on conflict (channel) do update
      set version = excluded.version, time_zone = excluded.time_zone
      where channel_time_zone.version < excluded.version`);
}
