import type { FastifyInstance, FastifyReply } from 'fastify';
import { decimalFromMinor } from '../../exchange/currency-exponent.ts';
import { fromStripeAmount } from '../../payment-gateway/stripe/stripe-amount.ts';
import type { Book } from '../book/book.ts';
import type { LabelRecord } from '../carrier/carrier.ts';
import { readMail, type StoredMail } from '../mail/mail-server.ts';
import { escapeHtml, page, pageHeaders, table } from './page.ts';
import type { Payment } from '../payment/payment-wire.ts';
import type { SentSms } from '../sms/texts.ts';

interface ById {
  Params: { id: string };
}

const shownMax = 200;

/** What a person would look at: mails, SMS, payments and parcels, newest first. */
export function registerPageRoutes(app: FastifyInstance, book: Book): void {
  const show = (reply: FastifyReply, title: string, body: string): FastifyReply =>
    reply.headers(pageHeaders).send(page(title, body));

  app.get('/', async (_request, reply) => show(reply, 'Sandbox external systems', systems(book)));
  app.get('/sms', async (_request, reply) => {
    const rows = book.shelf<SentSms>('sms').newest(shownMax);
    const cells = rows.map(({ value }) =>
      [value.receivedAt, value.to, value.from, value.body].map(escapeHtml),
    );
    return show(reply, 'SMS', table('SMS', ['Received', 'To', 'From', 'Text'], cells));
  });
  app.get('/payments', async (_request, reply) => {
    const rows = book.shelf<Payment>('payments').newest(shownMax);
    const heads = ['Payment', 'Reference', 'Status', 'Amount', 'Captured', 'Refunded'];
    return show(
      reply,
      'Payments',
      table(
        'Payments',
        heads,
        rows.map((row) => cellsOf(row.value)),
      ),
    );
  });
  app.get('/parcels', async (_request, reply) => {
    const rows = book.shelf<LabelRecord>('labels').newest(shownMax);
    const cells = rows.map(({ value }) =>
      [
        value.trackingNumber,
        value.externalShipmentId,
        `${value.shipTo.name ?? ''}, ${value.shipTo.city_locality} ${value.shipTo.country_code}`,
        value.voided ? 'voided' : (value.events.at(-1)?.description ?? 'label bought'),
      ].map(escapeHtml),
    );
    return show(reply, 'Parcels', table('Parcels', ['Tracking', 'Shipment', 'To', 'State'], cells));
  });
  registerMailbox(app, book, show);
}

function registerMailbox(
  app: FastifyInstance,
  book: Book,
  show: (reply: FastifyReply, title: string, body: string) => FastifyReply,
): void {
  const shelf = book.shelf<StoredMail>('mails');
  app.get('/mailbox', async (_request, reply) => {
    const mails = await Promise.all(shelf.newest(shownMax).map((entry) => readMail(entry.value)));
    const cells = mails.map((mail) => [
      `<time>${escapeHtml(mail.receivedAt)}</time>`,
      escapeHtml(mail.envelopeTo.join(', ')),
      `<a href="/mailbox/${escapeHtml(mail.id)}">${escapeHtml(mail.subject || '(no subject)')}</a>`,
    ]);
    return show(reply, 'Mailbox', table('Mails', ['Received', 'To', 'Subject'], cells));
  });
  app.get<ById>('/mailbox/:id', async (request, reply) => {
    const stored = shelf.get(request.params.id);
    if (stored === undefined) return show(reply.code(404), 'No such mail', '');
    const mail = await readMail(stored);
    const meta = `<p class="soft">From ${escapeHtml(mail.from)}<br>To ${escapeHtml(mail.to.join(', '))}<br>
      ${escapeHtml(mail.receivedAt)} · ${escapeHtml(mail.messageId)} · <a href="/mailbox/${escapeHtml(mail.id)}/raw">as it came</a></p>`;
    const attached = mail.attachments.map(
      ({ fileName, contentType, base64 }, index) =>
        `<li><a href="/mailbox/${escapeHtml(mail.id)}/attachments/${index}">${escapeHtml(fileName)}</a>
         <span class="soft">${escapeHtml(contentType)}, ${Buffer.byteLength(base64, 'base64')} bytes</span></li>`,
    );
    const list = attached.length === 0 ? '' : `<h2>Attached</h2><ul>${attached.join('')}</ul>`;
    const preview = `<h2>As sent</h2><iframe sandbox="" title="The mail as HTML" src="/mailbox/${escapeHtml(mail.id)}/html"></iframe>`;
    const text = `<h2>As text</h2><pre>${escapeHtml(mail.text)}</pre>`;
    const shown = meta + list + (mail.html ? preview : '') + text;
    return show(reply, mail.subject || '(no subject)', shown);
  });
  app.get<ById>('/mailbox/:id/html', async (request, reply) => {
    const stored = shelf.get(request.params.id);
    if (stored === undefined) return reply.code(404).send('No such mail');
    const mail = await readMail(stored);
    // Someone else's HTML: no script, no requests to anywhere, whoever opens this address.
    const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:";
    return reply.headers({ ...pageHeaders, 'content-security-policy': policy }).send(mail.html);
  });
  app.get<ById>('/mailbox/:id/raw', async (request, reply) => {
    const stored = shelf.get(request.params.id);
    if (stored === undefined) return reply.code(404).send('No such mail');
    return reply.type('message/rfc822').send(Buffer.from(stored.raw, 'latin1'));
  });
  app.get<{ Params: { id: string; index: string } }>(
    '/mailbox/:id/attachments/:index',
    async (request, reply) => {
      const stored = shelf.get(request.params.id);
      const mail = stored && (await readMail(stored));
      const one = mail?.attachments[Number(request.params.index)];
      if (!one) return reply.code(404).send('No such attachment');
      return reply
        .header(
          'content-disposition',
          `attachment; filename="${one.fileName.replaceAll(/[^\w.-]/g, '_')}"`,
        )
        .type('application/octet-stream')
        .send(Buffer.from(one.base64, 'base64'));
    },
  );
}

function systems(book: Book): string {
  const counts = book.counts();
  const cards = [
    ['/mailbox', 'Mailbox', `${counts.mails} mails that the shop sent`],
    ['/sms', 'SMS', `${counts.sms} messages that the shop sent`],
    ['/payments', 'Payments', `${counts.payments} payments, ${counts.refunds} refunds`],
    ['/parcels', 'Parcels', `${counts.labels} labels`],
    ['/sandbox/book/assessments', 'Fraud detection', `${counts.assessments} assessments`],
    ['/sandbox/book/tax_calculations', 'Tax', `${counts.tax_calculations} calculations`],
    ['/sandbox/book/webhooks', 'Webhooks', `${counts.webhooks} sent to the shop`],
  ];
  const items = cards
    .map(([href, name, text]) => `<li><h2><a href="${href}">${name}</a></h2><p>${text}</p></li>`)
    .join('');
  return `<p>Stand-ins for the providers a shop talks to. They speak the providers' own protocols,
    keep their own book, and no money or parcel moves.</p><ul class="cards">${items}</ul>`;
}

function cellsOf(payment: Payment): string[] {
  const currency = payment.currency.toUpperCase();
  const money = (amount: number): string =>
    `${decimalFromMinor(fromStripeAmount(amount, currency) ?? amount, currency)} ${currency}`;
  return [
    payment.id,
    payment.metadata['reference'],
    payment.status + (payment.error ? ` (${payment.error.declineCode ?? payment.error.code})` : ''),
    money(payment.amount),
    money(payment.amountReceived),
    money(payment.amountRefunded),
  ].map(escapeHtml);
}
