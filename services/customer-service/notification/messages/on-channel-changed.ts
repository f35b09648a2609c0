import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';

/** Keeps in which time zone a channel's days are, and its language; an older telling never overwrites a newer one. */
export async function onChannelChanged(
  {
    data: { code, timeZone, defaultLocale },
    aggregateVersion,
  }: ReceivedEvent<'product.channel_changed'>,
  tx: Transaction,
): Promise<void> {
  tx.last(sql`
    insert into channel_time_zone (channel, version, time_zone, default_locale)
    values (${code}, ${aggregateVersion}, ${timeZone}, ${defaultLocale})
    on conflict (channel) do update
      set version = excluded.version, time_zone = excluded.time_zone,
          default_locale = excluded.default_locale
      where channel_time_zone.version < excluded.version`);
}
