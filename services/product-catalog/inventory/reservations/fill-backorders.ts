import { sql } from '#platform/ground/sql.ts';
import type { EmittedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { newId } from '#kernel/ids.ts';
import { writeAllocations, type AllocationRow } from './reservation-store.ts';
import type { StockBook, StockRow } from '../ledger/stock-book.ts';

/**
 * Gives units that came free to the reservations that wait for them, oldest first. Safety stock is
 * no reason to let them wait. The items are locked. `known` are allocations that this transaction
 * changes itself: they are looked at as they will be.
 */
export async function fillBackorders(
  tx: Transaction,
  book: StockBook,
  known: readonly AllocationRow[] = [],
): Promise<void> {
  const rows = book.changed().map(({ row }) => row);
  const ready = rows.filter((row) => row.backordered > 0 && freeOf(row) > 0);
  if (ready.length === 0) return;
  const waiting = await tx.query<AllocationRow>(sql`
    select a.reservation_id, a.line_id, a.sku,
           a.location_id, a.tracked, a.quantity, a.backordered, a.departed, a.released
    from reservation_allocation a
    join unnest(${ready.map((row) => row.sku)}::text[], ${ready.map((row) => row.locationId)}::uuid[])
      as v (sku, location_id) on v.sku = a.sku and v.location_id = a.location_id
    where a.backordered > 0 order by a.sequence`);
  const filled: AllocationRow[] = [];
  const came = new Map<string, FilledLine[]>();
  for (const row of waiting) {
    const allocation = known.find((other) => isSame(other, row)) ?? row;
    const item = book.at(row.sku, row.locationId);
    const units = Math.min(allocation.backordered, freeOf(item));
    if (units <= 0) continue;
    allocation.backordered -= units;
    book.change(item, {
      reserved: item.reserved + units,
      backordered: item.backordered - units,
    });
    if (allocation === row) filled.push(row);
    const { reservationId, lineId, sku, locationId } = row;
    const lines = came.get(reservationId) ?? [];
    came.set(reservationId, [...lines, { lineId, sku, locationId, quantity: units }]);
  }
  writeAllocations(tx, filled);
  for (const [reservationId, lines] of came) {
    tx.emit({
      type: 'inventory.reservation_filled',
      aggregateId: newId(),
      aggregateVersion: 1,
      data: { reservationId, lines },
    });
  }
}

type FilledLine = EmittedEvent<'inventory.reservation_filled'>['data']['lines'][number];

function freeOf(row: StockRow): number {
  return row.onHand - row.reserved;
}

function isSame(left: AllocationRow, right: AllocationRow): boolean {
  return (
    left.reservationId === right.reservationId &&
    left.lineId === right.lineId &&
    left.locationId === right.locationId
  );
}
