import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type {
  CreditNoteSnapshot,
  InvoiceDocument,
  InvoiceSnapshot,
} from '../issuing/document-snapshot.ts';

/** A transaction, or the database itself where nothing is written after. */
interface Reader {
  query<Row extends object>(statement: Statement): Promise<Row[]>;
}

export interface Invoice {
  readonly snapshot: InvoiceSnapshot;
  readonly number: string;
  readonly issuedAt: string;
  readonly channel: string;
  readonly locale: string;
}

/** Credit notes of one order come one after the other: each sees what the ones before it took. */
export async function lockInvoice(tx: Transaction, orderId: string): Promise<Invoice | undefined> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('credit ' || ${orderId}, 0))`);
  return invoiceOf(tx, orderId);
}

export async function invoiceOf(reader: Reader, orderId: string): Promise<Invoice | undefined> {
  const found = await reader.query<Invoice>(sql`
    select d.snapshot, d.number, d.issued_at, d.channel, d.locale
    from document d where d.kind = 'invoice' and d.order_id = ${orderId}`);
  return found[0];
}

export async function creditNotesOf(reader: Reader, orderId: string) {
  const rows = await reader.query<
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

/** Of the notes that were not taken back. */
export function standingNotes(
  notes: readonly { cancelled: boolean; snapshot: CreditNoteSnapshot }[],
): CreditNoteSnapshot[] {
  return notes.filter(({ cancelled }) => !cancelled).map(({ snapshot }) => snapshot);
}
