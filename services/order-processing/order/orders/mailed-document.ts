import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OrderRow } from './order-store.ts';
import { addToTimeline } from './timeline.ts';

type Context = Pick<ServiceContext<'order'>, 'call' | 'database' | 'log'>;
/** Whichever operation sends it. */
type Message = Pick<
  InputOf<'notification', 'sendMessage'>,
  'messageId' | 'email' | 'data' | 'attachments'
> & {
  readonly template: string;
};
type Document = OutputOf<'invoice', 'listDocumentsOfOrder'>['items'][number];

/** A mail server takes little more than a message of the broker's, which holds it in Base64. */
export const mailedBytesMax = 500_000;
/** How long a mail waits for its document from when it could first not be had. */
const documentWaitMs = 10 * 60_000;

/**
 * The message with the document that it tells of, where mails of its channel carry documents. Throws
 * while the document cannot be had, so that the story tries again, for ten minutes; then the mail
 * goes without, as it does at once with one that is too large, and staff are told: the customer
 * reads it by the link to the order.
 */
export async function withDocument<Mail extends Message>(
  context: Context,
  order: Pick<OrderRow, 'id' | 'mailsDocuments'>,
  message: Mail,
  isIt: (document: Document) => boolean,
  invocation: Invocation,
): Promise<Mail> {
  if (order.mailsDocuments !== true || message.email === null) return message;
  try {
    return await attach(context, order.id, message, isIt, invocation);
  } catch (error) {
    if (await waitsStill(context, order.id, message, invocation)) throw error;
    const { database, log } = context;
    log.warn({ invocation, order: order.id, error: String(error) }, 'a mail goes without document');
    const entry = goesWithout(message, 'it could not be had for ten minutes');
    await database.query(addToTimeline(order.id, [entry], invocation), invocation);
    return message;
  }
}

async function attach<Mail extends Message>(
  { call, database, log }: Context,
  orderId: string,
  message: Mail,
  isIt: (document: Document) => boolean,
  invocation: Invocation,
): Promise<Mail> {
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
    const entry = goesWithout(message, `${number} is too large for a mail`);
    await database.query(addToTimeline(orderId, [entry], invocation), invocation);
    return message;
  }
  return {
    ...message,
    data: { ...message.data, attachedDocument: number },
    attachments: [{ fileName, contentType: 'application/pdf', base64: pdfBase64 }, ...beside],
  };
}

/** Whether the document may still come; notes for staff when it could first not be had. */
async function waitsStill(
  { database }: Context,
  orderId: string,
  { messageId, template }: Message,
  invocation: Invocation,
): Promise<boolean> {
  const key = `document_awaited:${messageId}`;
  const noted = await database.first<{ at: string }>(
    sql`select at from timeline_entry where order_id = ${orderId} and key = ${key}`,
    invocation,
  );
  if (noted) return clock.nowMs() - Date.parse(noted.at) < documentWaitMs;
  const saying = `The mail ${template} waits for its document, which cannot be had now.`;
  const entry = { key, kind: 'document_awaited', message: saying, internal: true };
  await database.query(addToTimeline(orderId, [entry], invocation), invocation);
  return true;
}

function goesWithout({ messageId, template }: Message, why: string) {
  return {
    key: `document_not_mailed:${messageId}`,
    kind: 'document_not_mailed',
    message: `The mail ${template} goes without its document: ${why}. The customer reads it by the link to the order.`,
    internal: true,
  };
}
