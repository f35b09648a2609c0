import { z } from 'zod';
import { id } from '#contracts/shapes.ts';
import { route, type Route, type RouteReply } from '../declaring/route.ts';

const orderId = z.strictObject({ orderId: id });
const documentId = orderId.extend({ documentId: id });
const asPdf = { replies: { 200: 'application/pdf' }, reports: attachment } as const;

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
