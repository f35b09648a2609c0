import { useCaseRoute, type Route, type RouteReply } from '../declaring/route.ts';
import {
  downloadCustomers,
  downloadOrders,
  downloadProducts,
  downloadStock,
} from '../files/download-list.ts';
import {
  readCustomersPart,
  readOrdersPart,
  readProductsPart,
  readStockPart,
} from '../files/read-list-part.ts';

const admin = { tag: 'Exports', method: 'GET' } as const;
const file = { ...admin, streams: true, replies: { 200: 'text/csv' } } as const;
const proven =
  ' A session of staff that has not proven who it is for ten minutes is answered `step_up_required`: see `POST /v1/auth/step-up`, then ask again. API keys are asked for nothing.';
const part = {
  ...admin,
  summary: 'Read a part of that file',
  description: `A part has about 300 kB; \`cursor\` is \`nextCursor\` of the one before, so whoever lost the connection goes on where it broke off.${proven}`,
} as const;
const guarded = ` CSV in UTF-8; a text that a spreadsheet program would take for a formula begins with an apostrophe. Who took it out is in the audit.${proven}`;

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
  useCaseRoute({
    ...part,
    path: '/v1/admin/exports/products',
    performs: readProductsPart,
    query: readProductsPart.input,
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
  useCaseRoute({
    ...part,
    path: '/v1/admin/exports/orders',
    performs: readOrdersPart,
    query: readOrdersPart.input,
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
  useCaseRoute({
    ...part,
    path: '/v1/admin/exports/customers',
    performs: readCustomersPart,
    query: readCustomersPart.input,
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
  useCaseRoute({
    ...part,
    path: '/v1/admin/exports/stock',
    performs: readStockPart,
    query: readStockPart.input,
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
