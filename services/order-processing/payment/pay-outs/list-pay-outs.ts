import { ok } from '#kernel/result.ts';
import { beforeAll, PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handlers, OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';
import { payOuts, toPayOut, withinChannels, type PayOutRow } from '../refunding/pay-out-store.ts';

type Surplus = OutputOf<'payment', 'listSurpluses'>['items'][number] & { cursorAt: string };

const allPayOutPages = new PageOrder('pay-outs', timeAndId);
const surplusPages = new PageOrder('surpluses', timeAndId);

/** What waits for a person to pay it, and what is nobody's: the oldest first. */
export function listPayOuts({
  database,
}: Context): Pick<Handlers<'payment'>, 'listPayOuts' | 'listSurpluses'> {
  return {
    async listPayOuts({ state, channels, limit, cursor }, invocation) {
      const payOutPages = allPayOutPages.within({ state });
      const after = payOutPages.after(cursor);
      if (!after.ok) return after;
      const [at, id] = after.value ?? beforeAll;
      const later = sql`(o.created_at, o.pay_out_id) > (${at}::timestamptz, ${id}::uuid)`;
      const own = channels === null ? sql`true` : sql`o.channel = any(${channels}::text[])`;
      const rows = await database.query<PayOutRow>(
        sql`${payOuts(sql`o.state = ${state} and ${own} and ${later}`)}
          order by o.created_at, o.pay_out_id limit ${limit + 1}`,
        invocation,
      );
      const keyOf = ({ cursorAt, payOutId }: PayOutRow): [string, string] => [cursorAt, payOutId];
      return ok(payOutPages.pageOf(rows, limit, keyOf, toPayOut));
    },
    async listSurpluses({ channels, limit, cursor }, invocation) {
      const after = surplusPages.after(cursor);
      if (!after.ok) return after;
      const [at, id] = after.value ?? beforeAll;
      const rows = await database.query<Surplus>(
        sql`
          select r.receipt_id, r.order_id,
            (select order_number from payment p where p.payment_id = r.payment_id) as order_number,
            channel, source, reference, amount_minor,
            applied_minor, fees_minor, surplus_minor,
            surplus_kind, assigned_from, currency, received_at,
            surplus_minor - surplus_claimed_minor as left_minor, r.created_at::text as cursor_at
          from receipt r
          where surplus_minor > surplus_claimed_minor and ${withinChannels(channels)}
            and (r.created_at, r.receipt_id) > (${at}::timestamptz, ${id}::uuid)
          order by r.created_at, r.receipt_id limit ${limit + 1}`,
        invocation,
      );
      const keyOf = ({ cursorAt, receiptId }: Surplus): [string, string] => [cursorAt, receiptId];
      return ok(surplusPages.pageOf(rows, limit, keyOf, ({ cursorAt: _at, ...item }) => item));
    },
  };
}
