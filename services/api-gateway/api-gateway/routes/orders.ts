import { z } from 'zod';
import { order } from '#contracts/order/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';
import { ownOrderRoute } from './order-with-parts.ts';

const { cancelOrder, listOrders } = order.operations;
const orderId = z.strictObject({ orderId: id });
const tag = 'Orders';

/** Orders of whoever placed them: by identity, or by the token that completing the checkout told. */
export const orderRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orders',
    operationId: 'listOrders',
    tag,
    summary: 'List own orders',
    description: 'The newest first.',
    audience: 'store',
    calls: ['order', 'listOrders'],
    query: listOrders.input.pick({ limit: true, cursor: true, state: true }),
    input: ({ query }) => query,
  }),
  ownOrderRoute,
  route({
    method: 'GET',
    path: '/v1/orders/{orderId}/timeline',
    operationId: 'listOrderTimelineEntries',
    tag,
    summary: 'Read what happened to an order',
    audience: 'store',
    proof: 'order_token',
    calls: ['order', 'getTimeline'],
    params: orderId,
    input: ({ params, orderToken }) => ({ ...params, orderToken }),
  }),
  route({
    method: 'POST',
    path: '/v1/orders/{orderId}/cancel',
    operationId: 'cancelOrder',
    tag,
    summary: 'Cancel an order',
    description: 'Releases the stock, then voids or refunds. Refused once something was shipped.',
    audience: 'store',
    proof: 'order_token',
    calls: ['order', 'cancelOrder'],
    params: orderId,
    body: cancelOrder.input.pick({ reason: true }),
    input: ({ params, body, orderToken }) => ({ ...params, ...body, orderToken }),
  }),
  route({
    method: 'GET',
    path: '/v1/orders/{orderId}/refunds',
    operationId: 'listOrderRefunds',
    tag,
    summary: 'List the refunds of an order',
    audience: 'store',
    proof: 'order_token',
    calls: ['order', 'listRefunds'],
    params: orderId,
    input: ({ params, orderToken }) => ({ ...params, orderToken }),
  }),
];
