import type { Address } from '#contracts/shapes.ts';
import type { DispatchCalendar } from '#contracts/inventory/dispatch.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

/** A location that is open, as far as shipping knows of it. */
export interface SendingLocation {
  readonly locationId: string;
  readonly channels: readonly string[];
  readonly address: Address | null;
  readonly dispatch: DispatchCalendar | null;
}

/** All that are open, in the order in which stock is taken from them. */
export const sendingLocations: Statement = sql`
  select id as location_id, channels, address, dispatch
  from location where active order by priority, id`;

/** The first that serves a channel: its stock is taken first. */
export function sendingLocationOf(
  locations: readonly SendingLocation[],
  channel: string,
): SendingLocation | undefined {
  return locations.find(({ channels }) => channels.includes('*') || channels.includes(channel));
}
