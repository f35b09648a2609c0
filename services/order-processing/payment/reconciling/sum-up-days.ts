import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';
import type { AccountRow, ListedAccount } from './balance-account.ts';
import {
  differenceColumns,
  exchangeDifferences,
  type Difference,
  type OpenDifference,
} from './difference-store.ts';

/** Each payout is what its lines come to, and each line that says it is of a payout says its amount. */
export async function judgePayouts(
  { database }: Context,
  { account }: ListedAccount,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('judge_payouts', invocation, async (tx) => {
    const now = await tx.query<Difference>(sql`
      select 'payout_differs' as kind, 'payout ' || o.payout_id as subject,
        (o.made_at at time zone 'UTC')::date::text as day, o.reported, null as gateway_payment_id,
        null as payment_id, null as order_id, l.net as ours_minor, o.currency as ours_currency,
        o.amount_minor as theirs_minor, o.currency as theirs_currency
      from gateway_payout o cross join lateral (
        select coalesce(sum(b.amount_minor - b.fee_minor), 0)::bigint as net from balance_line b
        where b.account = o.account and b.payout_id = o.payout_id and b.currency = o.currency
          and not (b.kind = 'payout' and b.source_id = o.payout_id)) l
      where o.account = ${account} and o.lines_known and l.net <> o.amount_minor
      union all
      select 'payout_differs', 'line ' || b.line_id, b.day::text, b.reported, null, null, null,
        own.minor, o.currency, b.amount_minor, b.currency
      from balance_line b
      left join gateway_payout o on o.account = b.account and o.payout_id = b.source_id
      cross join lateral (
        select case b.kind when 'payout' then -o.amount_minor else o.amount_minor end as minor) own
      where b.account = ${account} and b.kind in ('payout', 'payout_failure')
        and (own.minor, o.currency) is distinct from (b.amount_minor, b.currency)`);
    const open = await tx.query<OpenDifference>(sql`
      select ${differenceColumns} from settlement_difference
      where account = ${account} and state = 'open' and kind = 'payout_differs'`);
    await exchangeDifferences(tx, account, open, now);
  });
}

/** Sums up the days of which something may have changed since the last look. */
export async function sumUpDays(
  { database }: Context,
  { account }: ListedAccount,
  { lookFrom, lookUntil }: AccountRow,
  invocation: Invocation,
): Promise<void> {
  const statement = sql`
    with changed as (
      select day from balance_line
        where account = ${account} and made_at >= ${lookFrom}::timestamptz - interval '1 day'
      union
      select day from settlement_difference
        where account = ${account} and greatest(found_at, settled_at) >= ${lookUntil}::timestamptz - interval '1 day')
    insert into reconciliation_total (reconciliation_id, currency, charged_minor, refunded_minor,
      disputed_minor, other_minor, fees_minor, net_minor, paid_out_minor, lines, matched)
    select r.reconciliation_id, b.currency,
      coalesce(sum(amount_minor) filter (where kind = 'charge'), 0),
      coalesce(sum(amount_minor) filter (where kind in ('refund', 'refund_failure', 'charge_failure')), 0),
      coalesce(sum(amount_minor) filter (where kind like 'dispute%'), 0),
      coalesce(sum(amount_minor) filter (where kind = 'other'), 0),
      sum(fee_minor) - coalesce(sum(amount_minor) filter (where kind = 'fee'), 0),
      coalesce(sum(amount_minor - fee_minor) filter (where kind not like 'payout%'), 0),
      -coalesce(sum(amount_minor - fee_minor) filter (where kind like 'payout%'), 0),
      count(*), count(*) filter (where matched)
    from balance_line b join reconciliation r on r.account = b.account and r.day = b.day
    where b.account = ${account} and b.day in (select day from changed)
    group by 1, 2
    on conflict (reconciliation_id, currency) do update set charged_minor = excluded.charged_minor,
      refunded_minor = excluded.refunded_minor, disputed_minor = excluded.disputed_minor,
      other_minor = excluded.other_minor, fees_minor = excluded.fees_minor,
      net_minor = excluded.net_minor, paid_out_minor = excluded.paid_out_minor,
      lines = excluded.lines, matched = excluded.matched
    returning reconciliation_id`;
  await database.write('sum_up_days', statement, invocation);
}
