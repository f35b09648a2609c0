import type { z } from 'zod';
import type { stockLine } from '#contracts/stock.ts';
import { fail } from '#kernel/result.ts';
import { sql } from '#platform/sql.ts';
import type { Transaction } from '#platform/transaction.ts';
import { fillBackorders } from './fill-backorders.ts';
import { StockBook, type StockRow } from './stock-book.ts';
import {
  addStockItems,
  lockStock,
  writeMovements,
  writeStock,
  type NewMovement,
} from './stock-store.ts';

export interface LockedLines {
  readonly book: StockBook;
  /** One a stock item: several lines of one are added together. */
  readonly lines: { row: StockRow; quantity: number }[];
}

/** Makes what is missing of the lines' stock items and locks them; undefined for an unknown location. */
export async function lockLines(
  tx: Transaction,
  lines: readonly z.infer<typeof stockLine>[],
): Promise<LockedLines | undefined> {
  const locations = await tx.query<{ id: string }>(
    sql`select id from location order by active desc, priority, id`,
  );
  const first = locations[0]?.id;
  const wanted = new Map<string, { sku: string; locationId: string; quantity: number }>();
  for (const { sku, locationId = first, quantity } of lines) {
    if (locationId === undefined || !locations.some(({ id }) => id === locationId))
      return undefined;
    const key = `${sku} ${locationId}`;
    const sum = (wanted.get(key)?.quantity ?? 0) + quantity;
    wanted.set(key, { sku, locationId, quantity: sum });
  }
  const items = [...wanted.values()];
  await addStockItems(tx, items);
  const book = new StockBook();
  book.add(await lockStock(tx, [...new Set(items.map(({ sku }) => sku))]));
  return {
    book,
    lines: items.map(({ sku, locationId, quantity }) => ({
      row: book.at(sku, locationId),
      quantity,
    })),
  };
}

export function locationUnknown() {
  return fail(
    'location_unknown',
    'No location has this id. List the locations and use one of them.',
  );
}

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
