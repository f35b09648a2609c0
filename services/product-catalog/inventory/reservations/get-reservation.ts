import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { allocationsIn, type AllocationRow, type ReservationRow } from './reservation-store.ts';

type Found = Pick<ReservationRow, 'id' | 'state' | 'expiresAt'> & { allocations: AllocationRow[] };

export function getReservation({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'getReservation'> {
  return async ({ reservationId }, invocation) => {
    const row = await database.first<Found>(
      sql`
        select r.id, r.state, r.expires_at, coalesce((
          select jsonb_agg(jsonb_build_object('lineId', a.line_id, 'sku', a.sku,
            'locationId', a.location_id, 'quantity', a.quantity, 'backordered', a.backordered,
            'released', a.released) order by a.sequence)
          from reservation_allocation a where a.reservation_id = r.id), '[]') as allocations
        from reservation r where r.id = ${reservationId}::uuid`,
      invocation,
    );
    if (!row) return fail('reservation_not_found', 'No reservation has this id.');
    const { state, expiresAt } = row;
    return ok({ reservationId, state, expiresAt, allocations: allocationsIn(row.allocations) });
  };
}
