import { canonicalEmail, writtenForms } from '#kernel/email-address/email-address.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { acknowledgingStory } from '../orders/order-stories.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import { addToTimeline } from '../orders/timeline.ts';
import { withdrawalById, type WithdrawalRow } from './withdrawal-store.ts';
import { noticeOf, receiptMessage } from './withdrawal-messages.ts';

/**
 * Finds the order of a confirmed withdrawal, acknowledges it to the address that it named, tells the
 * order's own address where that is another, and notes it with the order. Begun again where staff
 * said which order it is: what was sent is not sent again.
 */
export function acknowledgeWithdrawal(context: ServiceContext<'order'>): StoryShape {
  const { database, call } = context;
  return {
    story: acknowledgingStory,
    async advance(withdrawalId, invocation) {
      const withdrawal = await matched(context, withdrawalId, invocation);
      const { orderId } = withdrawal;
      const order = orderId && (await database.first<OrderRow>(orderById(orderId)));
      const acknowledged = receiptMessage(withdrawal, order ? order.snapshot : undefined);
      const asking = inScopeOf(withdrawal, invocation);
      must(
        await call.notification.sendWithdrawalMessage(acknowledged, asking),
        'acknowledge withdrawal',
      );
      const known = order && canonicalEmail(order.snapshot.email);
      if (order && known !== canonicalEmail(withdrawal.email)) {
        const notice = noticeOf(withdrawal, order.snapshot);
        const about = inScopeOf(order.snapshot, invocation);
        must(await call.notification.sendWithdrawalMessage(notice, about), 'withdrawal notice');
      }
      await database.transaction('end_acknowledging', invocation, async (tx) => {
        tx.last(sql`
          update withdrawal set acknowledged_at = coalesce(acknowledged_at, kontor_now())
          where id = ${withdrawalId}`);
        if (order) {
          const entry = {
            key: `withdrawal:${withdrawalId}`,
            kind: 'withdrawal_received',
            message: 'Withdrawal from the contract received.',
            at: withdrawal.receivedAt!,
          };
          tx.last(addToTimeline(order.id, [entry], invocation));
        }
        tx.stories.finish(acknowledgingStory, withdrawalId);
      });
    },
  };
}

/** Once, before it is acknowledged: afterwards a person says which order it is. */
async function matched(
  { database }: ServiceContext<'order'>,
  withdrawalId: string,
  invocation: Invocation,
): Promise<WithdrawalRow> {
  const before = (await database.first<WithdrawalRow>(withdrawalById(withdrawalId)))!;
  if (before.orderId !== null || before.acknowledgedAt !== null) return before;
  await database.write('match_by_number', matchByNumber(before), invocation);
  return (await database.first<WithdrawalRow>(withdrawalById(withdrawalId)))!;
}

/** It is then of the order's channel, whose staff have to see it. */
function matchByNumber({ withdrawalId, orderNumber, email }: WithdrawalRow): Statement {
  return sql`
    update withdrawal set order_id = o.id, channel = o.channel
    from orders o
    where withdrawal.id = ${withdrawalId} and withdrawal.order_id is null
      and o.number in (${orderNumber}, upper(${orderNumber}))
      and lower(o.email) = any(${writtenForms(email)}::text[])
    returning withdrawal.id`;
}
