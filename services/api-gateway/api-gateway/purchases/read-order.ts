import { z } from 'zod';
import { checkout } from '#contracts/checkout/index.ts';
import { order } from '#contracts/order/index.ts';
import { id } from '#contracts/shapes.ts';
import type { Failed } from '#kernel/result.ts';
import { handwrittenRoute, type RouteReply } from '../declaring/route.ts';

/**
 * design §5.6: between the completion of a checkout and the order's row the answer is 202, from
 * checkout's record, after the same check of owner or token.
 */
export const readOrder = handwrittenRoute({
  method: 'GET',
  path: '/v1/orders/{orderId}',
  operationId: 'getOrder',
  tag: 'Orders',
  summary: 'Read an order',
  description:
    'As its owner, or with the token of the completion in `Order-Token`. 202 while it is being placed: ask again shortly.',
  audience: 'store',
  access: 'owner',
  proof: 'order_token',
  calls: [
    ['order', 'getOrder'],
    ['checkout', 'getPlacedOrder'],
  ],
  params: z.strictObject({ orderId: id }),
  replies: {
    200: order.operations.getOrder.output,
    202: checkout.operations.getPlacedOrder.output.meta({ id: 'PlacedOrder' }),
  },
  handle: async ({ params, orderToken, invocation }, { call }): Promise<RouteReply | Failed> => {
    const asked = { ...params, orderToken };
    const found = await call.order.getOrder(asked, invocation);
    if (found.ok) {
      return { status: 200, body: found.value, headers: { ETag: `"${found.value.version}"` } };
    }
    if (found.failure.code !== 'order_not_found') return found;
    const placed = await call.checkout.getPlacedOrder(asked, invocation);
    if (!placed.ok) return placed;
    return { status: 202, body: placed.value, headers: { 'Retry-After': '1' } };
  },
});
