import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { acknowledgingStory } from '../orders/order-stories.ts';
import { identifyOrder } from '../orders/order-store.ts';
import { orderNotFound } from '../reading/get-order.ts';
import {
  lockForStaff,
  withdrawalById,
  withdrawalIs,
  withdrawalNotFound,
  type WithdrawalRow,
} from './withdrawal-store.ts';

/** A person says of which order a withdrawal is; what is open of it then goes on by itself. */
export function matchWithdrawal({
  database,
}: ServiceContext<'order'>): Handler<'order', 'matchWithdrawal'> {
  return ({ withdrawalId, orderId }, invocation) =>
    database.transaction('matchWithdrawal', invocation, async (tx) => {
      const { actor } = invocation;
      const before = await lockForStaff(tx, withdrawalId, actor);
      if (!before) return withdrawalNotFound();
      if (before.orderId === orderId) return ok(before);
      if (before.state !== 'confirmed') return withdrawalIs(before.state);
      if (!(await tx.first(identifyOrder({ orderId }, actor, 'orders:write')))) {
        return orderNotFound();
      }
      await tx.change(sql`update withdrawal set order_id = ${orderId} where id = ${withdrawalId}`);
      tx.audit({
        subject: `withdrawal:${withdrawalId}`,
        before: { orderId: before.orderId },
        after: { orderId },
      });
      tx.inScopeOf({ ...invocation, channel: before.channel, locale: before.locale });
      tx.stories.restart(acknowledgingStory, withdrawalId);
      return ok((await tx.first<WithdrawalRow>(withdrawalById(withdrawalId)))!);
    });
}
