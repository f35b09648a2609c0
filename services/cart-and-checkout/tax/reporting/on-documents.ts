import { whyUntold } from '#contracts/tax/untold.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { creditedDocument } from '../stored/documents.ts';
import { reportStory } from './report-store.ts';

/** An invoice at the taxes of a provider: what it tells of is sold. */
export async function onInvoiceIssued(
  { channel, data }: ReceivedEvent<'invoice.issued'>,
  tx: Transaction,
): Promise<void> {
  const { documentId, orderId, number, calculationId } = data;
  const untold = whyUntold(calculationId) ?? null;
  await inTurn(tx, orderId);
  await tx.query(sql`
    insert into reported_document (document_id, order_id, kind, number, channel, state, calculation,
                                   reason, settled_at)
    values (${documentId}, ${orderId}, 'invoice', ${number}, ${channel},
            ${untold === null ? 'waiting' : 'review'}, ${calculationId}, ${untold},
            case when ${untold}::text is not null then kontor_now() end)
    on conflict (document_id) do nothing`);
  if (untold === null) tx.stories.begin(reportStory, documentId);
}

/** A credit note of such an invoice; it may come before it. */
export async function onInvoiceCredited(
  { channel, data }: ReceivedEvent<'invoice.credited'>,
  tx: Transaction,
): Promise<void> {
  const { documentId, orderId, number, ...credited } = data;
  await inTurn(tx, orderId);
  await tx.query(sql`
    insert into reported_document (document_id, order_id, kind, number, channel, state, credited)
    values (${documentId}, ${orderId}, 'credit_note', ${number}, ${channel}, 'waiting',
            ${creditedDocument.write(credited)}::jsonb)
    on conflict (document_id) do nothing`);
  tx.stories.begin(reportStory, documentId);
}

/** What was taken back cannot be taken back again: no provider has a word for it, so people tell it. */
export async function onCreditNoteCancelled(
  { channel, data }: ReceivedEvent<'invoice.credit_note_cancelled'>,
  tx: Transaction,
): Promise<void> {
  const { documentId, orderId, number } = data;
  await tx.query(sql`
    insert into reported_document (document_id, order_id, kind, number, channel, state, reason, settled_at)
    values (${documentId}, ${orderId}, 'credit_note_cancellation', ${number}, ${channel}, 'review',
            'credit_note_cancelled', kontor_now())
    on conflict (document_id) do nothing`);
}

/** Documents of one order are numbered in the order in which they are there to be seen. */
async function inTurn(tx: Transaction, orderId: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('reported ' || ${orderId}, 0))`);
}
