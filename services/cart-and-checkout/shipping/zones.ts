import { wholeList } from '#contracts/shapes.ts';
import { channelsSeenBy } from '#kernel/actor.ts';
import { channelNotHeld } from '#kernel/channel-wall.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { readZones, type DeliveryBook } from './delivery-book.ts';

/** Those that serve a channel of the actor's, or all. */
export function listZones({
  database,
}: ServiceContext<'shipping'>): Handler<'shipping', 'listZones'> {
  return async (_input, { actor }) => {
    const zones = await readZones(database);
    const seen = channelsSeenBy(actor);
    if (seen === null) return ok(wholeList(zones));
    const isSeen = ({ channels }: (typeof zones)[number]) =>
      channels.some((channel) => channel === '*' || seen.includes(channel));
    return ok(wholeList(zones.filter(isSeen)));
  };
}

export function putZone(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'putZone'> {
  return (zone, invocation) =>
    database.transaction('put_zone', invocation, async (tx) => {
      const { code, name, channels, countries, regions } = zone;
      // A zone of this code that is not the actor's stays as it is.
      const held = heldBy(invocation);
      const written = await tx.change(sql`
        insert into zone (code, name, channels, countries, regions)
        values (${code}, ${name}, ${channels}, ${countries}, ${regions})
        on conflict (code) do update set name = excluded.name, channels = excluded.channels,
          countries = excluded.countries, regions = excluded.regions where ${held}`);
      if (written === 0) return zoneNotHeld;
      tx.audit({ subject: `delivery zone ${code}`, after: zone });
      tx.afterwards(() => book.forget());
      return ok(zone);
    });
}

export function removeZone(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'removeZone'> {
  return ({ code }, invocation) =>
    database.transaction('remove_zone', invocation, async (tx) => {
      if ((await lockZone(tx, code)) === 'not_held') return zoneNotHeld;
      const removed = await tx.change(sql`delete from zone where code = ${code}`);
      if (removed === 0) return fail('zone_not_found', 'There is no delivery zone of this code.');
      tx.audit({ subject: `delivery zone ${code}` });
      tx.afterwards(() => book.forget());
      return ok({});
    });
}

/** The condition under which a row of `zone` serves channels of the actor alone. */
function heldBy({ actor: { channels } }: Invocation): Statement {
  return channels === '*' ? sql`true` : sql`zone.channels <@ ${channels}::text[]`;
}

/** Locks a zone, so that whom it serves stays as it is, and tells whether the actor holds it. */
export async function lockZone(
  tx: Transaction,
  code: string,
): Promise<'held' | 'not_held' | 'not_found'> {
  const zone = await tx.first<{ held: boolean }>(
    sql`select ${heldBy(tx.invocation)} as held from zone where code = ${code} for update`,
  );
  if (!zone) return 'not_found';
  return zone.held ? 'held' : 'not_held';
}

export const zoneNotHeld = channelNotHeld('The zone serves channels that are not yours.');
