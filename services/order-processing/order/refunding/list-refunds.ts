import { wholeList } from '#contracts/shapes.ts';
import { hasPermission } from '#kernel/actor.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { orderNotFound } from '../reading/get-order.ts';
import { provenBy } from '../links/proven-by.ts';
import { identifyOrder } from '../orders/order-store.ts';
import { refundsOfOrder, toRefundShape, type RefundRow } from './refund-store.ts';

export function listRefunds({
  database,
  settings,
}: ServiceContext<'order'>): Handler<'order', 'listRefunds'> {
  return async (input, invocation) => {
    const [order, refunds] = await Promise.all([
      database.first(
        identifyOrder(provenBy(settings, input), invocation.actor, 'orders:read'),
        invocation,
      ),
      database.query<RefundRow>(
        refundsOfOrder(input.orderId, hasPermission(invocation.actor, 'orders:read')),
      ),
    ]);
    return order ? ok(wholeList(refunds.map(toRefundShape))) : orderNotFound();
  };
}
