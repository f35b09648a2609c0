import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { sumMinor } from '#kernel/money.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import type { CreditNoteSnapshot } from '../issuing/document-snapshot.ts';
import { orderForTests } from '../orders-for-tests.ts';
import { invoiceService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [invoiceService], transport: 'loopback' });
});
afterAll(() => shop.close());

const invoices = () => shop.client('invoice');
const credit = (
  orderId: string,
  amountMinor: number,
  more: {
    refundId?: string;
    lines?: { lineId: string; quantity: number; amountMinor?: number }[];
    shippingMinor?: number;
    rest?: boolean;
  } = {},
) =>
  invoices().issueCreditNote(
    { orderId, amountMinor, reason: 'Arrived broken', refundId: newId(), ...more },
    shop.invocation(),
  );

async function invoiced(order = orderForTests()) {
  must(await invoices().issueInvoice(order, shop.invocation()), 'invoice');
  return order;
}

async function notesOf(orderId: string): Promise<CreditNoteSnapshot[]> {
  const rows = await shop.database('invoice').query<{ snapshot: CreditNoteSnapshot }>(sql`
    select snapshot from document where kind = 'credit_note' and order_id = ${orderId}
    order by sequence`);
  return rows.map(({ snapshot }) => snapshot);
}

describe('credit notes', () => {
  test('once per refund', async () => {
    const { orderId } = await invoiced();
    const refundId = newId();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => credit(orderId, 500, { refundId })),
    );
    const numbers = new Set(replies.map((reply) => must(reply, 'credit').number));
    expect(numbers.size).toBe(1);
    expect(await notesOf(orderId)).toHaveLength(1);
  });

  test('together never more than the invoice, however many at once', async () => {
    const { orderId, totals } = await invoiced();
    const replies = await Promise.all(Array.from({ length: 20 }, () => credit(orderId, 1_000)));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(Math.floor(totals.totalMinor / 1_000));
    const left = totals.totalMinor % 1_000;
    expect(await credit(orderId, left + 1)).toMatchObject({
      failure: { code: 'credit_exceeds_invoice', detail: { creditableMinor: left } },
    });
    must(await credit(orderId, left), 'rest');
    const notes = await notesOf(orderId);
    expect(sumMinor(notes.map(({ totalMinor }) => totalMinor))).toBe(totals.totalMinor);
    expect(sumMinor(notes.map(({ taxMinor }) => taxMinor))).toBe(totals.taxMinor);
  });

  test('lines at their price carry their own tax alone', async () => {
    const order = await invoiced();
    const [mug] = order.lines;
    const lines = [{ lineId: mug!.lineId, quantity: 1 }];
    must(await credit(order.orderId, 1_499, { lines }), 'credit');
    expect(await notesOf(order.orderId)).toMatchObject([
      {
        lines: [{ title: 'Harbour mug', quantity: 1, totalMinor: 1_499 }],
        taxes: [{ ratePpm: 190_000, taxMinor: 239 }],
        taxMinor: 239,
        invoiceNumber: expect.stringMatching(/^INV-/),
      },
    ]);
  });

  test('delivery has the tax that it was invoiced with, and nothing of the goods’', async () => {
    const { orderId } = await invoiced();
    must(await credit(orderId, 490, { shippingMinor: 490 }), 'credit');
    expect(await notesOf(orderId)).toMatchObject([
      {
        lines: [],
        shippingMinor: 490,
        adjustmentMinor: 0,
        taxes: [{ ratePpm: 190_000, taxableMinor: 412, taxMinor: 78 }],
        taxMinor: 78,
      },
    ]);
    expect(await credit(orderId, 491, { shippingMinor: 491 })).toMatchObject({
      failure: { code: 'credit_line_unknown' },
    });
  });

  test('one note has rows for goods, delivery and what is held back', async () => {
    const { orderId, lines } = await invoiced();
    const atlas = lines[1]!.lineId;
    const parts = [{ lineId: atlas, quantity: 1, amountMinor: 3_990 }];
    must(await credit(orderId, 3_480, { lines: parts, shippingMinor: 490 }), 'credit');
    const [note] = await notesOf(orderId);
    expect(note).toMatchObject({
      lines: [{ lineId: atlas, totalMinor: 3_990, taxes: [{ ratePpm: 70_000, taxMinor: 261 }] }],
      shippingMinor: 490,
      shippingTaxes: [{ ratePpm: 190_000, taxMinor: 78 }],
      adjustmentMinor: -1_000,
      totalMinor: 3_480,
    });
    const gross = note!.taxes.map(({ taxableMinor, taxMinor }) => taxableMinor + taxMinor);
    expect(sumMinor(gross)).toBe(3_480);
  });

  test('of all that is left names the goods and the delivery that are', async () => {
    const { orderId, lines, totals } = await invoiced();
    const [mug, atlas] = lines;
    const first = [{ lineId: mug!.lineId, quantity: 1, amountMinor: 1_499 }];
    must(await credit(orderId, 1_499, { lines: first }), 'first');
    must(await credit(orderId, totals.totalMinor - 1_499, { rest: true }), 'rest');
    const [, rest] = await notesOf(orderId);
    expect(rest).toMatchObject({
      lines: [
        { lineId: mug!.lineId, quantity: 2, totalMinor: 2_998 },
        { lineId: atlas!.lineId, quantity: 1, totalMinor: 3_990 },
      ],
      shippingMinor: 490,
      adjustmentMinor: 0,
    });
  });

  test('a preview says what the note will say, and writes nothing', async () => {
    const { orderId, lines } = await invoiced();
    const parts = [{ lineId: lines[0]!.lineId, quantity: 2, amountMinor: 2_998 }];
    const asked = { orderId, amountMinor: 3_600, lines: parts, shippingMinor: 490 };
    const preview = must(await invoices().previewCreditNote(asked, shop.invocation()), 'preview');
    expect(await notesOf(orderId)).toEqual([]);
    must(await credit(orderId, 3_600, { lines: parts, shippingMinor: 490 }), 'credit');
    const [note] = await notesOf(orderId);
    expect(note).toMatchObject({ ...preview, lines: [{ totalMinor: 2_998 }] });
    expect(note!.lines[0]).toMatchObject(preview.lines[0]!);
    const unknown = { ...asked, orderId: newId() };
    expect(await invoices().previewCreditNote(unknown, shop.invocation())).toMatchObject({
      failure: { code: 'invoice_not_found' },
    });
  });

  test.each([
    ['without an invoice', 'invoice_not_found', async () => credit(newId(), 100)],
    ['of nothing', 'credit_exceeds_invoice', async () => credit((await invoiced()).orderId, 0)],
    [
      'of a foreign line',
      'credit_line_unknown',
      async () =>
        credit((await invoiced()).orderId, 100, { lines: [{ lineId: newId(), quantity: 1 }] }),
    ],
    [
      'of more units than were invoiced',
      'credit_line_unknown',
      async () => {
        const { orderId, lines } = await invoiced();
        return credit(orderId, 100, { lines: [{ lineId: lines[0]!.lineId, quantity: 4 }] });
      },
    ],
  ])('%s: %s', async (_what, code, act) => {
    expect(await act()).toMatchObject({ ok: false, failure: { code } });
  });

  test('is taken back once, however often that is asked for', async () => {
    const { orderId } = await invoiced();
    const refundId = newId();
    const note = must(await credit(orderId, 500, { refundId }), 'credit');
    const takeBack = (asked = refundId) =>
      invoices().cancelCreditNote(
        { orderId, refundId: asked, reason: 'The refund came back' },
        shop.invocation(),
      );
    const taken = must(await takeBack(), 'taken back');
    expect(must(await takeBack(), 'again')).toEqual(taken);
    expect(taken).toMatchObject({ kind: 'credit_note_cancellation', totalMinor: note.totalMinor });
    expect(await takeBack(newId())).toMatchObject({ failure: { code: 'credit_note_not_found' } });
  });

  test('has a PDF of its own', async () => {
    const { orderId } = await invoiced();
    const note = must(await credit(orderId, 250), 'credit');
    const { items: documents } = must(
      await invoices().listDocumentsOfOrder({ orderId }, shop.invocation()),
      'list',
    );
    expect(documents.map(({ kind }) => kind)).toEqual(['invoice', 'credit_note']);
    const pdf = must(
      await invoices().getDocumentPdf({ orderId, documentId: note.documentId }, shop.invocation()),
      'pdf',
    );
    expect(pdf.fileName).toBe(`${note.number}.pdf`);
  });
});
