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
  return ({ expectedVersion, ...zone }, invocation) =>
    database.transaction('put_zone', invocation, async (tx) => {
      const { code, name, channels, countries, regions } = zone;
      const before = await lockZone(tx, code);
      if (before?.isHeld === false) return zoneNotHeld;
      const overtaken = overtakenBy(before, expectedVersion);
      if (overtaken) return overtaken;
      // One of this code that somebody adds at this moment stays as it is where it is not the actor's,
      // or not expected.
      const held = heldBy(invocation);
      const after = await tx.first<{ version: number }>(sql`
        insert into zone (code, name, channels, countries, regions)
        values (${code}, ${name}, ${channels}, ${countries}, ${regions})
        on conflict (code) do update set name = excluded.name, channels = excluded.channels,
          countries = excluded.countries, regions = excluded.regions, version = excluded.version
        where ${held} and zone.version = coalesce(${expectedVersion ?? null}::int, zone.version)
        returning version`);
      if (!after) {
        const since = await lockZone(tx, code);
        return overtakenBy(since?.isHeld ? since : undefined, expectedVersion ?? 0) ?? zoneNotHeld;
      }
      tx.audit({ subject: `delivery zone ${code}`, after: zone });
      tx.afterwards(() => book.forget());
      return ok({ ...zone, version: after.version });
    });
}

export function removeZone(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'removeZone'> {
  return ({ code, expectedVersion }, invocation) =>
    database.transaction('remove_zone', invocation, async (tx) => {
      const zone = await lockZone(tx, code);
      if (!zone) return fail('zone_not_found', 'There is no delivery zone of this code.');
      if (!zone.isHeld) return zoneNotHeld;
      const overtaken = overtakenBy(zone, expectedVersion);
      if (overtaken) return overtaken;
      await tx.change(sql`delete from zone where code = ${code}`);
      tx.audit({ subject: `delivery zone ${code}` });
      tx.afterwards(() => book.forget());
      return ok({});
    });
}

/** The condition under which a row of `zone` serves channels of the actor alone. */
function heldBy({ actor: { channels } }: Invocation): Statement {
  return channels === '*' ? sql`true` : sql`zone.channels <@ ${channels}::text[]`;
}

interface LockedZone {
  readonly isHeld: boolean;
  readonly version: number;
}

/** Locks a zone, so that whom it serves stays as it is, and tells whether the actor holds it. */
export function lockZone(tx: Transaction, code: string): Promise<LockedZone | undefined> {
  return tx.first<LockedZone>(sql`
    select ${heldBy(tx.invocation)} as is_held, version from zone where code = ${code} for update`);
}

/** Refuses a change of what somebody else changed since it was read; 0 expects that there is none. */
export function overtakenBy(
  thing: { readonly version: number } | undefined,
  expectedVersion: number | undefined,
) {
  const version = thing?.version ?? 0;
  if (expectedVersion === undefined || expectedVersion === version) return undefined;
  return fail('version_conflict', 'Somebody changed it meanwhile. Read it again.', { version });
}

export const zoneNotHeld = channelNotHeld('The zone serves channels that are not yours.');
