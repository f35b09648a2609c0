import { mayMove } from '#kernel/states.ts';
import { becomesReported, standsBeforeReported } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { fillBackorders } from './fill-backorders.ts';
import { reservationMoves, type ReservationState } from '../reservation-states.ts';
import {
  lockReservations,
  readAllocations,
  writeAllocations,
  type AllocationRow,
  type ReservationRow,
} from './reservation-store.ts';
import { StockBook, lockStockOfReservations, writeStock } from '../ledger/stock-book.ts';

export interface GiveBack {
  readonly reservationId: string;
  readonly reason: string;
  /** All that is left, unless told. */
  readonly lines?: readonly { lineId: string; quantity: number }[] | undefined;
  /** Only what is due by the database's clock. */
  readonly onlyWhenDue?: boolean;
}

interface Ended {
  readonly id: string;
  readonly state: ReservationState;
  readonly reason: string;
}

/**
 * Gives units back to stock, all requests in one transaction, and tells the units of each. What is
 * finished, unknown, or has departed gives back nothing.
 */
export async function giveBack(tx: Transaction, requests: readonly GiveBack[]): Promise<number[]> {
  const ids = [...new Set(requests.map(({ reservationId }) => reservationId))];
  let [reservations, stock, allocations] = await lockHeld(tx, ids);
  // One that was waited for while it was reserved anew has another row now.
  if (reservations.length < ids.length)
    [reservations, stock, allocations] = await lockHeld(tx, ids);
  const book = new StockBook();
  book.add(stock);
  const touched = new Set<AllocationRow>();
  const ended: Ended[] = [];
  const units = requests.map((request) => {
    const reservation = reservations.find(({ id }) => id === request.reservationId);
    if (!reservation) return 0;
    if (reservation.state === 'expired' && !request.onlyWhenDue)
      ended.push(markOf(reservation, request));
    if (!mayGiveBack(reservation, request)) return 0;
    const own = allocations.filter((row) => row.reservationId === reservation.id);
    const released = release(book, own, request.lines, touched);
    const end = endOf(reservation, own, request);
    if (end) ended.push(end);
    return released;
  });
  await fillBackorders(tx, book, [...touched]);
  writeAllocations(tx, [...touched]);
  writeStock(tx, book);
  writeEnds(tx, ended);
  return units;
}

function lockHeld(tx: Transaction, ids: readonly string[]) {
  return Promise.all([
    lockReservations(tx, ids),
    lockStockOfReservations(tx, ids),
    readAllocations(tx, ids),
  ]);
}

function mayGiveBack(reservation: ReservationRow, request: GiveBack): boolean {
  if (request.onlyWhenDue)
    return reservation.due && mayMove(reservationMoves.expire, reservation.state);
  return mayMove(reservationMoves.release, reservation.state);
}

/** What waits is given up before what is held. */
function release(
  book: StockBook,
  own: AllocationRow[],
  lines: GiveBack['lines'],
  touched: Set<AllocationRow>,
): number {
  const left = new Map(lines?.map(({ lineId, quantity }) => [lineId, quantity]));
  let released = 0;
  for (const row of own) {
    const open = row.quantity - row.departed - row.released;
    const units = Math.min(open, lines ? (left.get(row.lineId) ?? 0) : open);
    if (units <= 0) continue;
    left.set(row.lineId, (left.get(row.lineId) ?? 0) - units);
    const waiting = Math.min(units, row.backordered);
    row.backordered -= waiting;
    row.released += units;
    released += units;
    touched.add(row);
    if (!row.tracked) continue;
    const item = book.at(row.sku, row.locationId);
    book.change(item, {
      reserved: item.reserved - (units - waiting),
      backordered: item.backordered - waiting,
    });
  }
  return released;
}

/** A reservation of which nothing is left has departed, or was given back. */
function endOf(
  reservation: ReservationRow,
  own: readonly AllocationRow[],
  request: GiveBack,
): Ended | undefined {
  if (own.some((row) => row.quantity > row.departed + row.released)) return undefined;
  const departed = own.some((row) => row.departed > 0);
  const state = departed ? 'departed' : request.onlyWhenDue ? 'expired' : 'released';
  reservation.state = state;
  return { id: reservation.id, state, reason: request.reason };
}

/** It holds nothing any more; marked as given back, it is not reserved anew either. */
function markOf({ id, state }: ReservationRow, { reason }: GiveBack): Ended {
  return { id, state, reason };
}

const { release: giveUp, expire, depart } = reservationMoves;
const ends = [giveUp, expire, depart];

function writeEnds(tx: Transaction, ended: readonly Ended[]): void {
  if (ended.length === 0) return;
  tx.last(sql`
    update reservation r set ${becomesReported(ends, sql`v.state`)}, end_reason = v.reason, expires_at = null,
      ended_at = kontor_now()
    from unnest(${ended.map(({ id }) => id)}::uuid[], ${ended.map(({ state }) => state)}::text[],
      ${ended.map(({ reason }) => reason)}::text[]) as v (id, state, reason)
    where r.id = v.id and (${standsBeforeReported(ends, sql`v.state`, 'r')} or r.state = v.state)`);
}
