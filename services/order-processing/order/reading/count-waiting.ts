import { hasPermission } from '#kernel/actor.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork, type CountWork } from '#platform/stories/waiting-work.ts';
import { sql } from '#platform/ground/sql.ts';
import { inChannelsOf } from '../withdrawing/withdrawal-store.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { isHeldAs } from './order-filters.ts';

type Context = ServiceContext<'order'>;
const ofOrder = { service: 'order', dueAt: null, locationId: null } as const;

/** Order's own, and that of payment and invoice behind it. */
export function waitingWork(context: Context) {
  const { payment, invoice } = context.call;
  return {
    listWaitingWork: listWaitingWork(context, {
      counts: [countPaymentsInReview(context), countOpenWithdrawals(context)],
      behind: { payment: payment.listWaitingWork, invoice: invoice.listWaitingWork },
    }),
    replayDeadLetters: replayDeadLetters(context, {
      payment: payment.replayDeadLetters,
      invoice: invoice.replayDeadLetters,
    }),
  };
}

function countPaymentsInReview({ database }: Context): CountWork {
  return async (invocation) => {
    const { actor } = invocation;
    if (!hasPermission(actor, 'orders:read')) return [];
    const found = await database.first<{ count: number }>(
      sql`
        select count(*)::int as count from orders
        where ${isHeldAs('payment_in_review')} and ${visibleTo(actor, 'orders:read')}`,
      invocation,
    );
    const list = { operationId: 'adminListOrders', query: { heldAs: 'payment_in_review' } };
    return [{ ...ofOrder, kind: 'payments_in_review', count: found!.count, list }];
  };
}

function countOpenWithdrawals({ database }: Context): CountWork {
  return async (invocation) => {
    const { actor } = invocation;
    if (!hasPermission(actor, 'orders:read')) return [];
    const found = await database.first<{ count: number }>(
      sql`
        select count(*)::int as count from withdrawal
        where state = 'confirmed' and ${inChannelsOf(actor)}`,
      invocation,
    );
    const list = { operationId: 'adminListWithdrawals', query: { state: 'confirmed' } };
    return [{ ...ofOrder, kind: 'withdrawals_open', count: found!.count, list }];
  };
}
