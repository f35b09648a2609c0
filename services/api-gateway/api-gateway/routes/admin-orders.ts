import { z } from 'zod';
import { order } from '#contracts/order/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { cancelOrder } from '../staff/cancel-order.ts';
import { refundOrder } from '../staff/refund-order.ts';
import { staffOrderRoute } from './order-with-parts.ts';
import { someLines, someParts } from './order-examples.ts';

const { addNote, listDayFigures, listOrders, listPaymentReviews } = order.operations;
const { previewRefund } = order.operations;
const orderId = z.strictObject({ orderId: id });
const onOrders = { tag: 'Orders', audience: 'admin' } as const;
export const adminOrderRoutes: readonly Route[] = [
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/orders',
    operationId: 'adminListOrders',
    summary: 'List orders',
    description:
      'What is asked for has to hold all together. With `updatedSince` it is a list for a copy: see the guide to copies.',
    calls: ['order', 'listOrders'],
    query: listOrders.input,
    input: ({ query }) => query,
  }),
  staffOrderRoute,
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/figures/day',
    operationId: 'adminListDayFigures',
    summary: 'Read what was sold on a day, beside the day before',
    description:
      'By channel and currency, in the channel’s time zone, and by the hour. A channel in which nothing was ordered on the two days has no item. Summed when it is asked for: what is cancelled since counts no more.',
    calls: ['order', 'listDayFigures'],
    query: listDayFigures.input,
    input: ({ query }) => query,
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/orders/{orderId}/timeline',
    operationId: 'adminListOrderTimelineEntries',
    summary: 'Read what happened to an order',
    calls: ['order', 'getTimeline'],
    params: orderId,
    input: ({ params }) => params,
  }),
  useCaseRoute({
    tag: 'Orders',
    method: 'POST',
    path: '/v1/admin/orders/{orderId}/cancel',
    summary: 'Cancel an order',
    description:
      'Releases the stock, then voids or refunds. Refused once something was shipped. With `waitSeconds` the order stays as it is until then. Where more than `KONTOR_PROVEN_REFUND` is given back by it, `step_up_required` as with a refund.',
    performs: cancelOrder,
    params: orderId,
    body: cancelOrder.input.omit({ orderId: true }),
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/orders/{orderId}/payment-review/settle',
    operationId: 'adminSettlePaymentReview',
    summary: 'Ask the payment gateway about a payment that is held for review',
    description:
      'Whatever was shown before, the gateway is asked now. Where its book says just what was asked of it, the order goes on; else it stays held and `payment_still_in_review` tells what the gateway says.',
    calls: ['order', 'settlePaymentReview'],
    params: orderId,
    input: ({ params }) => params,
  }),
  useCaseRoute({
    tag: 'Orders',
    method: 'POST',
    path: '/v1/admin/orders/{orderId}/refunds',
    summary: 'Refund lines, delivery or an amount',
    description:
      'Never more than what is left of what was captured; one credit note follows, whose rows are what was given back. Where more than `KONTOR_PROVEN_REFUND` of the order is given back by it, with what was before, a session of staff that has not proven who it is for ten minutes is answered `step_up_required`: see `POST /v1/auth/step-up`, then ask again under the same key.',
    performs: refundOrder,
    params: orderId,
    body: refundOrder.input.omit({ orderId: true }).meta({ examples: [someLines] }),
    status: 201,
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/orders/{orderId}/refunds/preview',
    operationId: 'adminPreviewOrderRefund',
    summary: 'Show what a refund would give back',
    description: 'With the taxes in it, as its credit note would say them. Nothing is written.',
    calls: ['order', 'previewRefund'],
    params: orderId,
    // The body of the refund can be shown as it is: its reason changes nothing.
    body: previewRefund.input
      .omit({ orderId: true })
      .extend({ reason: refundOrder.input.shape.reason.optional() })
      .meta({ examples: [someParts] }),
    input: ({ params, body }) => {
      const { reason: _, ...parts } = body;
      return { ...params, ...parts };
    },
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/orders/{orderId}/refunds',
    operationId: 'adminListOrderRefunds',
    summary: 'List the refunds of an order',
    calls: ['order', 'listRefunds'],
    params: orderId,
    input: ({ params }) => params,
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/orders/{orderId}/notes',
    operationId: 'adminCreateOrderNote',
    summary: 'Add a note to the timeline',
    calls: ['order', 'addNote'],
    params: orderId,
    body: addNote.input.pick({ note: true }),
    status: 201,
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/orders/{orderId}/payments',
    operationId: 'adminListOrderPayments',
    summary: 'List the payments of an order',
    calls: ['order', 'listPayments'],
    params: orderId,
    input: ({ params }) => params,
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/payment-reviews',
    operationId: 'adminListPaymentReviews',
    summary: 'List what the payment gateway told and a person has to look at',
    description:
      'News that disagrees with our books, and kinds of events that are not understood, word for word.',
    calls: ['order', 'listPaymentReviews'],
    query: listPaymentReviews.input,
    input: ({ query }) => query,
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/orders/{orderId}/ledger',
    operationId: 'adminListOrderLedgerEntries',
    summary: 'List the ledger entries of an order',
    calls: ['order', 'listLedgerEntries'],
    params: orderId,
    input: ({ params }) => params,
  }),
];
