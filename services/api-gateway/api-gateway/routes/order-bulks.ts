import { order } from '#contracts/order/index.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { startOrderBulk } from '../staff/start-order-bulk.ts';

const operations = order.operations;
const admin = { tag: 'Bulk changes', audience: 'admin' } as const;
const one = operations.getOrderBulk.input;
const bulks = '/v1/admin/bulk/orders';

/** One thing done to many orders. */
export const orderBulkRoutes: readonly Route[] = [
  useCaseRoute({
    tag: 'Bulk changes',
    method: 'POST',
    path: bulks,
    summary: 'Cancel, tag, note or begin to pick many orders',
    description:
      'Those named, or all that a list finds by `where`; `expected` is their number as somebody confirmed it, 10,000 at most; where there are none nothing is begun. What is chosen is written down at once and then done one by one, by itself and with the rights of who asked, also after a crash. It is told for 30 days. Where orders that are cancelled give back more than `KONTOR_PROVEN_REFUND` together, `step_up_required` as with a refund.',
    performs: startOrderBulk,
    status: 201,
    body: startOrderBulk.input,
  }),
  route({
    ...admin,
    method: 'GET',
    path: bulks,
    operationId: 'adminListOrderBulks',
    summary: 'List changes of many orders, the youngest first',
    calls: ['order', 'listOrderBulks'],
    query: operations.listOrderBulks.input,
    input: ({ query }) => query,
  }),
  route({
    ...admin,
    method: 'GET',
    path: `${bulks}/{bulkId}`,
    operationId: 'adminGetOrderBulk',
    summary: 'Read how far a change of many orders is',
    calls: ['order', 'getOrderBulk'],
    params: one,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'GET',
    path: `${bulks}/{bulkId}/items`,
    operationId: 'adminListOrderBulkItems',
    summary: 'List what became of each order',
    description: '`code` and `message` say why one was refused.',
    calls: ['order', 'listOrderBulkItems'],
    params: one,
    query: operations.listOrderBulkItems.input.omit({ bulkId: true }),
    input: ({ params, query }) => ({ ...params, ...query }),
  }),
  route({
    ...admin,
    method: 'POST',
    path: `${bulks}/{bulkId}/stop`,
    operationId: 'adminStopOrderBulk',
    summary: 'Stop a change of many orders',
    description: 'What is done stays so.',
    calls: ['order', 'stopOrderBulk'],
    params: one,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'POST',
    path: `${bulks}/{bulkId}/undo`,
    operationId: 'adminUndoOrderBulk',
    summary: 'Take a change of tags back',
    description:
      'As one of its own: each order whose tags are still as the change left them has those of before; what somebody has changed since is refused. Once; asked again it tells the same one. Of cancellations, notes and picking there is no way back.',
    calls: ['order', 'undoOrderBulk'],
    params: one,
    input: ({ params }) => params,
  }),
];
