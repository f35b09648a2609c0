import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context, InvoiceDocument } from './document-snapshot.ts';
import { documentColumns } from './document-store.ts';

export function listDocumentsOfOrder({
  database,
}: Context): Handler<'invoice', 'listDocumentsOfOrder'> {
  return async ({ orderId }, invocation) => {
    const documents = await database.query<InvoiceDocument>(
      sql`select ${documentColumns} from document d where d.order_id = ${orderId} order by d.sequence`,
      invocation,
    );
    return ok(wholeList(documents));
  };
}
