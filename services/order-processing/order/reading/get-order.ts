import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { provenBy } from '../links/proven-by.ts';
import { sellerOf } from './channel-seller.ts';
import { readOrder, toOrderShape } from '../orders/order-store.ts';

/** The same answer for an order that is not there and one that is somebody else's. */
export function orderNotFound() {
  return fail(
    'order_not_found',
    'There is no such order for you. Check the id, or send the token of the order.',
  );
}

export function getOrder({
  database,
  settings,
}: ServiceContext<'order'>): Handler<'order', 'getOrder'> {
  return async (input, invocation) => {
    const proof = provenBy(settings, input);
    const row = await database.first(readOrder(proof, invocation.actor, 'orders:read'), invocation);
    if (!row) return orderNotFound();
    return ok({ ...toOrderShape(row), seller: sellerOf(row, settings) });
  };
}
