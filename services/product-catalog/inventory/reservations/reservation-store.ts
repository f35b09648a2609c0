import type { Allocation } from '#contracts/shapes.ts';
import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import { GroupCommit } from '#platform/data/group-commit.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { becomes, standsBefore } from '#platform/data/transition.ts';
import { json, sql, type Statement } from '#platform/ground/sql.ts';
import { story } from '#platform/resting/story.ts';
import { reservationMoves, type ReservationState } from '../reservation-states.ts';
import type { NewAllocation } from './allocate-lines.ts';

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

/** By the end of its window. */
export const expiryStory = story({ name: 'expire_reservations' });
export const windowMs = 5_000;

/**
 * Ends are swept in windows of five seconds: one story a window rests in the table until the
 * window is over, so nothing wakes up while nothing is due, and whoever is killed, the end comes.
 */
export class ExpiryWindows {
  /** Windows whose story this process has written: others' locks on its row are not waited for. */
  private readonly resting = new Set<number>();

  /** Sees to it that somebody looks when these reservations end. */
  open(tx: Transaction, expiresAt: readonly string[]): void {
    const ends = new Set(expiresAt.map((at) => Math.ceil(Date.parse(at) / windowMs) * windowMs));
    const again = [...ends].filter((end) => !this.resting.has(end));
    // Two groups that open the same windows write them in the same order.
    for (const end of again.toSorted((a, b) => a - b)) this.rest(tx, end);
  }

  closed(end: number): void {
    this.resting.delete(end);
  }

  private rest(tx: Transaction, end: number): void {
    tx.stories.beginLater(expiryStory, String(end), new Date(end).toISOString());
    tx.afterwards(() => this.resting.add(end));
  }
}

type Outcome = OutputOf<'inventory', 'confirmReservation'> | 'expired' | 'not_found';

/** Removes the expiry, for all callers of a moment in one statement. */
export function confirmReservation({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'confirmReservation'> {
  const group = new GroupCommit<{ id: string; invocation: Invocation }, Outcome>((entries) =>
    confirmAll(
      database,
      entries.map(({ id }) => id),
      systemInvocation(systemActor('inventory'), entries[0]!.invocation),
    ),
  );
  return async ({ reservationId }, invocation) => {
    const outcome = await group.submit({ id: reservationId, invocation });
    if (outcome === 'not_found')
      return fail('reservation_not_found', 'No reservation has this id.');
    if (outcome === 'expired')
      return fail('reservation_expired', 'Its time is over. Reserve the stock once more.');
    return ok(outcome);
  };
}

interface Held extends AllocationRow {
  readonly state: ReservationState;
}

/** What cannot be confirmed now is looked at once more, for those that were before. */
async function confirmAll(
  database: Database,
  ids: readonly string[],
  invocation: Invocation,
): Promise<Outcome[]> {
  const moved = await database.write<Held>('confirm_reservation', confirm(ids), invocation);
  const reported = new Map(ids.map((id) => [id, allocationsOf(moved, id)]));
  const rest = ids.filter((id) => reported.get(id)!.length === 0);
  const known = rest.length > 0 ? await database.query<Held>(readHeld(rest)) : [];
  return ids.map((id) => {
    const held = reported.get(id)!.length > 0 ? reported.get(id)! : allocationsOf(known, id);
    if (held.length === 0) return 'not_found';
    const { state } = held[0]!;
    if (state !== 'confirmed' && state !== 'departed') return 'expired';
    return { reservationId: id, state, expiresAt: null, allocations: allocationsIn(held) };
  });
}

function allocationsOf(rows: readonly Held[], id: string): Held[] {
  return rows.filter(({ reservationId }) => reservationId === id);
}

/** Locked in the order of their ids, as everywhere. */
function confirm(ids: readonly string[]): Statement {
  return sql`
    with due as (
      select id from reservation
      where id = any(${ids}::uuid[]) and ${standsBefore(reservationMoves.confirm)}
        and expires_at > kontor_now()
      order by id for update),
    moved as (
      update reservation r set ${becomes(reservationMoves.confirm)}, expires_at = null, confirmed_at = kontor_now()
      from due where r.id = due.id
      returning r.id, r.state)
    select moved.state, ${allocationColumns}
    from moved join reservation_allocation a on a.reservation_id = moved.id order by a.sequence`;
}

function readHeld(ids: readonly string[]): Statement {
  return sql`
    select r.state, ${allocationColumns}
    from reservation r join reservation_allocation a on a.reservation_id = r.id
    where r.id = any(${ids}::uuid[]) order by a.sequence`;
}
