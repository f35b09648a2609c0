import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from './document-snapshot.ts';

/**
 * An order's process may stand still between the last look at its order and the call that issues
 * the invoice. The claim keeps such a call out for ever once a cancellation was first.
 */
export function withholdInvoice({ database }: Context): Handler<'invoice', 'withholdInvoice'> {
  return ({ orderId }, invocation) =>
    database.transaction('withhold_invoice', invocation, async (tx) => {
      await tx.change(sql`
        insert into invoice_claim (order_id, claim)
        select ${orderId}, case when exists (
            select from document where kind = 'invoice' and order_id = ${orderId})
          then 'issued' else 'withheld' end
        on conflict (order_id) do nothing`);
      const row = await tx.first<{ claim: 'issued' | 'withheld' }>(
        sql`select claim from invoice_claim where order_id = ${orderId}`,
      );
      return ok({ invoiced: row!.claim === 'issued' });
    });
}
