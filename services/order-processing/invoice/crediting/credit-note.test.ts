import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { multiplyRatio, sumMinor } from '#kernel/money.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { creditedTaxes, remainingOf, type Credit } from './credit-taxes.ts';
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
  more: { refundId?: string; lines?: { lineId: string; quantity: number }[] } = {},
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

test('taxes of any notes never exceed the invoice and sum exactly in the end', () => {
  const rate = fc.constantFrom(0, 55_000, 70_000, 190_000, 250_000);
  const line = fc.record({
    title: fc.constant('x'),
    quantity: fc.integer({ min: 1, max: 9 }),
    unitPriceMinor: fc.integer({ min: 0, max: 99_999 }),
    ratePpm: rate,
  });
  // An amount, or so many units of one of the lines at their own price.
  const amounts = fc.array(
    fc.oneof(
      fc.record({ wanted: fc.integer({ min: 1, max: 50_000 }) }),
      fc.record({ at: fc.nat({ max: 4 }), quantity: fc.integer({ min: 1, max: 9 }) }),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), amounts, (lines, asked) => {
      const order = orderForTests({}, lines);
      const notes: { totalMinor: number; taxes: ReturnType<typeof creditedTaxes> }[] = [];
      for (const what of [...asked, { wanted: Number.MAX_SAFE_INTEGER }]) {
        const remaining = remainingOf(order, notes);
        if (remaining.totalMinor === 0) break;
        const asks = creditOf(order, what);
        if (asks.lines.length > 0 && asks.amountMinor > remaining.totalMinor) continue;
        const amountMinor = Math.min(asks.amountMinor, remaining.totalMinor);
        if (amountMinor === 0) continue;
        const taxes = creditedTaxes(order, remaining, { ...asks, amountMinor });
        for (const { taxMinor, taxableMinor } of taxes) {
          expect(taxMinor).toBeGreaterThanOrEqual(0);
          expect(taxableMinor).toBeGreaterThanOrEqual(0);
        }
        notes.push({ totalMinor: amountMinor, taxes });
        for (const left of remainingOf(order, notes).taxes) {
          expect(Math.min(left.taxMinor, left.taxableMinor)).toBeGreaterThanOrEqual(0);
        }
      }
      const rest = remainingOf(order, notes);
      expect(rest.totalMinor).toBe(0);
      for (const { taxMinor, taxableMinor } of rest.taxes) {
        expect([taxMinor, taxableMinor]).toEqual([0, 0]);
      }
    }),
  );
});

type Asked = { wanted: number } | { at: number; quantity: number };

function creditOf({ lines }: ReturnType<typeof orderForTests>, asked: Asked): Credit {
  if ('wanted' in asked) return { amountMinor: asked.wanted, lines: [] };
  const line = lines[asked.at % lines.length]!;
  const quantity = Math.min(asked.quantity, line.quantity);
  const amountMinor = multiplyRatio(line.totalMinor, quantity, line.quantity, 'half_up');
  return { amountMinor, lines: [{ lineId: line.lineId, quantity }] };
}
