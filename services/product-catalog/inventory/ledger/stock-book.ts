import type { z } from 'zod';
import type { stockPolicy } from '#contracts/inventory/stock.ts';

/** A stock item as it is locked, and changed in memory until it is written. Units are pieces. */
export interface StockRow {
  readonly sku: string;
  readonly locationId: string;
  /** None while its location is closed. */
  readonly channels: readonly string[];
  readonly priority: number;
  readonly policy: z.infer<typeof stockPolicy>;
  readonly tracked: boolean;
  /** False for a SKU that the catalog never announced or has removed: it is not sold. */
  readonly sold: boolean;
  readonly lowStockThreshold: number;
  safetyStock: number;
  onHand: number;
  reserved: number;
  backordered: number;
  received: number;
  departed: number;
  corrected: number;
  shortUnits: number;
  version: number;
}

type Before = Pick<StockRow, 'shortUnits'> & { available: number };

/** Units that may be promised now. */
export function availableOf(row: StockRow): number {
  return Math.max(0, row.onHand - row.reserved - row.safetyStock);
}

export function serves(channels: readonly string[], channel: string): boolean {
  return channels.includes('*') || channels.includes(channel);
}

/** Locked stock items, what is done to them, and how they were before. */
export class StockBook {
  private readonly bySku = new Map<string, StockRow[]>();
  private readonly before = new Map<StockRow, Before>();

  add(rows: Iterable<StockRow>): void {
    for (const row of rows) {
      const rowsOfSku = this.bySku.get(row.sku);
      if (rowsOfSku === undefined) this.bySku.set(row.sku, [row]);
      else if (!rowsOfSku.some((known) => known.locationId === row.locationId)) {
        rowsOfSku.push(row);
        rowsOfSku.sort((a, b) => a.priority - b.priority || (a.locationId < b.locationId ? -1 : 1));
      }
    }
  }

  /** The items of a SKU that serve a channel, first priority first. */
  serving(sku: string, channel: string): StockRow[] {
    return this.all(sku).filter((row) => serves(row.channels, channel));
  }

  all(sku: string): readonly StockRow[] {
    return this.bySku.get(sku) ?? [];
  }

  at(sku: string, locationId: string): StockRow {
    const row = this.all(sku).find((known) => known.locationId === locationId);
    if (!row) throw new Error(`stock item ${sku} at ${locationId} is not locked`);
    return row;
  }

  /** Changes an item. What is missing after a count shrinks with every change that makes it good. */
  change(row: StockRow, changes: Partial<StockRow>): void {
    this.remember(row);
    Object.assign(row, changes);
    row.shortUnits = Math.min(row.shortUnits, Math.max(0, row.reserved - row.onHand));
  }

  /** A count is about to take away what is reserved: so many units will be missing. */
  openShortage(row: StockRow, missing: number): void {
    this.remember(row);
    row.shortUnits = missing;
  }

  private remember(row: StockRow): void {
    if (this.before.has(row)) return;
    this.before.set(row, { shortUnits: row.shortUnits, available: availableOf(row) });
  }

  changed(): { row: StockRow; before: Before }[] {
    return [...this.before].map(([row, before]) => ({ row, before }));
  }
}
