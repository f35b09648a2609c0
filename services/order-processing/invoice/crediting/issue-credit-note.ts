import { multiplyRatio, sumMinor } from '#kernel/money.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { creditedTaxes, remainingOf } from './credit-taxes.ts';
import type {
  Context,
  CreditedLine,
  CreditNoteSnapshot,
  InvoiceDocument,
  InvoiceSnapshot,
} from '../issuing/document-snapshot.ts';
import { issueStatement, type Draft } from '../issuing/document-store.ts';

type Request = InputOf<'invoice', 'issueCreditNote'>;

/** Credits an amount of an order's invoice, once per refund; all notes together never more than it. */
export function issueCreditNote(context: Context): Handler<'invoice', 'issueCreditNote'> {
  return (request, invocation) =>
    context.database.transaction('issue_credit_note', invocation, async (tx) => {
      const invoice = await lockInvoice(tx, request.orderId);
      if (!invoice) return fail('invoice_not_found', 'No invoice was issued for this order.');
      const notes = await creditNotesOf(tx, request.orderId);
      const before = notes.find(({ refundId }) => refundId === request.refundId);
      if (before) return ok(before.document);
      const remaining = remainingOf(
        invoice.snapshot,
        notes.filter(({ cancelled }) => !cancelled).map(({ snapshot }) => snapshot),
      );
      if (request.amountMinor < 1 || request.amountMinor > remaining.totalMinor) {
        return fail(
          'credit_exceeds_invoice',
          `A credit note is 1 or more, and ${remaining.totalMinor} is left of the invoice.`,
          { creditableMinor: remaining.totalMinor },
        );
      }
      const lines = creditedLines(invoice.snapshot, request);
      if (!lines)
        return fail('credit_line_unknown', 'Credit lines of the invoice, as many or fewer.');
      const taxes = creditedTaxes(invoice.snapshot, remaining, {
        amountMinor: request.amountMinor,
        lines: request.lines ?? [],
      });
      const snapshot = noteOf(invoice, request, lines, taxes);
      const scope = { channel: invoice.channel, locale: invoice.locale };
      const draft = draftOf(request, snapshot, scope);
      const [issued] = await tx.query<InvoiceDocument>(issueStatement([draft]));
      return ok(issued!);
    });
}

interface Invoice {
  readonly snapshot: InvoiceSnapshot;
  readonly number: string;
  readonly issuedAt: string;
  readonly channel: string;
  readonly locale: string;
}

/** Credit notes of one order come one after the other: each sees what the ones before it took. */
export async function lockInvoice(tx: Transaction, orderId: string): Promise<Invoice | undefined> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('credit ' || ${orderId}, 0))`);
  return tx.first<Invoice>(sql`
    select d.snapshot, d.number, d.issued_at, d.channel, d.locale
    from document d where d.kind = 'invoice' and d.order_id = ${orderId}`);
}

export async function creditNotesOf(tx: Transaction, orderId: string) {
  const rows = await tx.query<
    InvoiceDocument & { refundId: string; snapshot: CreditNoteSnapshot; cancelled: boolean }
  >(sql`
    select d.document_id, d.kind, d.number, d.order_id,
           d.issued_at, d.currency, d.total_minor,
           d.refund_id, d.snapshot,
           exists (
             select from document c
             where c.order_id = d.order_id and c.kind = 'credit_note_cancellation'
               and c.snapshot ->> 'refundId' = d.refund_id::text) as cancelled
    from document d where d.kind = 'credit_note' and d.order_id = ${orderId}`);
  return rows.map(({ refundId, snapshot, cancelled, ...document }) => ({
    refundId,
    snapshot,
    cancelled,
    document,
  }));
}

/** Undefined where a line is not the invoice's, or more units are credited than were invoiced. */
function creditedLines(invoice: InvoiceSnapshot, request: Request): CreditedLine[] | undefined {
  const credited: CreditedLine[] = [];
  for (const { lineId, quantity } of request.lines ?? []) {
    const line = invoice.lines.find((one) => one.lineId === lineId);
    if (!line || quantity > line.quantity) return undefined;
    const { sku, title, variantTitle } = line;
    const totalMinor = multiplyRatio(line.totalMinor, quantity, line.quantity, 'half_up');
    credited.push({ lineId, sku, title, variantTitle, quantity, totalMinor });
  }
  return credited;
}

function noteOf(
  { snapshot: invoice, number, issuedAt }: Invoice,
  { amountMinor, reason }: Request,
  lines: readonly CreditedLine[],
  taxes: CreditNoteSnapshot['taxes'],
): CreditNoteSnapshot {
  return {
    kind: 'credit_note',
    shop: invoice.shop,
    orderNumber: invoice.orderNumber,
    email: invoice.email,
    billingAddress: invoice.billingAddress,
    invoiceNumber: number,
    invoiceIssuedAt: issuedAt,
    reason,
    lines,
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
