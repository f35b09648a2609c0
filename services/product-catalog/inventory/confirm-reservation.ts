import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';
import type { Transaction } from '#platform/transaction.ts';
import { GroupCommit } from '#platform/group-commit.ts';
import { mayMove } from './reservation-states.ts';
import { lockReservations, readAllocations, toldAllocations } from './reservation-store.ts';

type Outcome = OutputOf<'inventory', 'confirmReservation'> | 'expired' | 'not_found';

/** Removes the expiry, for all callers of a moment in one transaction. */
export function confirmReservation({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'confirmReservation'> {
  const group = new GroupCommit<{ id: string; invocation: Invocation }, Outcome>((entries) =>
    database.transaction(
      'confirm_reservation',
      systemInvocation(systemActor('inventory'), entries[0]!.invocation),
      (tx) =>
        confirmAll(
          tx,
          entries.map(({ id }) => id),
        ),
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

async function confirmAll(tx: Transaction, ids: readonly string[]): Promise<Outcome[]> {
  const [reservations, allocations] = await Promise.all([
    lockReservations(tx, ids),
    readAllocations(tx, ids),
  ]);
  const confirmed = reservations.filter(({ state, due }) => mayMove(state, 'confirmed') && !due);
  if (confirmed.length > 0) {
    const changed = await tx.change(sql`
      update reservation set state = 'confirmed', expires_at = null, confirmed_at = kontor_now()
      where id = any(${confirmed.map(({ id }) => id)}::uuid[]) and state = 'active'`);
    if (changed !== confirmed.length) throw new Error('a locked reservation was changed elsewhere');
    for (const reservation of confirmed) reservation.state = 'confirmed';
  }
  return ids.map((id) => {
    const reservation = reservations.find((row) => row.id === id);
    if (!reservation) return 'not_found';
    const { state } = reservation;
    if (state !== 'confirmed' && state !== 'departed') return 'expired';
    const own = allocations.filter((row) => row.reservationId === id);
    return { reservationId: id, state, expiresAt: null, allocations: toldAllocations(own) };
  });
}
