import { z } from 'zod';
import { order } from '#contracts/order/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route, type RouteReply } from '../declaring/route.ts';
import { wholeBody } from '../declaring/whole-body.ts';

const { getDocumentLabels, putDocumentLabels } = order.operations;
const orderId = z.strictObject({ orderId: id });
const documentId = orderId.extend({ documentId: id });
export const asPdf = { replies: { 200: 'application/pdf' }, reports: attachment } as const;

/** Invoices and credit notes, for the owner of the order and for staff. */
export const documentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orders/{orderId}/documents',
    operationId: 'listOrderDocuments',
    tag: 'Documents',
    summary: 'List invoices and credit notes',
    audience: 'store',
    proof: 'order_token',
    calls: ['order', 'listDocuments'],
    params: orderId,
    input: ({ params, orderToken }) => ({ ...params, orderToken }),
  }),
  route({
    method: 'GET',
    path: '/v1/orders/{orderId}/documents/{documentId}/pdf',
    operationId: 'getOrderDocumentPdf',
    tag: 'Documents',
    summary: 'Download an invoice or credit note',
    audience: 'store',
    proof: 'order_token',
    calls: ['order', 'getDocumentPdf'],
    params: documentId,
    input: ({ params, orderToken }) => ({ ...params, orderToken }),
    ...asPdf,
  }),
  route({
    method: 'GET',
    path: '/v1/admin/orders/{orderId}/documents',
    operationId: 'adminListOrderDocuments',
    tag: 'Documents',
    summary: 'List invoices and credit notes',
    audience: 'admin',
    calls: ['order', 'listDocuments'],
    params: orderId,
    input: ({ params }) => params,
  }),
  route({
    method: 'GET',
    path: '/v1/admin/orders/{orderId}/documents/{documentId}/pdf',
    operationId: 'adminGetOrderDocumentPdf',
    tag: 'Documents',
    summary: 'Download an invoice or credit note',
    audience: 'admin',
    calls: ['order', 'getDocumentPdf'],
    params: documentId,
    input: ({ params }) => params,
    ...asPdf,
  }),
  route({
    method: 'GET',
    path: '/v1/admin/document-labels/{locale}',
    operationId: 'adminGetDocumentLabels',
    tag: 'Documents',
    summary: 'Read what documents say around the numbers',
    description: 'In the channel asked for, in one language.',
    audience: 'admin',
    calls: ['order', 'getDocumentLabels'],
    params: getDocumentLabels.input,
    input: ({ params }) => params,
  }),
  route({
    method: 'PUT',
    path: '/v1/admin/document-labels/{locale}',
    operationId: 'adminPutDocumentLabels',
    tag: 'Documents',
    summary: 'Set a shop’s own labels of documents',
    description:
      'For the channel asked for. Documents that are issued from now on say them; those that were issued keep theirs. What is left out is as it is built in; `{"own": {}}` goes back to that.',
    audience: 'admin',
    calls: ['order', 'putDocumentLabels'],
    params: getDocumentLabels.input,
    body: wholeBody(putDocumentLabels.input.omit({ locale: true, expectedVersion: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
];

function attachment(found: { fileName: string; sha256: string; pdfBase64: string }): RouteReply {
  const fileName = found.fileName.replaceAll(/[^\w.-]/g, '_');
  return {
    status: 200,
    body: Buffer.from(found.pdfBase64, 'base64'),
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${fileName}"`,
      ETag: `"${found.sha256}"`,
    },
  };
}
