import { product } from '#contracts/product.ts';
import { route, type Route } from '../route.ts';

const { importProducts } = product.operations;
const admin = { tag: 'Catalogue', audience: 'admin' } as const;

/** What staff does to the catalogue. */
export const adminProductRoutes: readonly Route[] = [
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/imports/products',
    operationId: 'importProducts',
    summary: 'Create and update products',
    description:
      'Up to 100 products by handle, with prices of the channel asked for. Sending them again changes nothing.',
    calls: ['product', 'importProducts'],
    body: importProducts.input,
    input: ({ body }) => body,
  }),
];
