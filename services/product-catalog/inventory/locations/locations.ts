import { wholeList } from '#contracts/shapes.ts';
import type { Actor } from '#kernel/actor.ts';
import { channelNotHeld } from '#kernel/channel-wall.ts';
import { sumMinor } from '#kernel/money.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { seenBy } from './seen-locations.ts';
import { emitStockChanged, lockStockAt } from '../ledger/stock-book.ts';
import { emitLocation, locationColumns as columns, type Location } from './tell-locations.ts';
import { addressDocument } from '../stored/documents.ts';

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
  return async ({ code, name, channels, priority, address, active }, invocation) =>
    database.transaction('put_location', invocation, async (tx) => {
      const { actor } = invocation;
      const before = await tx.first<Location>(
        // Who holds stock and writes of it refers to its location: they are not in each other's way.
        sql`select ${columns} from location where code = ${code} for no key update`,
      );
      const after = await tx.first<Location>(sql`
        insert into location (code, name, channels, priority, address, active, told_version)
        values (${code}, ${name}, ${channels}, ${priority}, ${address && addressDocument.write(address)}, ${active}, 1)
        on conflict (code) do update set name = excluded.name, channels = excluded.channels,
          priority = excluded.priority, address = excluded.address, active = excluded.active,
          version = location.version + 1, told_version = location.version + 1
        where ${actor.channels === '*'} or location.channels <@ ${heldOf(actor)}::text[]
        returning ${columns}`);
      // One of this code is there, perhaps since a moment ago, for channels that are not the actor's.
      if (!after) return locationNotHeld;
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
