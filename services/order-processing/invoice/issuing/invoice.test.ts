import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { textOfPdf } from '#platform/test-kit/text-of-pdf.ts';
import { orderForTests } from '../orders-for-tests.ts';
import { invoiceService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [invoiceService] });
});
afterAll(() => shop.close());
afterEach(() => armFailpoints(undefined));

const invoices = () => shop.client('invoice');
const issue = async (order = orderForTests(), scope: { channel?: string; locale?: string } = {}) =>
  must(await invoices().issueInvoice(order, shop.invocation(scope)), 'issue');

const idsOf = ({ orderId, documentId }: { orderId: string; documentId: string }) => ({
  orderId,
  documentId,
});

interface Numbered {
  number: string;
  position: number;
  orderId: string;
}

/** Every series holds 1..n without a gap, and its numbers are in the order of issue. */
async function expectGapless(): Promise<void> {
  const rows = await shop.database('invoice').query<{ series: string; wrong: number }>(sql`
    select series, count(*) filter (where position <> nth)::int as wrong
    from (select series, position,
                 row_number() over (partition by series, year order by sequence) as nth
          from document) numbered
    group by series`);
  for (const { series, wrong } of rows) expect([series, wrong]).toEqual([series, 0]);
  const late = await shop.database('invoice').query(sql`
    select 1 from document later join document earlier using (series, year)
    where later.position > earlier.position and later.issued_at < earlier.issued_at`);
  expect(late).toEqual([]);
}

const numbered = () =>
  shop
    .database('invoice')
    .query<Numbered>(sql`select number, position, order_id from document order by sequence`);

describe('numbers', () => {
  test('100 invoices at once, each asked for three times, are 1..100 without a gap', async () => {
    const orders = Array.from({ length: 100 }, () => orderForTests());
    const asked = [...orders, ...orders, ...orders].toSorted(() => Math.random() - 0.5);
    const issued = await Promise.all(asked.map((order) => issue(order)));
    expect(new Set(issued.map(({ number }) => number)).size).toBe(100);
    for (const order of orders) {
      const own = issued.filter(({ orderId }) => orderId === order.orderId);
      expect(own).toEqual([own[0], own[0], own[0]]);
    }
    const rows = await numbered();
    expect(rows.map(({ position }) => position)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    expect(rows[0]!.number).toMatch(/^INV-\d{4}-000001$/);
    await expectGapless();
  });

  test('what is rolled back leaves no gap, and what was committed is answered again', async () => {
    const before = (await numbered()).length;
    armFailpoints('commit:invoice.issue_invoices:before=throw@1');
    await expect(issue()).rejects.toThrow(/failpoint/);
    expect(await numbered()).toHaveLength(before);
    const order = orderForTests();
    armFailpoints('commit:invoice.issue_invoices:after=throw@1');
    await expect(issue(order)).rejects.toThrow(/failpoint/);
    armFailpoints(undefined);
    const document = await issue(order);
    const rows = await numbered();
    expect(rows).toHaveLength(before + 1);
    expect(rows.at(-1)!.number).toBe(document.number);
    await expectGapless();
  });

  test('one order that cannot be kept fails nobody else and leaves no gap', async () => {
    const poison = orderForTests({ orderNumber: 'K\u0000' });
    const replies = await Promise.allSettled([issue(), issue(poison), issue(), issue()]);
    expect(replies.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    await expectGapless();
  });

  test('two processes at once keep one series', async () => {
    const other = invoiceService.open({
      service: 'invoice',
      database: shop.database('invoice'),
      settings: { shop: { name: 'Other' } },
    } as never) as { operations: { issueInvoice: ReturnType<typeof invoices>['issueInvoice'] } };
    const orders = Array.from({ length: 60 }, () => orderForTests());
    const both = await Promise.all(
      orders.flatMap((order) => [
        issue(order),
        other.operations
          .issueInvoice(order, shop.invocation())
          .then((reply) => must(reply, 'other')),
      ]),
    );
    expect(new Set(both.map(({ number }) => number)).size).toBe(60);
    await expectGapless();
  });

  test('channels and kinds have series of their own', async () => {
    const document = await issue(orderForTests(), { channel: 'uk' });
    expect(document.number).toMatch(/^INV-UK-\d{4}-000001$/);
    const input = {
      refundId: newId(),
      orderId: document.orderId,
      amountMinor: 100,
      reason: 'late',
    };
    const note = must(await invoices().issueCreditNote(input, shop.invocation()), 'credit');
    expect(note.number).toMatch(/^CN-UK-\d{4}-000001$/);
    await expectGapless();
  });

  test('a new year begins at 1', async () => {
    await shop.moveClock(370 * 86_400_000);
    const document = await issue();
    await shop.moveClock(-370 * 86_400_000);
    expect(document.number).toMatch(/-000001$/);
    await expectGapless();
  });
});

describe('an invoice that is withheld', () => {
  const withhold = async (orderId: string) =>
    must(await invoices().withholdInvoice({ orderId }, shop.invocation()), 'withhold');

  test('is never issued, takes no number, and holds nobody else up', async () => {
    const order = orderForTests();
    expect(await withhold(order.orderId)).toEqual({ invoiced: false });
    expect(await withhold(order.orderId)).toEqual({ invoiced: false });
    const [refused, other] = await Promise.all([
      invoices().issueInvoice(order, shop.invocation()),
      issue(),
    ]);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'invoice_withheld' } });
    expect(other.number).toBe((await numbered()).at(-1)!.number);
    await expectGapless();
  });

  test('was issued before: it stands, and is answered again', async () => {
    const order = orderForTests();
    const document = await issue(order);
    expect(await withhold(order.orderId)).toEqual({ invoiced: true });
    expect(await issue(order)).toEqual(document);
  });

  test('while it is being issued: who is first decides, and both say the same', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const order = orderForTests();
        const issuing = () => invoices().issueInvoice(order, shop.invocation());
        const [withheld, issued] =
          index % 2 === 0
            ? await Promise.all([withhold(order.orderId), issuing()])
            : await Promise.all([issuing(), withhold(order.orderId)]).then(
                ([a, b]) => [b, a] as const,
              );
        return { invoiced: withheld.invoiced, issued: issued.ok };
      }),
    );
    for (const { invoiced, issued } of outcomes) expect(invoiced).toBe(issued);
    await expectGapless();
  });
});

describe('what was issued', () => {
  test.each([
    ['its snapshot', `update document set snapshot = '{}'`],
    ['its number', `update document set number = 'X'`],
    ['the document', 'delete from document'],
    ['all documents', 'truncate document cascade'],
    ['its PDF', `update document_pdf set sha256 = ''`],
    ['a number back', 'update series set next = next - 1'],
  ])('cannot be taken back: %s', async (_what, text) => {
    const document = await issue();
    await invoices().getDocumentPdf(idsOf(document), shop.invocation());
    const statement = { text, values: [], name: undefined, parts: [] };
    await expect(shop.database('invoice').query(statement)).rejects.toThrow(
      /never changes|only counts up/,
    );
  });

  test('keeps the order as it was given, with the shop of that day', async () => {
    const order = orderForTests();
    await issue(order);
    await issue({ ...order, email: 'changed@example.org' });
    const [row] = await shop
      .database('invoice')
      .query<{ snapshot: object }>(
        sql`select snapshot from document where order_id = ${order.orderId}`,
      );
    expect(row!.snapshot).toMatchObject({
      ...order,
      kind: 'invoice',
      shop: { legalName: 'Kontor Test GmbH' },
    });
  });
});

describe('PDF', () => {
  test('has the same bytes for ever, by its hash', async () => {
    const { orderId, documentId, number } = await issue();
    const read = async () =>
      must(await invoices().getDocumentPdf({ orderId, documentId }, shop.invocation()), 'pdf');
    const all = await Promise.all([read(), read(), read()]);
    const later = await read();
    for (const one of all) expect(one).toEqual(later);
    const bytes = Buffer.from(later.pdfBase64, 'base64');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(later.sha256);
    expect(later.fileName).toBe(`${number}.pdf`);
  });

  test.each([
    ['en', ['Invoice', 'Harbour mug', '€89.77', 'VAT 19%', 'Kontor Test GmbH', 'Page 1 of 1']],
    [
      'de',
      ['Rechnung', 'Harbour mug', '89,77', 'Gesamtbetrag', '19\u00a0% MwSt.', 'Seite 1 von 1'],
    ],
  ])('is written for %s', async (locale, expected) => {
    const order = orderForTests();
    order.totals.totalMinor = 8_977;
    const document = await issue(order, { locale });
    const pdf = must(await invoices().getDocumentPdf(idsOf(document), shop.invocation()), 'pdf');
    const text = textOfPdf(Buffer.from(pdf.pdfBase64, 'base64'));
    for (const part of expected) expect(text).toContain(part);
  });

  test('goes on over pages, with the head repeated', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => ({
      title: `Article ${index + 1}`,
      quantity: 1,
      unitPriceMinor: 100 + index,
      ratePpm: 190_000,
    }));
    const document = await issue(orderForTests({}, lines));
    const pdf = must(await invoices().getDocumentPdf(idsOf(document), shop.invocation()), 'pdf');
    const text = textOfPdf(Buffer.from(pdf.pdfBase64, 'base64'));
    const pages = Number(/Page 1 of (\d)/.exec(text)?.[1]);
    expect(pages).toBeGreaterThan(1);
    expect(text).toContain(`Page ${pages} of ${pages}`);
    // The sums may stand alone on the last page.
    expect(text.split('Unit price').length).toBeGreaterThanOrEqual(pages);
    for (const { title } of lines) expect(text).toContain(title);
  });

  test('another order has no such document', async () => {
    const { documentId } = await issue();
    const reply = await invoices().getDocumentPdf(
      { orderId: newId(), documentId },
      shop.invocation(),
    );
    expect(reply).toMatchObject({ failure: { code: 'document_not_found' } });
  });
});
