import { z } from 'zod';
import { fulfillment } from '#contracts/fulfillment/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';

const {
  cancelFulfillment,
  holdFulfillment,
  listCarrierReviews,
  listFulfillments,
  pickFulfillment,
  shipFulfillment,
} = fulfillment.operations;
const fulfillmentId = z.strictObject({ fulfillmentId: id });
const one = '/v1/admin/fulfillments/{fulfillmentId}';
const inWarehouse = { tag: 'Fulfillment', audience: 'admin' } as const;

/** What a person in the warehouse does with the parts of orders. */
export const fulfillmentRoutes: readonly Route[] = [
  route({
    ...inWarehouse,
    method: 'GET',
    path: '/v1/admin/fulfillments',
    operationId: 'adminListFulfillments',
    summary: 'List fulfillments',
    description: 'The newest first; by state for a pick list, by order for its parts.',
    calls: ['fulfillment', 'listFulfillments'],
    query: listFulfillments.input,
    input: ({ query }) => query,
  }),
  route({
    ...inWarehouse,
    method: 'GET',
    path: '/v1/admin/carrier-reviews',
    operationId: 'adminListCarrierReviews',
    summary: 'List what carriers told and a person has to look at',
    description:
      'Kinds of events that are not understood, word for word, and news of parcels that nobody here sent.',
    calls: ['fulfillment', 'listCarrierReviews'],
    query: listCarrierReviews.input,
    input: ({ query }) => query,
  }),
  route({
    ...inWarehouse,
    method: 'GET',
    path: one,
    operationId: 'adminGetFulfillment',
    summary: 'Read a fulfillment',
    calls: ['fulfillment', 'getFulfillment'],
    params: fulfillmentId,
    input: ({ params }) => params,
  }),
  route({
    ...inWarehouse,
    method: 'POST',
    path: `${one}/pick`,
    operationId: 'adminPickFulfillment',
    summary: 'Begin picking, or record what was picked',
    description: 'With lines: what was not found becomes a fulfillment of its own.',
    calls: ['fulfillment', 'pickFulfillment'],
    params: fulfillmentId,
    body: pickFulfillment.input.pick({ lines: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...inWarehouse,
    method: 'POST',
    path: `${one}/pack`,
    operationId: 'adminPackFulfillment',
    summary: 'Pack what was picked',
    calls: ['fulfillment', 'packFulfillment'],
    params: fulfillmentId,
    input: ({ params }) => params,
  }),
  route({
    ...inWarehouse,
    method: 'POST',
    path: `${one}/ship`,
    operationId: 'adminShipFulfillment',
    summary: 'Buy the label and ship',
    description:
      'Waits some seconds for the carrier. A reply with state `shipping` is still under way: ' +
      'sending it again with the same Idempotency-Key tells how it went.',
    calls: ['fulfillment', 'shipFulfillment'],
    params: fulfillmentId,
    body: shipFulfillment.input.pick({ serviceCode: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...inWarehouse,
    method: 'POST',
    path: `${one}/hold`,
    operationId: 'adminHoldFulfillment',
    summary: 'Lay a fulfillment aside',
    calls: ['fulfillment', 'holdFulfillment'],
    params: fulfillmentId,
    body: holdFulfillment.input.pick({ reason: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...inWarehouse,
    method: 'POST',
    path: `${one}/resume`,
    operationId: 'adminResumeFulfillment',
    summary: 'Go on where it was held',
    calls: ['fulfillment', 'resumeFulfillment'],
    params: fulfillmentId,
    input: ({ params }) => params,
  }),
  route({
    ...inWarehouse,
    method: 'POST',
    path: `${one}/cancel`,
    operationId: 'adminCancelFulfillment',
    summary: 'Give a part of an order up',
    description: 'Its stock is released. Refunding it is up to the order.',
    calls: ['fulfillment', 'cancelFulfillment'],
    params: fulfillmentId,
    body: cancelFulfillment.input.pick({ reason: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
];
