import type { BalanceLine } from '#external/payment-gateway/port.ts';
import { newId } from '#kernel/ids.ts';
import { json, sql, type Statement } from '#platform/ground/sql.ts';

/** Nothing of ours is to be found for these: they are what they say. */
const plainKinds = ['fee', 'payout', 'payout_failure'];

/**
 * Keeps a page of lines, each once, and posts what those that are new moved beside payments: fees,
 * what went to the bank, and what was converted. How many are new.
 */
export function linesStored(
  account: string,
  lines: readonly BalanceLine[],
  payoutId: string | null,
): Statement {
  const rows = lines.map(({ paid, ...line }) => ({
    ...line,
    paidMinor: paid?.amountMinor ?? null,
    paidCurrency: paid?.currency ?? null,
  }));
  const source = `settlement:${account}:`;
  return sql`
    with page as (
      select * from jsonb_to_recordset(${json(rows)}::jsonb) as (
        "gatewayLineId" text, kind text, reported text, "amountMinor" bigint, "feeMinor" bigint,
        currency text, "paidMinor" bigint, "paidCurrency" text, "sourceId" text,
        "gatewayPaymentId" text, "createdAt" timestamptz)),
    added as (
      insert into balance_line (account, line_id, kind, reported, amount_minor, fee_minor, currency,
        paid_minor, paid_currency, source_id, gateway_payment_id, payout_id, made_at, day, judged, matched)
      select ${account}, "gatewayLineId", kind, reported, "amountMinor", "feeMinor", currency,
        "paidMinor", "paidCurrency", "sourceId", "gatewayPaymentId", ${payoutId}::text, "createdAt",
        ("createdAt" at time zone 'UTC')::date, kind = any(${plainKinds}::text[]),
        kind = any(${plainKinds}::text[])
      from page on conflict (account, line_id) do nothing
      returning *),
    moved as (
      select 'gateway_fees' as account, currency, fee_minor - case kind when 'fee' then amount_minor else 0 end as debit
        from added
      union all
      select 'bank_receipts', currency, -amount_minor from added where kind in ('payout', 'payout_failure')
      union all
      select 'currency_conversion', part.currency, part.minor from added,
        lateral (values (paid_currency, paid_minor), (added.currency, -amount_minor)) part (currency, minor)
        where paid_currency <> added.currency),
    sums as (
      select account, currency, sum(debit)::bigint as debit from moved group by 1, 2
      union all
      select 'gateway_clearing', currency, -sum(debit)::bigint from moved group by 2),
    ${settlementEntry('settlement', sql`${source} || (select min(line_id) from added)`)},
    days as (
      insert into reconciliation (reconciliation_id, account, day)
      select gen_random_uuid(), ${account}, day from added group by day
      on conflict on constraint reconciliation_of_day do nothing)
    select count(*)::int as added from added`;
}

/** Goes into a statement whose part `sums` holds `(account, currency, debit)`; nothing where all is 0. */
export function settlementEntry(kind: string, source: Statement): Statement {
  return sql`
    postings as (
      select account, currency, debit, row_number() over (order by account, currency) as line
      from sums where debit <> 0),
    entry as (
      insert into ledger_entry (entry_id, kind, source)
      select ${newId()}::uuid, ${kind}, ${source} where exists (select from postings)
      returning entry_id),
    posted as (
      insert into ledger_posting (entry_id, line, account, direction, amount_minor, currency)
      select entry.entry_id, p.line, p.account, case when p.debit > 0 then 'debit' else 'credit' end,
        abs(p.debit), p.currency
      from postings p, entry returning 1)`;
}
