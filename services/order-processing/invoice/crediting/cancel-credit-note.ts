import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { timeZoneOf } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import type {
  CancellationSnapshot,
  Context,
  InvoiceDocument,
} from '../issuing/document-snapshot.ts';
import { documentColumns, issueStatement } from '../issuing/document-store.ts';
import { creditNotesOf, lockInvoice } from './credit-store.ts';

/**
 * Takes back the credit note of a refund that came back. The note stays as it was issued; this
 * document has the next number of a series of its own and says what it takes back.
 */
export function cancelCreditNote(context: Context): Handler<'invoice', 'cancelCreditNote'> {
  return ({ refundId, orderId, reason }, invocation) =>
    context.database.transaction('cancel_credit_note', invocation, async (tx) => {
      const invoice = await lockInvoice(tx, orderId);
      const notes = invoice ? await creditNotesOf(tx, orderId) : [];
      const note = notes.find((one) => one.refundId === refundId);
      if (!invoice || !note) {
        return fail('credit_note_not_found', 'No credit note was issued for this refund.');
      }
      if (note.cancelled) {
        const before = await tx.first<InvoiceDocument>(sql`
          select ${documentColumns} from document d
          where d.order_id = ${orderId} and d.kind = 'credit_note_cancellation'
            and d.snapshot ->> 'refundId' = ${refundId}`);
        return ok(before!);
      }
      const snapshot: CancellationSnapshot = {
        ...note.snapshot,
        kind: 'credit_note_cancellation',
        refundId,
        reason,
        creditNoteNumber: note.document.number,
        creditNoteIssuedAt: note.document.issuedAt,
      };
      const { currency, totalMinor } = snapshot;
      const { channel, locale } = invoice;
      const [issued] = await tx.query<InvoiceDocument>(
        issueStatement(
          [
            {
              kind: snapshot.kind,
              orderId,
              refundId: null,
              currency,
              totalMinor,
              snapshot,
              scope: { channel, locale },
            },
          ],
          timeZoneOf(context.settings),
        ),
      );
      if (invoice.snapshot.taxCalculationId) {
        const { documentId, number } = issued!;
        tx.emit({
          type: 'invoice.credit_note_cancelled',
          aggregateId: documentId,
          aggregateVersion: 1,
          data: { orderId, documentId, number, creditNoteId: note.document.documentId },
        });
      }
      return ok(issued!);
    });
}
