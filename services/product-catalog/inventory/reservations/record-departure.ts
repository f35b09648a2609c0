import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { mayMove } from '#kernel/states.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ShortLine } from './allocate-lines.ts';
import { reservationMoves } from '../reservation-states.ts';
import {
  lockReservations,
  readAllocations,
  writeAllocations,
  type AllocationRow,
} from './reservation-store.ts';
import {
  StockBook,
  lockStockOfReservations,
  writeMovements,
  writeStock,
  type NewMovement,
} from '../ledger/stock-book.ts';
import { claimDocument, recordDocument } from '../ledger/stock-documents.ts';

type Line = InputOf<'inventory', 'recordDeparture'>['lines'][number];

/** Turns reserved units into departed ones: all lines or none, once per departure id. */
export function recordDeparture({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'recordDeparture'> {
  return async ({ departureId, reservationId, lines }, invocation) =>
    database.transaction('record_departure', invocation, async (tx) => {
      const claim = await claimDocument(tx, 'departure', departureId);
      if (!claim.fresh) return ok({ departedUnits: claim.units });
      const ids = [reservationId];
      const [[reservation], stock, allocations] = await Promise.all([
        lockReservations(tx, ids),
        lockStockOfReservations(tx, ids),
        readAllocations(tx, ids),
      ]);
      if (!reservation) return fail('reservation_not_found', 'No reservation has this id.');
      if (!mayMove(reservationMoves.depart, reservation.state)) {
        const what = `The reservation is ${reservation.state}; only a confirmed one departs.`;
        return fail('departure_exceeds_reservation', what);
      }
      const book = new StockBook();
      book.add(stock);
      const departed = depart(book, allocations, lines);
      if (departed.exceeds)
        return fail(
          'departure_exceeds_reservation',
          'More units than the reservation holds there.',
        );
      if (departed.short.length > 0) {
        const what = 'Units of these lines are not on hand. Receive or count them first.';
        return fail('stock_not_on_hand', what, { lines: departed.short });
      }
      writeAllocations(tx, [...departed.touched]);
      writeStock(tx, book);
      writeMovements(tx, departed.movements, { reason: 'departure', referenceId: departureId });
      if (allocations.every((row) => row.quantity === row.departed + row.released)) {
        const set = sql`end_reason = 'departed', ended_at = kontor_now()`;
        tx.last(transition(reservationMoves.depart, reservationId, { set }));
      }
      recordDocument(tx, 'departure', departureId, departed.units);
      tx.audit({ subject: `reservation ${reservationId}`, after: { departureId, lines } });
      return ok({ departedUnits: departed.units });
    });
}

function depart(book: StockBook, allocations: AllocationRow[], lines: readonly Line[]) {
  const touched = new Set<AllocationRow>();
  const movements: NewMovement[] = [];
  const short: ShortLine[] = [];
  let exceeds = false;
  let units = 0;
  for (const { lineId, locationId, quantity } of lines) {
    const row = allocations.find(
      (other) => other.lineId === lineId && other.locationId === locationId,
    );
    const open = row ? row.quantity - row.departed - row.released : 0;
    if (!row || open < quantity) {
      exceeds = true;
      continue;
    }
    const item = row.tracked ? book.at(row.sku, locationId) : undefined;
    const held = Math.min(open - row.backordered, item?.onHand ?? Infinity);
    if (held < quantity) {
      short.push({ sku: row.sku, requested: quantity, available: Math.max(0, held) });
      continue;
    }
    row.departed += quantity;
    units += quantity;
    touched.add(row);
    if (!item) continue;
    book.change(item, {
      onHand: item.onHand - quantity,
      reserved: item.reserved - quantity,
      departed: item.departed + quantity,
    });
    movements.push({ row: { ...item }, kind: 'departure', delta: -quantity });
  }
  return { touched, movements, short, exceeds, units };
}
