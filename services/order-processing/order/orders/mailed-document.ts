import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { OrderRow } from './order-store.ts';

type Message = InputOf<'notification', 'sendMessage'>;
type Document = OutputOf<'invoice', 'listDocumentsOfOrder'>['items'][number];

/** A mail server takes little more than a message of the broker's, which holds it in Base64. */
export const mailedBytesMax = 500_000;

/**
 * The message with the document that it tells of, where mails of its channel carry documents. A mail
 * never waits for a document, nor is lost by one: what cannot be had now, or is too large, is read by
 * the link to the order.
 */
export async function withDocument(
  { call, log }: Pick<ServiceContext<'order'>, 'call' | 'log'>,
  { id: orderId, mailsDocuments }: Pick<OrderRow, 'id' | 'mailsDocuments'>,
  message: Message,
  isIt: (document: Document) => boolean,
  invocation: Invocation,
): Promise<Message> {
  if (mailsDocuments !== true || message.email === null) return message;
  try {
    const listed = must(await call.invoice.listDocumentsOfOrder({ orderId }, invocation), 'list');
    const document = listed.items.findLast(isIt);
    if (!document) return message;
    const { documentId, number } = document;
    const pdf = await call.invoice.getDocumentPdf({ orderId, documentId }, invocation);
    const { fileName, pdfBase64 } = must(pdf, 'document');
    const beside = message.attachments ?? [];
    const bytes = [pdfBase64, ...beside.map(({ base64 }) => base64)]
      .map((base64) => Buffer.byteLength(base64, 'base64'))
      .reduce((sum, one) => sum + one, 0);
    if (bytes > mailedBytesMax) {
      log.warn({ invocation, order: orderId, number }, 'a document is too large for a mail');
      return message;
    }
    return {
      ...message,
      data: { ...message.data, attachedDocument: number },
      attachments: [{ fileName, contentType: 'application/pdf', base64: pdfBase64 }, ...beside],
    };
  } catch (error) {
    log.warn({ invocation, order: orderId, error: String(error) }, 'a mail goes without document');
    return message;
  }
}
