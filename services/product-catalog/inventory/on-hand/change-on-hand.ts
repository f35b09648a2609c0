import type { z } from 'zod';
import type { stockLine } from '#contracts/inventory/stock.ts';
import { holdsChannels } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { fillBackorders } from '../reservations/fill-backorders.ts';
import { locationNotHeld } from '../locations/locations.ts';
import {
  StockBook,
  type StockRow,
  addStockItems,
  lockStock,
  writeMovements,
  writeStock,
  type NewMovement,
} from '../ledger/stock-book.ts';

export interface LockedLines {
  readonly book: StockBook;
  /** One a stock item: several lines of one are added together. */
  readonly lines: { row: StockRow; quantity: number; expected: readonly number[] }[];
}

type Line = z.infer<typeof stockLine> & {
  /** On hand when it was counted. */
  readonly expectedOnHand?: number | undefined;
};

interface Wanted {
  readonly sku: string;
  readonly locationId: string;
  readonly quantity: number;
  readonly expected: readonly number[];
}

/**
 * Makes what is missing of the lines' stock items and locks them. Without a location it is the first
 * that serves the channel asked for; what stands where other channels are served is not touched by
 * who may not act in those.
 */
export async function lockLines(tx: Transaction, lines: readonly Line[]) {
  const { actor } = tx.invocation;
  const locations = await locationsOf(tx);
  const held = locations.filter(({ channels }) => holdsChannels(actor, channels));
  const first = held[0]?.id;
  if (first === undefined) return locations.length === 0 ? locationUnknown : locationNotHeld;
  const wanted = new Map<string, Wanted>();
  for (const { sku, locationId = first, quantity, expectedOnHand } of lines) {
    if (!locations.some(({ id }) => id === locationId)) return locationUnknown;
    if (!held.some(({ id }) => id === locationId)) return locationNotHeld;
    const key = `${sku} ${locationId}`;
    const before = wanted.get(key);
    const expected = [...(before?.expected ?? []), expectedOnHand ?? []].flat();
    wanted.set(key, { sku, locationId, quantity: (before?.quantity ?? 0) + quantity, expected });
  }
  const items = [...wanted.values()];
  await addStockItems(tx, items);
  const book = new StockBook();
  book.add(await lockStock(tx, [...new Set(items.map(({ sku }) => sku))]));
  return ok<LockedLines>({
    book,
    lines: items.map(({ sku, locationId, quantity, expected }) => ({
      row: book.at(sku, locationId),
      quantity,
      expected,
    })),
  });
}

/** Those that serve the channel asked for first. Whom one serves stays as it is until the end. */
function locationsOf(tx: Transaction): Promise<{ id: string; channels: string[] }[]> {
  const { actor, channel } = tx.invocation;
  return tx.query(sql`
    select id, channels from location
    order by channels && array['*', ${channel}]::text[] desc, active desc, priority, id
    ${actor.channels === '*' ? sql`` : sql`for share`}`);
}

const locationUnknown = fail(
  'location_unknown',
  'No location has this id. List the locations and use one of them.',
);

export interface OnHandChange {
  readonly row: StockRow;
  readonly delta: number;
  /** What explains the difference: units received, or corrected. */
  readonly columns: Partial<StockRow>;
}

export function totalOf(changes: readonly OnHandChange[]): number {
  return changes.reduce((sum, { delta }) => sum + delta, 0);
}

/** Changes what is on hand, with a movement for each difference; tells how many there were. */
export async function changeOnHand(
  tx: Transaction,
  book: StockBook,
  kind: NewMovement['kind'],
  changes: readonly OnHandChange[],
  because: { reason: string; referenceId: string },
): Promise<number> {
  const movements: NewMovement[] = [];
  for (const { row, delta, columns } of changes) {
    if (delta === 0) continue;
    book.change(row, { ...columns, onHand: row.onHand + delta });
    movements.push({ row, kind, delta });
  }
  await fillBackorders(tx, book);
  writeStock(tx, book);
  writeMovements(tx, movements, because);
  return movements.length;
}
