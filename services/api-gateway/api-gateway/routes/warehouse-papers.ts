import { z } from 'zod';
import { fulfillment } from '#contracts/fulfillment/index.ts';
import { mostPackingSlips } from '#contracts/fulfillment/papers.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';
import { asPdf } from './documents.ts';

const { getPickList } = fulfillment.operations;
const inWarehouse = { tag: 'Fulfillment', audience: 'admin', method: 'GET' } as const;

const ids = z
  .string()
  .max(37 * mostPackingSlips)
  .transform((names) => names.split(','))
  .pipe(z.array(id).min(1).max(mostPackingSlips))
  .optional()
  .meta({ description: `Ids with commas between them, at most ${mostPackingSlips}` });

/** What is printed in the warehouse. */
export const warehousePaperRoutes: readonly Route[] = [
  route({
    ...inWarehouse,
    path: '/v1/admin/fulfillments/{fulfillmentId}/packing-slip/pdf',
    operationId: 'adminGetPackingSlipPdf',
    summary: 'Print the packing slip of a fulfillment',
    calls: ['fulfillment', 'getPackingSlips'],
    params: z.strictObject({ fulfillmentId: id }),
    input: ({ params }) => ({ fulfillmentIds: [params.fulfillmentId] }),
    ...asPdf,
  }),
  route({
    ...inWarehouse,
    path: '/v1/admin/packing-slips/pdf',
    operationId: 'adminGetPackingSlipsPdf',
    summary: 'Print packing slips in one file',
    description:
      'Of fulfillments, or of all parts of orders that need a parcel and are not given up; each in the language of its order, on a page of its own.',
    calls: ['fulfillment', 'getPackingSlips'],
    query: z.strictObject({ fulfillmentIds: ids, orderIds: ids }),
    input: ({ query }) => query,
    ...asPdf,
  }),
  route({
    ...inWarehouse,
    path: '/v1/admin/pick-list/pdf',
    operationId: 'adminGetPickListPdf',
    summary: 'Print what is to be fetched from the shelves',
    description:
      'By SKU, with the orders that it is for; of parts that wait to be picked, or are being picked.',
    calls: ['fulfillment', 'getPickList'],
    query: getPickList.input,
    input: ({ query }) => query,
    ...asPdf,
  }),
];
