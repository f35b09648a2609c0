import { wholeList } from '#contracts/shapes.ts';
import type { Actor } from '#kernel/actor.ts';
import { channelNotHeld } from '#kernel/channel-wall.ts';
import { sumMinor } from '#kernel/money.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { seenBy } from './seen-locations.ts';
import { emitStockChanged, lockStockAt } from '../ledger/stock-book.ts';
import { emitLocation, locationColumns as columns, type Location } from './tell-locations.ts';
import { addressDocument } from '../stored/documents.ts';

type Put = InputOf<'inventory', 'putLocation'>;

export function listLocations({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'listLocations'> {
  return async (_input, invocation) => {
    const statement = sql`
      select ${columns} from location where ${seenBy(invocation.actor)} order by priority, id`;
    return ok(wholeList(await database.query<Location>(statement, invocation)));
  };
}

/** Adds or changes a location. Whom it serves is seen in its stock, so that is told anew. */
export function putLocation({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'putLocation'> {
  return async (input, invocation) =>
    database.transaction('put_location', invocation, async (tx) => {
      const { code, name, channels, priority, address, active, expectedVersion } = input;
      const { actor } = invocation;
      const before = await tx.first<Location>(
        // Who holds stock and writes of it refers to its location: they are not in each other's way.
        sql`select ${columns} from location where code = ${code} for no key update`,
      );
      if (before && !isHeldBy(actor, before)) return locationNotHeld;
      const overtaken = overtakenBy(before, expectedVersion);
      if (overtaken) return overtaken;
      const after = await tx.first<Location>(sql`
        insert into location (code, name, channels, priority, address, active, told_version)
        values (${code}, ${name}, ${channels}, ${priority}, ${address && addressDocument.write(address)}, ${active}, 1)
        on conflict (code) do update set name = excluded.name, channels = excluded.channels,
          priority = excluded.priority, address = excluded.address, active = excluded.active,
          version = location.version + 1, told_version = location.version + 1
        where (${actor.channels === '*'} or location.channels <@ ${heldOf(actor)}::text[])
          and location.version = coalesce(${expectedVersion ?? null}::int, location.version)
        returning ${columns}`);
      if (!after) return refuseAdded(tx, input);
      const others = await tx.first<object>(
        sql`select from location where active and code <> ${code} limit 1`,
      );
      if (!active && !others)
        return fail('last_location', 'The last active location must stay. Add another one first.');
      if (before?.active && !active) {
        const refusal = await refuseHeldStock(tx, after.locationId);
        if (refusal) return refusal;
      }
      emitLocation(tx, after);
      if (before) await emitStockAgain(tx, before, after);
      tx.audit({ subject: `location ${code}`, before, after });
      return ok(after);
    });
}

/** One of this code was added a moment ago: for channels that are not the actor's, or unexpected. */
async function refuseAdded(tx: Transaction, { code, expectedVersion }: Put) {
  const there = await tx.first<Location>(sql`select ${columns} from location where code = ${code}`);
  const isMine = there && isHeldBy(tx.invocation.actor, there);
  return (isMine && overtakenBy(there, expectedVersion)) || locationNotHeld;
}

/** Refuses a change of what somebody else changed since it was read; 0 expects that there is none. */
export function overtakenBy(location: Location | undefined, expectedVersion: number | undefined) {
  const version = location?.version ?? 0;
  if (expectedVersion === undefined || expectedVersion === version) return undefined;
  return fail('version_conflict', 'Somebody changed it meanwhile. Read it again.', { version });
}

/** Units of a closed location are nobody's to sell or send: they go first. */
async function refuseHeldStock(tx: Transaction, locationId: string) {
  const rows = await lockStockAt(tx, locationId);
  const sumOf = (count: (row: (typeof rows)[number]) => number) => sumMinor(rows.map(count));
  const held = {
    onHand: sumOf((row) => row.onHand),
    reserved: sumOf((row) => row.reserved),
    backordered: sumOf((row) => row.backordered),
  };
  if (held.onHand + held.reserved + held.backordered === 0) return undefined;
  const what =
    'The location holds stock, or units that were promised. Send or cancel what is promised there, and count its stock to 0 (and in at another location), then close it.';
  return fail('location_holds_stock', what, held);
}

export function isHeldBy({ channels: held }: Actor, { channels }: Location): boolean {
  return held === '*' || channels.every((channel) => held.includes(channel));
}

function heldOf({ channels }: Actor): readonly string[] {
  return channels === '*' ? [] : channels;
}

export const locationNotHeld = channelNotHeld('The location serves channels that are not yours.');

async function emitStockAgain(tx: Transaction, before: Location, after: Location): Promise<void> {
  const isSeen =
    before.active !== after.active || String(before.channels) !== String(after.channels);
  if (!isSeen) return;
  const rows = await lockStockAt(tx, after.locationId);
  for (let start = 0; start < rows.length; start += 500)
    emitStockChanged(tx, rows.slice(start, start + 500));
}
