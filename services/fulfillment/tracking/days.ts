import { timeZoneOf, type Settings } from '#platform/ground/settings.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/** Keeps in which time zone a channel's days are; an older telling never overwrites a newer one. */
export async function onChannelChanged(
  { data: { code, timeZone }, aggregateVersion }: ReceivedEvent<'product.channel_changed'>,
  tx: Transaction,
): Promise<void> {
  tx.last(sql`
    insert into channel_zone (channel, version, time_zone)
    values (${code}, ${aggregateVersion}, ${timeZone})
    on conflict (channel) do update set version = excluded.version, time_zone = excluded.time_zone
      where channel_zone.version < excluded.version`);
}

/** Whether the buyer reads another day in one moment than in the other. */
export async function areOtherDays(
  tx: Transaction,
  settings: Settings,
  channel: string,
  [one, other]: readonly [string, string],
): Promise<boolean> {
  if (Date.parse(one) === Date.parse(other)) return false;
  const zone = await tx.first<{ timeZone: string | null }>(
    sql`select time_zone from channel_zone where channel = ${channel}`,
  );
  const timeZone = zone?.timeZone ?? timeZoneOf(settings);
  return dayOf(one, timeZone) !== dayOf(other, timeZone);
}

/** As a message writes it: what carriers tell without an hour is that day everywhere. */
function dayOf(moment: string, timeZone: string): string {
  const at = Date.parse(moment);
  const isPlainDay = at % 86_400_000 === 0;
  return new Intl.DateTimeFormat('en-CA', { timeZone: isPlainDay ? 'UTC' : timeZone }).format(at);
}
