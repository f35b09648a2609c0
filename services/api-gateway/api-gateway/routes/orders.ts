import { z } from 'zod';
import { order } from '#contracts/order/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';
import { ownOrderRoute } from './order-with-parts.ts';

const { cancelOrder, listOrders, lookUpOrder, openOrderLink } = order.operations;
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
  route({
    method: 'POST',
    path: '/v1/orders/lookup',
    operationId: 'lookUpOrder',
    tag,
    summary: 'Ask for the link to an order',
    description:
      'For people without an account. Where number and e-mail address belong together, a link goes to the address of the order. The answer is the same in any case.',
    audience: 'store',
    identity: 'ignored',
    rateClass: 'sign_in',
    calls: ['order', 'lookUpOrder'],
    status: 202,
    body: lookUpOrder.input,
    input: ({ body }) => body,
  }),
  route({
    method: 'POST',
    path: '/v1/orders/links',
    operationId: 'redeemOrderLink',
    tag,
    summary: 'Open the link of a mail',
    description:
      'Trades what follows `/o/` in a mail’s link for an `Order-Token` that is good for twelve hours. Nothing is used up.',
    audience: 'store',
    identity: 'ignored',
    calls: ['order', 'openOrderLink'],
    body: openOrderLink.input,
    input: ({ body }) => body,
  }),
  route({
    method: 'POST',
    path: '/v1/orders/{orderId}/links/end',
    operationId: 'endOrderLinks',
    tag,
    summary: 'End all links to an order',
    description: 'Links that were mailed, and what they were traded for, open nothing any more.',
    audience: 'store',
    proof: 'order_token',
    calls: ['order', 'endOrderLinks'],
    status: 204,
    params: orderId,
    input: ({ params, orderToken }) => ({ ...params, orderToken }),
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
