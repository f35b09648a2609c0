import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { FulfillmentRow } from './fulfillment-store.ts';
import { problemDocument } from '../stored/documents.ts';

/** Shows staff at the fulfillment what went wrong with its parcel; null: nothing does any more. */
export async function noteProblem(
  tx: Transaction,
  { fulfillmentId }: Pick<FulfillmentRow, 'fulfillmentId'>,
  problem: FulfillmentRow['shippingProblem'],
): Promise<void> {
  await tx.change(sql`
    update fulfillment set shipping_problem = ${problem && problemDocument.write(problem)}, version = version + 1
    where id = ${fulfillmentId}`);
}
