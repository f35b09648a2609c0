import { z } from 'zod';
import { importLimits as limits } from '#contracts/product/files/limits.ts';
import { product } from '#contracts/product/index.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { downloadImportFile } from '../files/download-import-file.ts';

const operations = product.operations;
const admin = { tag: 'Product files', audience: 'admin' } as const;
const one = operations.getProductImport.input;
const files = '/v1/admin/imports/files';

/** A product file that the shop reads and brings in by itself. */
export const productImportRoutes: readonly Route[] = [
  route({
    ...admin,
    method: 'POST',
    path: files,
    operationId: 'adminCreateProductImport',
    summary: 'Begin to import a product file',
    description:
      'Up to 64 MB and a million lines: a CSV of this shop, of Shopify, WooCommerce or Medusa, known by its headings. Send its parts, have it checked, and run it. Prices are for the channel asked for. With `stock` its quantities are counted, which also needs `inventory:write`. It is forgotten after 30 days.',
    calls: ['product', 'beginProductImport'],
    status: 201,
    body: operations.beginProductImport.input,
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'GET',
    path: files,
    operationId: 'adminListProductImports',
    summary: 'List the imports of a channel, the youngest first',
    calls: ['product', 'listProductImports'],
    query: operations.listProductImports.input,
    input: ({ query }) => query,
  }),
  route({
    ...admin,
    method: 'GET',
    path: `${files}/{importId}`,
    operationId: 'adminGetProductImport',
    summary: 'Read how far an import is',
    description:
      '`received` says from where on to send. `totals` are what was done, or, where it was only checked, what would be.',
    calls: ['product', 'getProductImport'],
    params: one,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'PUT',
    path: `${files}/{importId}/parts/{offset}`,
    operationId: 'adminPutProductImportPart',
    summary: 'Upload a part of a product file',
    description:
      'The body is 524288 bytes from that offset on, a multiple of as many; the last part is what is left. The same part once more changes nothing, and parts may come in any order.',
    calls: ['product', 'putProductImportPart'],
    bodyForm: 'raw',
    bodyBytesMax: limits.partBytes,
    params: one.extend({ offset: z.coerce.number().int().min(0) }),
    body: z.unknown(),
    input: ({ params, body }) => ({
      ...params,
      partBase64: (Buffer.isBuffer(body) ? body : Buffer.alloc(0)).toString('base64'),
    }),
  }),
  route({
    ...admin,
    method: 'POST',
    path: `${files}/{importId}/check`,
    operationId: 'adminCheckProductImport',
    summary: 'Read a product file, and say what importing it would do',
    description: 'Nothing is written. It goes on by itself: read the import until it is `checked`.',
    calls: ['product', 'checkProductImport'],
    status: 202,
    params: one,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'POST',
    path: `${files}/{importId}/run`,
    operationId: 'adminRunProductImport',
    summary: 'Import a product file',
    description:
      'It goes on by itself, with the rights of who asked, also after a crash: read the import until it is `done`. Where these rights are taken away it is `stopped`: what is in stays in, and the report names the rest. One that was stopped or failed goes on where it was.',
    calls: ['product', 'runProductImport'],
    status: 202,
    params: one,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'POST',
    path: `${files}/{importId}/stop`,
    operationId: 'adminStopProductImport',
    summary: 'Stop an import',
    description: 'What is in stays in.',
    calls: ['product', 'stopProductImport'],
    params: one,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'GET',
    path: `${files}/{importId}/outcomes`,
    operationId: 'adminListProductImportOutcomes',
    summary: 'List what an import created, changed, made to fit and refused',
    description: 'Of the last check or run, in the order of the file.',
    calls: ['product', 'listProductImportOutcomes'],
    params: one,
    query: operations.listProductImportOutcomes.input.omit({ importId: true }),
    input: ({ params, query }) => ({ ...params, ...query }),
  }),
  useCaseRoute({
    ...admin,
    method: 'GET',
    path: `${files}/{importId}/downloads/{file}`,
    summary: 'Download the report of an import, or the rows that were refused',
    description:
      '`report`: all that was made to fit and left out, a line each. `refused`: the rows that were left out with the others of their product, in the columns of the file and with the reason in one more: mended, it can be imported.',
    performs: downloadImportFile,
    params: downloadImportFile.input,
    streams: true,
    replies: { 200: 'text/csv' },
    reports: ({ fileName, body }) => ({
      status: 200,
      body,
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${fileName}"`,
      },
    }),
  }),
];
