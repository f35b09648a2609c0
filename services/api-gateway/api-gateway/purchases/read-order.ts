import { z } from 'zod';
import { checkout } from '#contracts/checkout/index.ts';
import { id } from '#contracts/shapes.ts';
import type { Failed } from '#kernel/result.ts';
import { handwrittenRoute, type RouteReply } from '../declaring/route.ts';
import { expandOrder } from './expand-order.ts';
import { ownExpandable, staffExpandable, type Asking, type OrderParts } from './order-parts.ts';

const params = z.strictObject({ orderId: id });
const expanding =
  'With `expand` the parts it names come in `expanded`, each as its own endpoint answers it (of a list the first page); in the place of one that cannot be told stands `problem`. Such an answer has no ETag.';

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
  description: `As its owner, or with the token of the completion in \`Order-Token\`. 202 while it is being placed: ask again shortly. ${expanding}`,
  audience: 'store',
  access: 'owner',
  proof: 'order_token',
  calls: [
    ['order', 'getOrder'],
    ['checkout', 'getPlacedOrder'],
  ],
  params,
  query: ownExpandable.query,
  replies: {
    200: ownExpandable.output,
    202: checkout.operations.getPlacedOrder.output.meta({ id: 'PlacedOrder' }),
  },
  handle: async (request, { call }): Promise<RouteReply | Failed> => {
    const { query, orderToken, invocation } = request;
    const asked = { ...request.params, orderToken };
    const read = await call.order.getOrder(asked, invocation);
    if (read.ok) {
      const asking = { found: read.value, orderToken, invocation, call };
      return tellOrder(ownExpandable.parts, query.expand, asking);
    }
    if (read.failure.code !== 'order_not_found') return read;
    const placed = await call.checkout.getPlacedOrder(asked, invocation);
    if (!placed.ok) return placed;
    return { status: 202, body: placed.value, headers: { 'Retry-After': '1' } };
  },
});

export const readOrderAsStaff = handwrittenRoute({
  method: 'GET',
  path: '/v1/admin/orders/{orderId}',
  operationId: 'adminGetOrder',
  tag: 'Orders',
  summary: 'Read an order',
  description: `${expanding} \`customer\` is null where a guest ordered.`,
  audience: 'admin',
  access: 'orders:read',
  calls: [['order', 'getOrder']],
  params,
  query: staffExpandable.query,
  replies: { 200: staffExpandable.output },
  handle: async (request, { call }): Promise<RouteReply | Failed> => {
    const { query, invocation, headers } = request;
    const read = await call.order.getOrder(request.params, invocation);
    if (!read.ok) return read;
    const asking = { found: read.value, orderToken: undefined, invocation, call };
    const reply = await tellOrder(staffExpandable.parts, query.expand, asking);
    const tag = reply.headers?.['ETag'];
    if (tag === undefined || headers['if-none-match'] !== tag) return reply;
    return { ...reply, status: 304, body: undefined };
  },
});

async function tellOrder(
  parts: OrderParts,
  names: readonly string[] | undefined,
  asking: Asking,
): Promise<RouteReply> {
  const { found } = asking;
  if (names) {
    return { status: 200, body: { ...found, expanded: await expandOrder(parts, names, asking) } };
  }
  return { status: 200, body: found, headers: { ETag: `"${found.version}"` } };
}
