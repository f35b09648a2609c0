import { product } from '#contracts/product/index.ts';
import { route, type Route } from '../declaring/route.ts';

const operations = product.operations;
const admin = { tag: 'Bulk changes', audience: 'admin' } as const;
const one = operations.getProductBulk.input;
const bulks = '/v1/admin/bulk/products';

/** One change of many products. */
export const productBulkRoutes: readonly Route[] = [
  route({
    ...admin,
    method: 'POST',
    path: bulks,
    operationId: 'adminCreateProductBulk',
    summary: 'Change many products',
    description:
      'Those named, or all that a list finds by `where`; `expected` is their number as somebody confirmed it, 10,000 at most; where there are none nothing is begun. What is chosen is written down at once and then changed one by one, by itself and with the rights of who asked, also after a crash. It is told for 30 days.',
    calls: ['product', 'startProductBulk'],
    status: 201,
    body: operations.startProductBulk.input,
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'GET',
    path: bulks,
    operationId: 'adminListProductBulks',
    summary: 'List changes of many products, the youngest first',
    calls: ['product', 'listProductBulks'],
    query: operations.listProductBulks.input,
    input: ({ query }) => query,
  }),
  route({
    ...admin,
    method: 'GET',
    path: `${bulks}/{bulkId}`,
    operationId: 'adminGetProductBulk',
    summary: 'Read how far a change of many products is',
    calls: ['product', 'getProductBulk'],
    params: one,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'GET',
    path: `${bulks}/{bulkId}/items`,
    operationId: 'adminListProductBulkItems',
    summary: 'List what became of each product',
    description: '`code` and `message` say why one was refused.',
    calls: ['product', 'listProductBulkItems'],
    params: one,
    query: operations.listProductBulkItems.input.omit({ bulkId: true }),
    input: ({ params, query }) => ({ ...params, ...query }),
  }),
  route({
    ...admin,
    method: 'POST',
    path: `${bulks}/{bulkId}/stop`,
    operationId: 'adminStopProductBulk',
    summary: 'Stop a change of many products',
    description: 'What is changed stays so.',
    calls: ['product', 'stopProductBulk'],
    params: one,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'POST',
    path: `${bulks}/{bulkId}/undo`,
    operationId: 'adminUndoProductBulk',
    summary: 'Take a change of many products back',
    description:
      'As one of its own: each product that is still as the change left it becomes what it was before; what somebody has changed since is refused. Once; asked again it tells the same one.',
    calls: ['product', 'undoProductBulk'],
    params: one,
    input: ({ params }) => params,
  }),
];
