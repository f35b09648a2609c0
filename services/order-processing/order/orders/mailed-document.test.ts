import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';
import { withDocument } from './mailed-document.ts';

let ordering: Ordering;
beforeAll(async () => {
  ordering = await openOrdering();
});
afterAll(() => ordering.close());

interface Mail {
  readonly envelopeTo: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { fileName: string; contentType: string; base64: string }[];
}

/** What the sandbox's mailbox holds for an address. */
async function mailsTo(address: string): Promise<readonly Mail[]> {
  const mails = (await ordering.shop.sandbox.read('mails')) as unknown as Mail[];
  return mails.filter(({ envelopeTo }) => envelopeTo.includes(address));
}

let version = 1;
/** As product tells it; to the channel that sells. */
const mailsDocuments = (is: boolean | undefined) =>
  ordering.shop.deliver('product.channel_changed', 'default', (version += 1), {
    code: 'default',
    name: 'Default',
    currency: 'EUR',
    defaultLocale: 'en',
    locales: ['en'],
    active: true,
    timeZone: null,
    company: null,
    ...(is === undefined ? {} : { mailsDocuments: is }),
  });

const soldTo = async (email: string) => {
  const { orderId, lines } = await ordering.placed({ snapshot: { email } });
  return { orderId, lineId: lines[0]!.lineId };
};
const documentsOf = async (orderId: string) => {
  const invoice = ordering.shop.client('invoice');
  const scope = ordering.shop.invocation();
  const { items } = must(await invoice.listDocumentsOfOrder({ orderId }, scope), 'list');
  return Promise.all(
    items.map(async ({ documentId, kind }) => {
      const pdf = must(await invoice.getDocumentPdf({ orderId, documentId }, scope), 'pdf');
      return { kind, ...pdf };
    }),
  );
};
const attachedTo = (mail: Mail | undefined) =>
  (mail?.attachments ?? []).map(({ base64 }) =>
    createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex'),
  );

test('a confirmation carries the invoice where the channel wants it, byte by byte', async () => {
  await mailsDocuments(true);
  const { orderId } = await soldTo('attached@example.com');
  const [invoice] = await documentsOf(orderId);
  const [mail, more] = await mailsTo('attached@example.com');
  expect(more).toBeUndefined();
  expect(mail!.attachments).toMatchObject([
    { fileName: invoice!.fileName, contentType: 'application/pdf' },
  ]);
  expect(attachedTo(mail)).toEqual([invoice!.sha256]);
  expect(mail!.text).toContain(
    `Your invoice ${invoice!.fileName.replace('.pdf', '')} is attached to this mail.`,
  );
  const reader = ordering.shop.invocation({
    actor: ordering.shop.staff(['notifications:read']),
  });
  const { listMessages } = ordering.shop.client('notification');
  const asked = { email: 'attached@example.com', limit: 5 };
  expect(must(await listMessages(asked, reader), 'messages').items).toMatchObject([
    {
      state: 'sent',
      attachments: [
        { fileName: invoice!.fileName, bytes: Buffer.byteLength(invoice!.pdfBase64, 'base64') },
      ],
    },
  ]);
});

test('a mail of a refund and of a cancellation carries the credit note', async () => {
  await mailsDocuments(true);
  const { orderId, lineId } = await soldTo('refunded@example.com');
  must(await ordering.refund(orderId, { lines: [{ lineId, quantity: 1 }] }), 'refund');
  await ordering.shop.settle();
  const note = (await documentsOf(orderId)).find(({ kind }) => kind === 'credit_note');
  const [, refunded] = await mailsTo('refunded@example.com');
  expect(refunded!.subject).toContain('Refund');
  expect(attachedTo(refunded)).toEqual([note!.sha256]);
  expect(refunded!.text).toContain(`The credit note ${note!.fileName.replace('.pdf', '')}`);

  const cancelled = await soldTo('cancelled@example.com');
  must(await ordering.cancel(cancelled.orderId), 'cancel');
  await ordering.shop.settle();
  const last = (await documentsOf(cancelled.orderId)).find(({ kind }) => kind === 'credit_note');
  const [, mail] = await mailsTo('cancelled@example.com');
  expect(attachedTo(mail)).toEqual([last!.sha256]);
});

test('nothing is attached where nobody asked for it, or where it was switched off', async () => {
  await mailsDocuments(undefined);
  await soldTo('bare@example.com');
  const [mail] = await mailsTo('bare@example.com');
  expect(mail).toMatchObject({ attachments: [] });
  expect(mail!.text).not.toContain('attached');
});

test('a document that is too large for a mail is read by the link instead', async () => {
  await mailsDocuments(false);
  const { orderId } = await soldTo('large@example.com');
  await ordering.shop.database('invoice').query(sql`
    insert into document_pdf (document_id, sha256, bytes)
    select document_id, encode(sha256(pdf), 'hex'), pdf
    from document, decode(repeat('41', 500001), 'hex') as pdf
    where order_id = ${orderId}`);
  const warned: string[] = [];
  const messageId = newId();
  const message = {
    messageId,
    template: 'order_confirmation' as const,
    email: 'large@example.com',
    phone: null,
    customerId: null,
    data: {},
  };
  const log = { warn: (_: unknown, what: string) => warned.push(what) } as never;
  const call = { invoice: ordering.shop.client('invoice') } as never;
  const database = ordering.shop.database('order');
  const order = { id: orderId, mailsDocuments: true };
  const scope = ordering.shop.invocation();
  const given = await withDocument({ call, database, log }, order, message, () => true, scope);
  expect(given).toEqual(message);
  expect(warned).toEqual(['a document is too large for a mail']);
  expect(await toldStaff(orderId)).toEqual([
    expect.stringMatching(/^document_not_mailed: .* goes without its document: INV-.* too large/),
  ]);
});

/** What the timeline tells staff alone, of documents. */
async function toldStaff(orderId: string): Promise<string[]> {
  const rows = await ordering.shop.database('order').query<{ said: string }>(sql`
    select kind || ': ' || message as said from timeline_entry
    where order_id = ${orderId} and internal and kind like 'document_%' order by at`);
  return rows.map(({ said }) => said);
}

const printing = 'call:order>invoice.getDocumentPdf:before';

test('a mail waits for a document that cannot be had, and carries it then', async () => {
  await mailsDocuments(true);
  try {
    armFailpoints(`${printing}=cut`);
    const { orderId } = await soldTo('later@example.com');
    await expect.poll(() => mailsTo('later@example.com'), { timeout: 180_000 }).toHaveLength(1);
    const [invoice] = await documentsOf(orderId);
    const [mail, more] = await mailsTo('later@example.com');
    expect(more).toBeUndefined();
    expect(attachedTo(mail)).toEqual([invoice!.sha256]);
    expect(await toldStaff(orderId)).toEqual([
      expect.stringContaining('document_awaited: The mail order_confirmation waits'),
    ]);
  } finally {
    armFailpoints(undefined);
  }
});

test('a mail whose document cannot be had for ten minutes goes without, and staff are told', async () => {
  await mailsDocuments(true);
  armFailpoints(`${printing}=throw@always`);
  try {
    const { orderId } = await soldTo('never@example.com');
    await expect.poll(() => toldStaff(orderId), { timeout: 180_000 }).toHaveLength(1);
    expect(await mailsTo('never@example.com')).toEqual([]);
    await ordering.shop.moveClock(11 * 60_000);
    await ordering.shop.settle();
    await expect.poll(() => mailsTo('never@example.com'), { timeout: 180_000 }).toHaveLength(1);
    const [mail] = await mailsTo('never@example.com');
    expect(mail!.attachments).toEqual([]);
    expect(await toldStaff(orderId)).toEqual([
      expect.stringContaining('document_awaited'),
      'document_not_mailed: The mail order_confirmation goes without its document: it could not be had for ten minutes. The customer reads it by the link to the order.',
    ]);
  } finally {
    armFailpoints(undefined);
  }
});
