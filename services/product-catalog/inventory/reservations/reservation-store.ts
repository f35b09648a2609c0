import { json, sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { Allocation } from '#contracts/shapes.ts';
import type { NewAllocation } from './allocate-lines.ts';
import type { ReservationState } from '../reservation-states.ts';

export interface ReservationRow {
  readonly id: string;
  state: ReservationState;
  expiresAt: string | null;
  endReason: string | null;
  /** By the database's clock; still held until the sweep has been there. */
  due: boolean;
}

/** Units of a line at a location. `quantity − backordered − departed − released` are held. */
export interface AllocationRow {
  readonly reservationId: string;
  readonly lineId: string;
  readonly sku: string;
  readonly locationId: string;
  readonly tracked: boolean;
  quantity: number;
  backordered: number;
  departed: number;
  released: number;
}

/** Locks reservations in the order of their ids. Before any stock item. */
export function lockReservations(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReservationRow[]> {
  return tx.query<ReservationRow>(lockedReservations(ids));
}

/** The same, with the database's time and whether some reservation's time is over. */
export async function lockReservationsNow(tx: Transaction, ids: readonly string[]) {
  type Row = { now: string; someDue: boolean } & (ReservationRow | { id: null });
  const rows = await tx.query<Row>(sql`
    select clock.*, r.* from (
      select kontor_now() as now, exists (
        select from reservation
        where state = 'active' and expires_at <= kontor_now()) as some_due) clock
    left join (${lockedReservations(ids)}) r on true`);
  const { now, someDue } = rows[0]!;
  return { now, someDue, reservations: rows.filter((row) => row.id !== null) };
}

function lockedReservations(ids: readonly string[]): Statement {
  return sql`
    select id, state, expires_at, end_reason,
           coalesce(expires_at <= kontor_now(), false) as due
    from reservation where id = any(${ids}::uuid[]) order by id for update`;
}

export const allocationColumns = sql`
  a.reservation_id, a.line_id, a.sku,
  a.location_id, a.tracked, a.quantity, a.backordered, a.departed, a.released`;

export function readAllocations(tx: Transaction, ids: readonly string[]): Promise<AllocationRow[]> {
  return tx.query<AllocationRow>(sql`
    select ${allocationColumns}
    from reservation_allocation a where reservation_id = any(${ids}::uuid[]) order by sequence`);
}

/** Allocations as they are told: without what was given back. */
export function allocationsIn(
  rows: readonly (Omit<AllocationRow, 'reservationId' | 'departed'> | NewAllocation)[],
): Allocation[] {
  return rows
    .map((row) => ({ ...row, quantity: row.quantity - ('released' in row ? row.released : 0) }))
    .filter(({ quantity }) => quantity > 0)
    .map(({ lineId, sku, locationId, quantity, backordered }) => ({
      lineId,
      sku,
      locationId,
      quantity,
      backordered,
    }));
}

export interface NewReservation {
  readonly id: string;
  readonly channel: string;
  readonly expiresAt: string;
  readonly allocations: readonly NewAllocation[];
}

/**
 * Writes new reservations, in the order of their ids as they are locked, and those reserved anew in
 * the place of what they were.
 */
export function writeReservations(
  tx: Transaction,
  made: readonly NewReservation[],
  again: readonly string[],
): void {
  if (made.length === 0) return;
  const reservations = made.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (again.length > 0) {
    tx.last(sql`delete from reservation_allocation where reservation_id = any(${again}::uuid[])`);
    tx.last(sql`delete from reservation where id = any(${again}::uuid[])`);
  }
  const allocations = reservations.flatMap(({ id, allocations: taken }) =>
    taken.map((allocation) => ({ id, ...allocation })),
  );
  tx.last(sql`
    with made as (
      insert into reservation (id, state, channel, expires_at)
      select id, 'active', channel, expires_at
      from unnest(${reservations.map(({ id }) => id)}::uuid[], ${reservations.map(({ channel }) => channel)}::text[],
        ${reservations.map(({ expiresAt }) => expiresAt)}::timestamptz[]) as v (id, channel, expires_at))
    insert into reservation_allocation
      (reservation_id, line_id, location_id, sku, tracked, quantity, backordered)
    select * from jsonb_to_recordset(${json(
      allocations.map(({ id, lineId, locationId, sku, tracked, quantity, backordered }) => ({
        id,
        line_id: lineId,
        location_id: locationId,
        sku,
        tracked,
        quantity,
        backordered,
      })),
    )}::jsonb) as v (id uuid, line_id uuid, location_id uuid, sku text, tracked boolean,
                     quantity int, backordered int)`);
}

/** Writes what became of allocations whose stock items are locked. */
export function writeAllocations(tx: Transaction, rows: readonly AllocationRow[]): void {
  if (rows.length === 0) return;
  tx.last(sql`
    update reservation_allocation a
    set backordered = v.backordered, departed = v.departed, released = v.released
    from unnest(${rows.map((row) => row.reservationId)}::uuid[], ${rows.map((row) => row.lineId)}::uuid[],
      ${rows.map((row) => row.locationId)}::uuid[], ${rows.map((row) => row.backordered)}::int[],
      ${rows.map((row) => row.departed)}::int[], ${rows.map((row) => row.released)}::int[])
      as v (reservation_id, line_id, location_id, backordered, departed, released)
    where a.reservation_id = v.reservation_id and a.line_id = v.line_id
      and a.location_id = v.location_id`);
}
