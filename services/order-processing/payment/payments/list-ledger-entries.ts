import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from './payment-store.ts';

type Entry = OutputOf<'payment', 'listLedgerEntries'>['items'][number];

export function listLedgerEntries({ database }: Context): Handler<'payment', 'listLedgerEntries'> {
  return async ({ orderId }, invocation) => {
    const entries = await database.query<Entry>(
      sql`
        select e.entry_id, e.kind, e.posted_at,
               jsonb_agg(jsonb_build_object('account', p.account, 'direction', p.direction,
                 'amountMinor', p.amount_minor, 'currency', p.currency) order by p.line) as postings
        from ledger_entry e join ledger_posting p on p.entry_id = e.entry_id
        where e.order_id = ${orderId}
        group by e.entry_id order by e.sequence`,
      invocation,
    );
    return ok(wholeList(entries));
  };
}
