import { z } from 'zod';
import { wholeList } from '#contracts/shapes.ts';
import { fail, ok } from '#kernel/result.ts';
import { idPart, PageOrder, textPart, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handlers, InputOf, OutputOf } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';
import { openAccounts } from './balance-account.ts';

type Item = OutputOf<'payment', 'listReconciliations'>['items'][number];
type Report = OutputOf<'payment', 'getReconciliation'>;
type Found = Report['found']['items'][number] & { cursorAt: string };

/** Where a person has explained it, it is settled for whoever reads it. */
export const shownDifference = sql`
  d.difference_id, d.kind, d.subject, d.reported, d.payment_id, d.order_id, d.gateway_payment_id,
  d.ours_minor, d.ours_currency, d.theirs_minor, d.theirs_currency,
  case when d.ended_at is null then d.state else 'settled' end as state,
  d.found_at, coalesce(d.settled_at, d.ended_at) as settled_at, d.ended_by, d.ended_note`;

const days = new PageOrder('reconciliations', z.tuple([textPart(10), idPart]));
const differences = new PageOrder('reconciliation differences', timeAndId);

/** Days as they are reported; a day that is not over is still growing. */
function reconciliations(where: Statement): Statement {
  return sql`
    select r.reconciliation_id, a.provider, a.sandbox, r.day::text as day, s.state,
      least(a.fetched_until, end_of.day) as fetched_until, s.differences,
      coalesce((select jsonb_agg(jsonb_build_object('currency', t.currency,
          'chargedMinor', t.charged_minor, 'refundedMinor', t.refunded_minor,
          'disputedMinor', t.disputed_minor, 'otherMinor', t.other_minor, 'feesMinor', t.fees_minor,
          'netMinor', t.net_minor, 'paidOutMinor', t.paid_out_minor, 'lines', t.lines,
          'matched', t.matched) order by t.currency)
        from reconciliation_total t where t.reconciliation_id = r.reconciliation_id), '[]') as totals
    from reconciliation r join balance_account a using (account)
    cross join lateral (select (r.day + 1)::timestamp at time zone 'UTC' as day) end_of
    cross join lateral (select count(*)::int as differences,
        case when count(*) > 0 then 'differs' when a.fetched_until >= end_of.day then 'agreed'
          else 'in_progress' end as state
      from settlement_difference d where d.account = r.account and d.day = r.day and d.state = 'open'
        and d.ended_at is null) s
    where ${where}`;
}

export function readReconciliations(
  context: Context,
): Pick<
  Handlers<'payment'>,
  'listReconciliations' | 'listReconciledAccounts' | 'getReconciliation'
> {
  const { database } = context;
  return {
    async listReconciliations({ limit, cursor, ...filters }, invocation) {
      const pages = days.within(filters);
      const after = pages.after(cursor);
      if (!after.ok) return after;
      const rows = await database.query<Item>(
        sql`${reconciliations(fits(filters, after.value))}
          order by r.day desc, r.reconciliation_id desc limit ${limit + 1}`,
        invocation,
      );
      const keyOf = ({ day, reconciliationId }: Item): [string, string] => [day, reconciliationId];
      return ok(pages.pageOf(rows, limit, keyOf, (row) => row));
    },
    listReconciledAccounts: async () => ok(wholeList(await accountsOf(context))),
    async getReconciliation({ reconciliationId, limit, cursor }, invocation) {
      const pages = differences.within({ reconciliationId });
      const after = pages.after(cursor);
      if (!after.ok) return after;
      const found = await database.first<Item>(
        reconciliations(sql`r.reconciliation_id = ${reconciliationId}`),
        invocation,
      );
      if (!found) return fail('reconciliation_not_found', 'There is no such reconciliation.');
      const payouts = await database.query<Report['payouts'][number]>(sql`
        select o.payout_id, o.state, o.reported, o.amount_minor, o.currency,
          o.made_at as created_at, o.arrives_at, o.by_hand
        from gateway_payout o join reconciliation r using (account)
        where r.reconciliation_id = ${reconciliationId} and (o.made_at at time zone 'UTC')::date = r.day
        order by o.made_at, o.payout_id`);
      const rows = await database.query<Found>(differencesOf(reconciliationId, after.value, limit));
      const keyOf = ({ cursorAt, differenceId }: Found): [string, string] => [
        cursorAt,
        differenceId,
      ];
      const page = pages.pageOf(rows, limit, keyOf, ({ cursorAt: _cursorAt, ...item }) => item);
      return ok({ ...found, payouts, found: page });
    },
  };
}

type Filters = Omit<InputOf<'payment', 'listReconciliations'>, 'limit' | 'cursor'>;

function fits({ from, to, provider, state }: Filters, after?: readonly [string, string]) {
  const [afterDay = null, afterId = null] = after ?? [];
  return sql`
    (${from ?? null}::date is null or r.day >= ${from ?? null}::date)
    and (${to ?? null}::date is null or r.day <= ${to ?? null}::date)
    and (${provider ?? null}::text is null or a.provider = ${provider ?? null})
    and (${state ?? null}::text is null or s.state = ${state ?? null})
    and (${afterDay}::date is null or (r.day, r.reconciliation_id) < (${afterDay}::date, ${afterId}::uuid))`;
}

/** The oldest first, also those that are settled by now. */
function differencesOf(
  reconciliationId: string,
  after: readonly [string, string] | undefined,
  limit: number,
): Statement {
  const [at = '-infinity', id = '00000000-0000-0000-0000-000000000000'] = after ?? [];
  return sql`
    select ${shownDifference}, d.found_at::text as cursor_at
    from settlement_difference d join reconciliation r using (account, day)
    where r.reconciliation_id = ${reconciliationId}
      and (d.found_at, d.difference_id) > (${at}::timestamptz, ${id}::uuid)
    order by d.found_at, d.difference_id limit ${limit + 1}`;
}

/** The accounts that there are, those too of which nothing can be compared. */
async function accountsOf(context: Context) {
  const rows = await context.database.query<{ account: string; fetchedUntil: string | null }>(sql`
    select account, fetched_until from balance_account`);
  return openAccounts(context).map(({ account, provider, sandbox, balance }) => ({
    provider,
    sandbox,
    listsBalance: balance !== null,
    fetchedUntil: rows.find((row) => row.account === account)?.fetchedUntil ?? null,
  }));
}
