import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { withdrawalMoves } from '../order-states.ts';
import { acknowledgingStory } from '../orders/order-stories.ts';
import {
  receiptOf,
  withdrawalById,
  withdrawalColumns,
  withdrawalIs,
  withdrawalNotFound,
  type WithdrawalRow,
} from './withdrawal-store.ts';

/**
 * From now on the shop has it, by the moment at which it was confirmed, and the acknowledgement is
 * under way: the story that sends it is written with the move.
 */
export function confirmWithdrawal({
  database,
}: ServiceContext<'order'>): Handler<'order', 'confirmWithdrawal'> {
  return ({ withdrawalId }, invocation) =>
    database.transaction('confirmWithdrawal', invocation, async (tx) => {
      const confirmed = await tx.move<WithdrawalRow>(withdrawalMoves.confirm, withdrawalId, {
        set: sql`confirmed_at = kontor_now()`,
        returning: withdrawalColumns,
      });
      if (confirmed) {
        tx.inScopeOf({ ...invocation, channel: confirmed.channel, locale: confirmed.locale });
        tx.stories.begin(acknowledgingStory, withdrawalId);
        return ok(receiptOf(confirmed));
      }
      const before = await tx.first<WithdrawalRow>(withdrawalById(withdrawalId));
      if (!before) return withdrawalNotFound();
      return before.state === 'lapsed' ? withdrawalIs(before.state) : ok(receiptOf(before));
    });
}
