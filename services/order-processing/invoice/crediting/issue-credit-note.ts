import { sumMinor } from '#kernel/money.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { creditNotesOf, lockInvoice, standingNotes, type Invoice } from './credit-store.ts';
import {
  creditOf,
  deliveryMinor,
  remainingOf,
  type Credit,
  type Credited,
  type Noted,
} from './credit-taxes.ts';
import { restOf } from './rest-of-invoice.ts';
import { timeZoneOf } from '#platform/ground/settings.ts';
import type {
  Context,
  CreditNoteSnapshot,
  InvoiceDocument,
  InvoiceSnapshot,
} from '../issuing/document-snapshot.ts';
import { issueStatement, type Draft } from '../issuing/document-store.ts';

type Request = InputOf<'invoice', 'issueCreditNote'>;
type Asked = Omit<Request, 'refundId' | 'orderId' | 'reason'>;

/** Credits an amount of an order's invoice, once per refund; all notes together never more than it. */
export function issueCreditNote(context: Context): Handler<'invoice', 'issueCreditNote'> {
  return (request, invocation) =>
    context.database.transaction('issue_credit_note', invocation, async (tx) => {
      const invoice = await lockInvoice(tx, request.orderId);
      if (!invoice) return noInvoice();
      const notes = await creditNotesOf(tx, request.orderId);
      const before = notes.find(({ refundId }) => refundId === request.refundId);
      if (before) return ok(before.document);
      const credited = judgeCredit(invoice.snapshot, standingNotes(notes), request);
      if (!credited.ok) return credited;
      const snapshot = noteOf(invoice, request, credited.value);
      const scope = { channel: invoice.channel, locale: invoice.locale };
      const draft = draftOf(request, snapshot, scope);
      const [issued] = await tx.query<InvoiceDocument>(
        issueStatement([draft], timeZoneOf(context.settings)),
      );
      if (invoice.snapshot.taxCalculationId) reportCredited(tx, issued!, snapshot);
      return ok(issued!);
    });
}

/** Tells of a note whose invoice a tax provider taxed. */
function reportCredited(
  tx: Transaction,
  { orderId, documentId, number }: InvoiceDocument,
  { lines, shippingMinor = 0, shippingTaxes = [], totalMinor, taxMinor }: CreditNoteSnapshot,
): void {
  const taxOf = (taxes: CreditNoteSnapshot['taxes']) =>
    sumMinor(taxes.map((share) => share.taxMinor));
  tx.emit({
    type: 'invoice.credited',
    aggregateId: documentId,
    aggregateVersion: 1,
    data: {
      orderId,
      documentId,
      number,
      totalMinor,
      taxMinor,
      lines: lines.map((line) => ({
        lineId: line.lineId,
        quantity: line.quantity,
        totalMinor: line.totalMinor,
        taxMinor: taxOf(line.taxes ?? []),
      })),
      shipping: { totalMinor: shippingMinor, taxMinor: taxOf(shippingTaxes) },
    },
  });
}

export function noInvoice() {
  return fail('invoice_not_found', 'No invoice was issued for this order.');
}

/** What a note of it would say, or why there can be none. */
export function judgeCredit(invoice: InvoiceSnapshot, notes: readonly Noted[], asked: Asked) {
  const remaining = remainingOf(invoice, notes);
  if (asked.amountMinor < 1 || asked.amountMinor > remaining.totalMinor) {
    return fail(
      'credit_exceeds_invoice',
      `A credit note is 1 or more, and ${remaining.totalMinor} is left of the invoice.`,
      { creditableMinor: remaining.totalMinor },
    );
  }
  const credit: Credit = asked.rest
    ? { amountMinor: asked.amountMinor, ...restOf(invoice, notes, asked.restWithout) }
    : { shippingMinor: 0, ...asked, lines: asked.lines ?? [] };
  if (!isOfInvoice(invoice, credit))
    return fail('credit_line_unknown', 'Credit lines of the invoice, as many or fewer.');
  return ok(creditOf(invoice, notes, credit));
}

/** False where a line is not the invoice's, or more is credited of a part than was invoiced. */
function isOfInvoice({ lines, totals }: InvoiceSnapshot, credit: Credit): boolean {
  return (
    credit.shippingMinor <= deliveryMinor(totals) &&
    credit.lines.every(({ lineId, quantity, amountMinor = 0 }) => {
      const line = lines.find((one) => one.lineId === lineId);
      return line && quantity <= line.quantity && amountMinor <= line.totalMinor;
    })
  );
}

function noteOf(
  { snapshot: invoice, number, issuedAt }: Invoice,
  { amountMinor, reason }: Request,
  { lines, shipping, adjustmentMinor, taxes }: Credited,
): CreditNoteSnapshot {
  return {
    kind: 'credit_note',
    shop: invoice.shop,
    orderNumber: invoice.orderNumber,
    email: invoice.email,
    billingAddress: invoice.billingAddress,
    ...(invoice.vatId && { vatId: invoice.vatId }),
    invoiceNumber: number,
    invoiceIssuedAt: issuedAt,
    // Invoices of earlier versions were dated in UTC.
    invoiceTimeZone: invoice.timeZone ?? 'UTC',
    reason,
    lines: lines.map((part) => {
      const { sku, title, variantTitle } = invoice.lines.find(
        ({ lineId }) => lineId === part.lineId,
      )!;
      return { sku, title, variantTitle, ...part };
    }),
    shippingMinor: shipping.totalMinor,
    shippingTaxes: shipping.taxes,
    adjustmentMinor,
    currency: invoice.totals.currency,
    totalMinor: amountMinor,
    taxMinor: sumMinor(taxes.map(({ taxMinor }) => taxMinor)),
    taxes,
  };
}

function draftOf(
  { orderId, refundId, amountMinor }: Request,
  snapshot: CreditNoteSnapshot,
  scope: Draft['scope'],
): Draft {
  const { currency } = snapshot;
  const totalMinor = amountMinor;
  return { kind: 'credit_note', orderId, refundId, currency, totalMinor, snapshot, scope };
}
