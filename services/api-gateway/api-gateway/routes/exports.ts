import { customer } from '#contracts/customer/index.ts';
import { fulfillment } from '#contracts/fulfillment/index.ts';
import { order } from '#contracts/order/index.ts';
import { product } from '#contracts/product/index.ts';
import { route, useCaseRoute, type Route, type RouteReply } from '../declaring/route.ts';
import {
  downloadCustomers,
  downloadOrders,
  downloadProducts,
  downloadStock,
} from '../files/download-list.ts';

const admin = { tag: 'Exports', audience: 'admin', method: 'GET', effect: 'lasting' } as const;
const file = { ...admin, streams: true, replies: { 200: 'text/csv' } } as const;
const inParts =
  ' A part has about 300 kB; `cursor` is `nextCursor` of the one before, so whoever lost the connection goes on where it broke off.';
const guarded =
  ' CSV in UTF-8; a text that a spreadsheet program would take for a formula begins with an apostrophe. Who took it out is in the audit.';

/** Lists as files, whole and in parts. */
export const exportRoutes: readonly Route[] = [
  useCaseRoute({
    ...file,
    path: '/v1/admin/exports/products/file',
    summary: 'Download the products of a channel as a file that an import takes',
    description: `Without stock, which an import of it leaves alone.${guarded}`,
    performs: downloadProducts,
    query: downloadProducts.input,
    reports: named('products'),
  }),
  route({
    ...admin,
    path: '/v1/admin/exports/products',
    operationId: 'adminGetProductsPart',
    summary: 'Read a part of that file',
    description: inParts.trim(),
    calls: ['product', 'exportProducts'],
    query: product.operations.exportProducts.input,
    input: ({ query }) => query,
  }),
  useCaseRoute({
    ...file,
    path: '/v1/admin/exports/orders/file',
    summary: 'Download orders',
    description: `Those that the same filters list, the first placed first.${guarded}`,
    performs: downloadOrders,
    query: downloadOrders.input,
    reports: named('orders'),
  }),
  route({
    ...admin,
    path: '/v1/admin/exports/orders',
    operationId: 'adminGetOrdersPart',
    summary: 'Read a part of that file',
    description: inParts.trim(),
    calls: ['order', 'exportOrders'],
    query: order.operations.exportOrders.input,
    input: ({ query }) => query,
  }),
  useCaseRoute({
    ...file,
    path: '/v1/admin/exports/customers/file',
    summary: 'Download customers',
    description: `Those that the same filters list, the first who came first.${guarded}`,
    performs: downloadCustomers,
    query: downloadCustomers.input,
    reports: named('customers'),
  }),
  route({
    ...admin,
    path: '/v1/admin/exports/customers',
    operationId: 'adminGetCustomersPart',
    summary: 'Read a part of that file',
    description: inParts.trim(),
    calls: ['customer', 'exportCustomers'],
    query: customer.operations.exportCustomers.input.omit({ joinedBy: true }),
    input: ({ query }) => query,
  }),
  useCaseRoute({
    ...file,
    path: '/v1/admin/exports/stock/file',
    summary: 'Download stock',
    description: `By SKU and location, as the same filters list it.${guarded}`,
    performs: downloadStock,
    query: downloadStock.input,
    reports: named('stock'),
  }),
  route({
    ...admin,
    path: '/v1/admin/exports/stock',
    operationId: 'adminGetStockPart',
    summary: 'Read a part of that file',
    description: inParts.trim(),
    calls: ['fulfillment', 'exportStock'],
    query: fulfillment.operations.exportStock.input,
    input: ({ query }) => query,
  }),
];

function named(name: string) {
  return ({ body }: { body: unknown }): RouteReply => ({
    status: 200,
    body,
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}.csv"`,
    },
  });
}
