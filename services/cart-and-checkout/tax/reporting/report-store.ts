import { sql, type Statement } from '#platform/ground/sql.ts';
import { story } from '#platform/resting/story.ts';
import type { Credited, Sold, Taken } from '../stored/documents.ts';
import type { ReportState } from '../report-states.ts';

/** By document. */
export const reportStory = story({ name: 'report_tax' });

export interface ReportedDocument {
  readonly documentId: string;
  readonly sequence: number;
  readonly orderId: string;
  readonly kind: 'invoice' | 'credit_note' | 'credit_note_cancellation';
  readonly number: string;
  readonly state: ReportState;
  /** Of an invoice, by `calculationOf`. */
  readonly calculation: string | null;
  readonly credited: Credited | null;
  readonly transactionId: string | null;
  readonly sold: Sold | null;
  readonly taken: Taken | null;
}

/** All documents of the order of one of them, in the order in which they came. */
export function documentsBeside(documentId: string): Statement {
  return sql`
    select document_id, sequence::int, order_id, kind, number, state, calculation, credited,
           transaction_id, sold, taken
    from reported_document
    where order_id = (select order_id from reported_document where document_id = ${documentId})
    order by sequence`;
}
