import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import { becomes, standsBefore } from '#platform/data/transition.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { GroupCommit } from '#platform/data/group-commit.ts';
import { reservationMoves, type ReservationState } from '../reservation-states.ts';
import { allocationColumns, allocationsIn, type AllocationRow } from './reservation-store.ts';

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
