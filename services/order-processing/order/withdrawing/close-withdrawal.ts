import { ok } from '#kernel/result.ts';
import { mayMove } from '#kernel/states.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { withdrawalMoves } from '../order-states.ts';
import {
  lockForStaff,
  withdrawalColumns,
  withdrawalIs,
  withdrawalNotFound,
  type WithdrawalRow,
} from './withdrawal-store.ts';

/** Staff did what it asked for, or say why not; said again in the same words it changes nothing. */
export function closeWithdrawal({
  database,
}: ServiceContext<'order'>): Handler<'order', 'closeWithdrawal'> {
  return ({ withdrawalId, outcome }, invocation) =>
    database.transaction('closeWithdrawal', invocation, async (tx) => {
      const before = await lockForStaff(tx, withdrawalId, invocation.actor);
      if (!before) return withdrawalNotFound();
      if (before.state === 'closed' && before.closingNote === outcome) return ok(before);
      if (!mayMove(withdrawalMoves.close, before.state)) return withdrawalIs(before.state);
      const closed = await tx.move<WithdrawalRow>(withdrawalMoves.close, withdrawalId, {
        set: sql`closed_at = kontor_now(), closing_note = ${outcome}`,
        returning: withdrawalColumns,
      });
      tx.audit({
        subject: `withdrawal:${withdrawalId}`,
        before: { state: before.state },
        after: { state: 'closed', closingNote: outcome },
      });
      return ok(closed!);
    });
}
