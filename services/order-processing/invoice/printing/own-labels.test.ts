import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { textOfPdf } from '#platform/test-kit/text-of-pdf.ts';
import { orderForTests } from '../orders-for-tests.ts';
import { invoiceService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [invoiceService], transport: 'loopback' });
});
afterAll(() => shop.close());

const invoices = () => shop.client('invoice');
const staff = (channel = 'default') =>
  shop.invocation({ channel, actor: shop.staff(['orders:read', 'orders:write']) });
const put = (locale: string, own: Record<string, string>, expectedVersion?: number) =>
  invoices().putDocumentLabels(
    { locale, own, ...(expectedVersion === undefined ? {} : { expectedVersion }) },
    staff(),
  );

/** What an invoice says that is issued now, read when it is asked for. */
async function issued(locale: string, channel = 'default') {
  const order = orderForTests();
  const { orderId } = order;
  const asked = shop.invocation({ locale, channel });
  const { documentId } = must(await invoices().issueInvoice(order, asked), 'issue');
  return async () => {
    const pdf = must(await invoices().getDocumentPdf({ orderId, documentId }, asked), 'pdf');
    return textOfPdf(Buffer.from(pdf.pdfBase64, 'base64'));
  };
}

test('documents say the shop’s own words of the day they were issued on', async () => {
  const before = await issued('en');
  const set = must(
    await put('en', { invoice: 'Tax invoice', 'number.invoice': 'Bill no.' }),
    'put',
  );
  expect(set).toMatchObject({
    own: { invoice: 'Tax invoice', 'number.invoice': 'Bill no.' },
    labels: { invoice: 'Tax invoice', 'number.invoice': 'Bill no.', date: 'Date' },
    version: 1,
  });
  const own = await issued('en-GB');
  const german = await issued('de');
  const elsewhere = await issued('en', 'west');
  must(await put('en-GB', { invoice: 'VAT invoice' }), 'of a country');
  const nearer = await issued('en-GB');
  expect(must(await put('en', {}, 1), 'back')).toMatchObject({ own: {}, version: 2 });
  const after = await issued('en');

  expect(await own()).toContain('Tax invoice');
  expect(await own()).toContain('Bill no.');
  expect(await nearer()).toContain('VAT invoice');
  expect(await german()).toContain('Rechnung');
  for (const read of [before, elsewhere, after]) {
    expect(await read()).toContain('Invoice no.');
    expect(await read()).not.toContain('Tax invoice');
  }
});

test('what is filled in stands wherever the shop’s words name it', async () => {
  must(await put('da', { page: '{page} ({page} / {pages})' }), 'put');
  expect(await (await issued('da'))()).toContain('1 (1 / 1)');
});

test('a credit note says them too', async () => {
  must(await put('fr', { credit_note: 'Avoir maison' }), 'put');
  const order = orderForTests();
  const { orderId } = order;
  const asked = shop.invocation({ locale: 'fr' });
  must(await invoices().issueInvoice(order, asked), 'issue');
  const credit = { orderId, refundId: order.lines[0]!.lineId, reason: 'x', amountMinor: 100 };
  const { documentId } = must(await invoices().issueCreditNote(credit, asked), 'credit');
  const pdf = must(await invoices().getDocumentPdf({ orderId, documentId }, asked), 'pdf');
  expect(textOfPdf(Buffer.from(pdf.pdfBase64, 'base64'))).toContain('Avoir maison');
});

test.each([
  ['a name that no document has', { invoices: 'X' }, 'label_unknown', { label: 'invoices' }],
  ['a group of labels', { number: 'X' }, 'label_unknown', { label: 'number' }],
  ['a name of every object', { constructor: 'X' }, 'label_unknown', { label: 'constructor' }],
  [
    'words that lose what is filled in',
    { page: 'Page {page}' },
    'label_incomplete',
    { label: 'page', placeholders: ['{pages}', '{page}'] },
  ],
  [
    'more than its column has room for',
    { quantity: 'W'.repeat(61) },
    'label_unfit',
    { label: 'quantity', most: 60 },
  ],
  ['more than a line', { reason: 'Why\n\nso' }, 'label_unfit', { label: 'reason' }],
  ['braces of their own', { date: '{when}' }, 'label_incomplete', { label: 'date' }],
])('%s is refused', async (_what, own, code, detail) => {
  expect(await put('it', own as never)).toMatchObject({ failure: { code, detail } });
  const kept = must(await invoices().getDocumentLabels({ locale: 'it' }, staff()), 'get');
  expect(kept).toMatchObject({ own: {}, version: 0 });
});

test('two people do not overwrite each other, and rights are looked at', async () => {
  expect(await put('nl', { invoice: 'Nota' }, 7)).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: 0 } },
  });
  const first = await Promise.all(
    ['Nota', 'Rekening', 'Bon'].map((invoice) => put('nl', { invoice }, 0)),
  );
  expect(first.filter(({ ok }) => ok)).toHaveLength(1);
  expect(first.find(({ ok }) => !ok)).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: 1 } },
  });
  const reader = shop.invocation({ actor: shop.staff(['orders:read']) });
  expect(await invoices().putDocumentLabels({ locale: 'nl', own: {} }, reader)).toMatchObject({
    failure: { code: 'forbidden' },
  });
});
