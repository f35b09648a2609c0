import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import { beforeAll, PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handlers, OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { receipts } from './change-receivable.ts';
import type { Context } from '../payments/payment-store.ts';
import { awaitsDelivery, openMinor } from './receivable-store.ts';

type Receivable = OutputOf<'payment', 'listReceivables'>['items'][number];
type Receipt = OutputOf<'payment', 'listReceipts'>['items'][number];

const allPages = new PageOrder('receivables', timeAndId);

/** Promises of which something is open, the one that is due first before the others. */
export function listReceivables({
  database,
}: Context): Pick<Handlers<'payment'>, 'listReceivables' | 'listReceipts'> {
  return {
    async listReceivables({ due, channels, limit, cursor }, invocation) {
      const pages = allPages.within({ due });
      const after = pages.after(cursor);
      if (!after.ok) return after;
      const [afterAt, afterId] = after.value ?? beforeAll;
      const rows = await database.query<Receivable & { cursorAt: string }>(
        sql`
          select p.payment_id, p.order_id,
            p.order_number, p.channel, p.state, p.currency,
            p.authorized_minor as promised_minor, p.captured_minor as received_minor,
            r.credited_minor, r.written_off_minor,
            ${openMinor} as open_minor, r.fees_open_minor, ${awaitsDelivery} as awaits_delivery,
            case when ${awaitsDelivery} then kontor_now() + r.due_days * interval '1 day'
                 else r.due_at end as due_at, r.due_at::text as cursor_at
          from receivable r join payment p on p.payment_id = r.payment_id
          where not r.settled and p.amount_minor > 0
            and (p.state in ('authorized', 'part_received') or r.fees_open_minor > 0)
            and (${channels === null} or p.channel = any(${channels ?? []}::text[]))
            and (${due === 'all'} or (r.due_at < kontor_now() and not ${awaitsDelivery}))
            and (r.due_at, r.payment_id) > (${afterAt}::timestamptz, ${afterId}::uuid)
          order by r.due_at, r.payment_id limit ${limit + 1}`,
        invocation,
      );
      return ok(
        pages.pageOf(
          rows,
          limit,
          ({ cursorAt, paymentId }) => [cursorAt, paymentId],
          ({ cursorAt: _cursorAt, ...item }) => item,
        ),
      );
    },
    async listReceipts({ orderId }, invocation) {
      const found = await database.query<Receipt>(receipts(sql`order_id = ${orderId}`), invocation);
      return ok(wholeList(found));
    },
  };
}
