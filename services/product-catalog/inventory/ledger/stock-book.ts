import type { z } from 'zod';
import type { stockPolicy } from '#contracts/inventory/stock.ts';
import { newId } from '#kernel/ids.ts';
import { traceIdOf } from '#kernel/invocation.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

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

type Before = Pick<StockRow, 'shortUnits' | 'onHand'> & { available: number };

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
    const { shortUnits, onHand } = row;
    this.before.set(row, { shortUnits, onHand, available: availableOf(row) });
  }

  changed(): { row: StockRow; before: Before }[] {
    return [...this.before].map(([row, before]) => ({ row, before }));
  }
}

const rowColumns = sql`
  i.sku, i.location_id, case when l.active then l.channels else '{}' end as channels,
  l.priority,
  coalesce(s.policy_override, s.policy, 'deny') as policy, coalesce(s.tracked, true) as tracked,
  s.sku is not null and not s.removed as sold,
  coalesce(s.low_stock_threshold, 0) as low_stock_threshold, i.safety_stock,
  i.on_hand, i.reserved, i.backordered, i.received, i.departed, i.corrected,
  i.short_units, i.version`;

function lockedRows(condition: Statement): Statement {
  return sql`
    select ${rowColumns}
    from stock_item i
    join location l on l.id = i.location_id
    left join stock_sku s on s.sku = i.sku
    where ${condition}
    order by i.sku, i.location_id for update of i`;
}

/**
 * Locks all items of these SKUs in one order, so that two groups never wait for each other in a
 * circle. Allocations of an item may be changed by whoever holds its lock.
 */
export function lockStock(tx: Transaction, skus: readonly string[]): Promise<StockRow[]> {
  return tx.query<StockRow>(lockedRows(sql`i.sku = any(${skus})`));
}

/** Locks the items that these reservations take from. */
export function lockStockOfReservations(
  tx: Transaction,
  reservationIds: readonly string[],
): Promise<StockRow[]> {
  return tx.query<StockRow>(
    lockedRows(sql`(i.sku, i.location_id) in (
      select a.sku, a.location_id from reservation_allocation a
      where a.reservation_id = any(${reservationIds}::uuid[]) and a.tracked)`),
  );
}

export interface StockPlace {
  readonly sku: string;
  readonly locationId: string;
}

/** Makes items that do not exist yet, empty. Before anything is locked. */
export async function addStockItems(tx: Transaction, items: readonly StockPlace[]): Promise<void> {
  await tx.query(sql`
    insert into stock_item (sku, location_id)
    select * from unnest(${items.map((item) => item.sku)}::text[], ${items.map((item) => item.locationId)}::uuid[])
    order by 1, 2 on conflict do nothing`);
}

/**
 * Sends the changed items with the commit and tells what of it can be seen: one event for all of
 * them, since its items carry absolute values and versions of their own.
 */
export function writeStock(
  tx: Transaction,
  book: StockBook,
  reporting: 'visible' | 'all' = 'visible',
): void {
  const changed = book.changed();
  if (changed.length === 0) return;
  const rows = changed.map(({ row }) => row);
  for (const row of rows) row.version += 1;
  const column = (name: keyof StockRow) => rows.map((row) => row[name]);
  // Every row is locked by this transaction, and the table's checks refuse a wrong one.
  tx.last(sql`
    update stock_item i set on_hand = v.on_hand, reserved = v.reserved, backordered = v.backordered,
      received = v.received, departed = v.departed, corrected = v.corrected,
      short_units = v.short_units, safety_stock = v.safety_stock, version = v.version,
      updated_at = kontor_now()
    from unnest(${column('sku')}::text[], ${column('locationId')}::uuid[], ${column('onHand')}::int[],
      ${column('reserved')}::int[], ${column('backordered')}::int[], ${column('received')}::int[],
      ${column('departed')}::int[], ${column('corrected')}::int[], ${column('shortUnits')}::int[],
      ${column('safetyStock')}::int[], ${column('version')}::int[])
      as v (sku, location_id, on_hand, reserved, backordered, received, departed, corrected,
            short_units, safety_stock, version)
    where i.sku = v.sku and i.location_id = v.location_id`);
  for (const { row, before } of changed) {
    if (row.shortUnits !== before.shortUnits) writeShortage(tx, row);
  }
  announce(tx, changed, reporting);
}

function announce(
  tx: Transaction,
  changed: ReturnType<StockBook['changed']>,
  reporting: 'visible' | 'all',
): void {
  const visible = changed.filter(
    ({ row, before }) => reporting === 'all' || availableOf(row) !== before.available,
  );
  if (visible.length > 0) {
    emitStockChanged(
      tx,
      visible.map(({ row }) => row),
    );
  }
  announceComeback(tx, visible);
  for (const { row, before } of visible) {
    const available = availableOf(row);
    const threshold = row.lowStockThreshold;
    // Nobody buys in what is sold no more.
    if (!row.tracked || !row.sold || available > threshold || before.available <= threshold)
      continue;
    tx.emit({
      type: 'inventory.low_stock',
      aggregateId: `${row.sku} ${row.locationId}`,
      aggregateVersion: row.version,
      data: { sku: row.sku, locationId: row.locationId, available, threshold },
    });
  }
}

/** Only of what rises, so that a purchase tells none of it. */
function announceComeback(tx: Transaction, changed: ReturnType<StockBook['changed']>): void {
  const back = changed.filter(({ row, before }) => {
    const rises = availableOf(row) > before.available;
    return (
      row.tracked && row.sold && rises && (before.available === 0 || row.onHand > before.onHand)
    );
  });
  if (back.length === 0) return;
  tx.emit({
    type: 'inventory.back_in_stock',
    aggregateId: newId(),
    aggregateVersion: 1,
    data: {
      items: back.map(({ row }) => ({
        sku: row.sku,
        locationId: row.locationId,
        channels: [...row.channels],
        available: availableOf(row),
      })),
    },
  });
}

/** Tells what can be sold of these items now. */
export function emitStockChanged(tx: Transaction, rows: readonly StockRow[]): void {
  tx.emit({
    type: 'inventory.stock_changed',
    aggregateId: newId(),
    aggregateVersion: 1,
    data: {
      items: rows.map((row) => ({
        sku: row.sku,
        locationId: row.locationId,
        channels: [...row.channels],
        available: availableOf(row),
        policy: row.policy,
        version: row.version,
      })),
    },
  });
}

/** An item has one open shortage at most; it closes when nothing is missing any more. */
function writeShortage(tx: Transaction, row: StockRow): void {
  const { sku, locationId, shortUnits } = row;
  tx.last(
    shortUnits === 0
      ? sql`
          update shortage set units = 0, closed_at = kontor_now()
          where sku = ${sku} and location_id = ${locationId}::uuid and closed_at is null`
      : sql`
          insert into shortage (sku, location_id, units)
          values (${sku}, ${locationId}, ${shortUnits})
          on conflict (sku, location_id) where closed_at is null
          do update set units = excluded.units`,
  );
}

export interface NewMovement {
  readonly row: StockRow;
  readonly kind: 'receipt' | 'departure' | 'count';
  readonly delta: number;
}

/** Writes the ledger's rows: why, for what and by whom on-hand units changed. */
export function writeMovements(
  tx: Transaction,
  movements: readonly NewMovement[],
  because: { reason: string; referenceId: string },
): void {
  if (movements.length === 0) return;
  const { actor, traceparent } = tx.invocation;
  tx.last(sql`
    insert into movement (sku, location_id, kind, on_hand_delta, on_hand_after, reason, reference_id,
                          actor_kind, actor_id, trace_id)
    select v.*, ${because.reason}, ${because.referenceId}::uuid, ${actor.kind}, ${actor.id}, ${traceIdOf(traceparent)}
    from unnest(${movements.map(({ row }) => row.sku)}::text[],
      ${movements.map(({ row }) => row.locationId)}::uuid[], ${movements.map(({ kind }) => kind)}::text[],
      ${movements.map(({ delta }) => delta)}::int[], ${movements.map(({ row }) => row.onHand)}::int[]) as v`);
}

/** Locks all items of a location and gives each a new version, for telling them anew. */
export async function lockStockAt(tx: Transaction, locationId: string): Promise<StockRow[]> {
  const rows = await tx.query<StockRow>(lockedRows(sql`i.location_id = ${locationId}::uuid`));
  await tx.query(
    sql`
      update stock_item set version = version + 1, updated_at = kontor_now()
      where location_id = ${locationId}::uuid`,
  );
  for (const row of rows) row.version += 1;
  return rows;
}
