import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import {
  availableOf,
  serves,
  type StockBook,
  type StockPlace,
  type StockRow,
} from '../ledger/stock-book.ts';

export interface WantedLine {
  readonly lineId: string;
  readonly sku: string;
  readonly quantity: number;
}

export interface NewAllocation {
  readonly lineId: string;
  readonly sku: string;
  readonly locationId: string;
  readonly quantity: number;
  /** Part of the quantity that is beyond what is on hand. */
  readonly backordered: number;
  readonly tracked: boolean;
}

export interface ShortLine {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

export type Allocated =
  | { readonly ok: true; readonly allocations: NewAllocation[] }
  | { readonly ok: false; readonly lines: ShortLine[] };

/**
 * Finds units for all lines or for none, and takes them in the book. One location that has
 * everything is preferred to a split; where none has, each line comes from the first that has it
 * whole, else from several by priority. What a SKU's policy allows beyond that is backordered at
 * its first location.
 * @param untracked where SKUs that are not tracked come from
 */
export function allocateLines(
  book: StockBook,
  channel: string,
  lines: readonly WantedLine[],
  untracked: { has(sku: string): boolean; locationId: string | undefined },
): Allocated {
  const draft = new Draft(book, channel);
  const tracked = lines.filter((line) => !draft.isUntracked(line.sku) && !untracked.has(line.sku));
  const whole = draft.locationThatHasAll(tracked);
  for (const line of tracked) {
    if (whole) draft.take(line, book.at(line.sku, whole), line.quantity);
    else draft.takeAnywhere(line);
  }
  const short = draft.shortLines(tracked);
  if (short.length > 0) return { ok: false, lines: short };
  const home = whole ?? draft.firstLocation() ?? untracked.locationId;
  for (const line of lines) {
    if (tracked.includes(line)) continue;
    const locationId = home ?? book.serving(line.sku, channel)[0]?.locationId;
    if (locationId === undefined)
      return { ok: false, lines: [{ sku: line.sku, requested: line.quantity, available: 0 }] };
    draft.add({ ...line, locationId, backordered: 0, tracked: false });
  }
  draft.apply();
  return { ok: true, allocations: draft.allocations };
}

/** What one reservation would take; the book stays as it is until `apply`. */
class Draft {
  allocations: NewAllocation[] = [];
  private readonly missing = new Set<string>();
  private readonly taken = new Map<StockRow, { reserved: number; backordered: number }>();

  private readonly book: StockBook;
  private readonly channel: string;

  constructor(book: StockBook, channel: string) {
    this.book = book;
    this.channel = channel;
  }

  isUntracked(sku: string): boolean {
    const rows = this.book.serving(sku, this.channel);
    return rows.length > 0 && !rows[0]!.tracked;
  }

  locationThatHasAll(lines: readonly WantedLine[]): string | undefined {
    if (lines.length === 0) return undefined;
    const wanted = new Map<string, number>();
    for (const { sku, quantity } of lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
    const candidates = this.book.serving(lines[0]!.sku, this.channel);
    return candidates.find(({ locationId }) =>
      [...wanted].every(([sku, quantity]) => {
        const row = this.book
          .serving(sku, this.channel)
          .find((other) => other.locationId === locationId);
        return row !== undefined && this.freeOf(row) >= quantity;
      }),
    )?.locationId;
  }

  takeAnywhere(line: WantedLine): void {
    const rows = this.book.serving(line.sku, this.channel);
    const one = rows.find((row) => this.freeOf(row) >= line.quantity);
    if (one) return this.take(line, one, line.quantity);
    let left = line.quantity;
    for (const row of rows) {
      const units = Math.min(left, this.freeOf(row));
      if (units > 0) this.take(line, row, units);
      left -= units;
    }
    const first = rows.find(({ sold, policy }) => sold && policy === 'continue');
    if (left > 0 && first) this.backorder(line, first, left);
    else if (left > 0) this.missing.add(line.sku);
  }

  take(line: WantedLine, row: StockRow, quantity: number): void {
    const taken = this.takenOf(row);
    taken.reserved += quantity;
    this.add({ ...line, locationId: row.locationId, quantity, backordered: 0, tracked: true });
  }

  add(allocation: NewAllocation): void {
    const known = this.allocations.findIndex(
      ({ lineId, locationId }) =>
        lineId === allocation.lineId && locationId === allocation.locationId,
    );
    if (known < 0) {
      this.allocations.push(allocation);
      return;
    }
    const before = this.allocations[known]!;
    this.allocations[known] = {
      ...before,
      quantity: before.quantity + allocation.quantity,
      backordered: before.backordered + allocation.backordered,
    };
  }

  shortLines(lines: readonly WantedLine[]): ShortLine[] {
    return [...this.missing].map((sku) => ({
      sku,
      requested: lines
        .filter((line) => line.sku === sku)
        .reduce((sum, line) => sum + line.quantity, 0),
      available: this.book
        .serving(sku, this.channel)
        .reduce((sum, row) => sum + (row.sold ? availableOf(row) : 0), 0),
    }));
  }

  firstLocation(): string | undefined {
    return this.allocations[0]?.locationId;
  }

  apply(): void {
    for (const [row, { reserved, backordered }] of this.taken) {
      this.book.change(row, {
        reserved: row.reserved + reserved,
        backordered: row.backordered + backordered,
      });
    }
  }

  private backorder(line: WantedLine, row: StockRow, quantity: number): void {
    this.takenOf(row).backordered += quantity;
    const { locationId } = row;
    this.add({ ...line, locationId, quantity, backordered: quantity, tracked: true });
  }

  private freeOf(row: StockRow): number {
    if (!row.sold) return 0;
    return Math.max(0, availableOf(row) - (this.taken.get(row)?.reserved ?? 0));
  }

  private takenOf(row: StockRow) {
    let taken = this.taken.get(row);
    if (taken === undefined) this.taken.set(row, (taken = { reserved: 0, backordered: 0 }));
    return taken;
  }
}

interface Asked {
  readonly input: { readonly lines: readonly { sku: string }[] };
  readonly invocation: Pick<Invocation, 'channel'>;
}

interface Untracked {
  has(sku: string): boolean;
  /** Where a channel's untracked units come from. */
  homeOf(channel: string): string | undefined;
}

const none: Untracked = { has: () => false, homeOf: () => undefined };

/** Stock items that must be made before anything is locked. */
export class ItemsMissing extends Error {
  readonly places: readonly StockPlace[];

  constructor(places: readonly StockPlace[]) {
    super('stock items are missing');
    this.places = places;
  }
}

/**
 * Looks up SKUs that have no stock item in the channel that asks for them: those that are not
 * tracked need none.
 * @throws {ItemsMissing} for those whose policy allows to sell beyond stock: who makes an item while
 * holding others would wait for who makes the same one and wants to hold those
 */
export async function findUntracked(
  tx: Transaction,
  book: StockBook,
  asked: readonly Asked[],
): Promise<Untracked> {
  const missing = asked.flatMap(({ input, invocation: { channel } }) =>
    input.lines
      .filter(({ sku }) => book.serving(sku, channel).length === 0)
      .map(({ sku }) => ({ sku, channel })),
  );
  const hasUntracked = asked.some(({ input, invocation: { channel } }) =>
    input.lines.some(({ sku }) => book.serving(sku, channel)[0]?.tracked === false),
  );
  if (missing.length === 0 && !hasUntracked) return none;
  const [known, locations] = await Promise.all([
    tx.query<{ sku: string; tracked: boolean }>(sql`
      select sku, tracked from stock_sku
      where sku = any(${missing.map(({ sku }) => sku)}) and not removed
        and (not tracked or coalesce(policy_override, policy) = 'continue')`),
    tx.query<{ locationId: string; channels: string[] }>(sql`
      select id as location_id, channels from location where active order by priority, id`),
  ]);
  const homeOf = (channel: string) =>
    locations.find(({ channels }) => serves(channels, channel))?.locationId;
  const backordered = missing.flatMap(({ sku, channel }) => {
    const locationId = homeOf(channel);
    const isTracked = known.some((item) => item.sku === sku && item.tracked);
    return isTracked && locationId !== undefined ? [{ sku, locationId }] : [];
  });
  if (backordered.length > 0) throw new ItemsMissing(backordered);
  const untracked = new Set(known.filter(({ tracked }) => !tracked).map(({ sku }) => sku));
  return { has: (sku) => untracked.has(sku), homeOf };
}
