import { sql, type Statement } from '#platform/ground/sql.ts';
import type { ListedAccount } from './balance-account.ts';
import { madeInSandbox } from '../payments/payment-store.ts';
import type { DifferenceKind } from './difference-store.ts';

/** So old what we booked must be before its line is missed: the clocks of two books are not one. */
export const missedAfter = sql`interval '10 minutes'`;

export interface Compared {
  readonly gatewayPaymentId: string;
  readonly subject: string;
  readonly day: string;
  readonly reported: string | null;
  readonly paymentId: string | null;
  readonly orderId: string | null;
  readonly oursMinor: number | null;
  readonly oursCurrency: string | null;
  readonly theirsMinor: number | null;
  readonly theirsCurrency: string | null;
  /** As the lines have it; null where there are none. */
  readonly lineSubject: string | null;
  /** `agreed`; `undecided`: ours or theirs may still come. */
  readonly verdict: 'agreed' | 'undecided' | DifferenceKind;
}

/**
 * What of each payment our ledger and the provider's lines say, thing by thing: all that was captured
 * of it together, however many captures there were, and each refund and dispute by the provider's id.
 */
export function comparedBooks(
  { account, provider, sandbox }: Pick<ListedAccount, 'account' | 'provider' | 'sandbox'>,
  gatewayPaymentIds: readonly string[],
  lookUntil: string,
): Statement {
  return sql`
    with asked as (select unnest(${gatewayPaymentIds}::text[]) as id),
    ours as (
      select p.gateway_payment_id as id, p.payment_id, p.order_id, l.currency,
        case e.kind when 'capture' then 'charge' when 'capture_reversal' then 'charge_failure'
          when 'dispute_reinstated' then 'dispute_reversal' when 'refund_reversal' then 'refund_failure'
          else e.kind end
        || coalesce(' ' || case when e.kind in ('refund', 'refund_reversal')
            then coalesce(r.gateway_refund_id, r.refund_id::text)
          when e.kind in ('dispute', 'dispute_reinstated')
            then substr(e.source, strpos(e.source, ':') + 1) end, '') as subject,
        sum(case l.direction when 'debit' then l.amount_minor else -l.amount_minor end)::bigint as minor,
        count(distinct e.entry_id) as entries, max(e.posted_at) as posted_at
      from asked
      join payment p on p.gateway_payment_id = asked.id and p.provider = ${provider}
        and ${madeInSandbox} is not distinct from ${sandbox}
      join ledger_entry e on e.order_id = p.order_id and e.payment_id = p.payment_id
      join ledger_posting l on l.entry_id = e.entry_id and l.account = 'gateway_clearing'
      left join refund r on r.payment_id = p.payment_id and e.source = e.kind || ':' || r.refund_id
      group by 1, 2, 3, 4, 5),
    theirs as (
      select b.gateway_payment_id as id,
        b.kind || case when b.kind like 'charge%' then '' else ' ' || b.source_id end as subject,
        coalesce(b.paid_currency, b.currency) as currency,
        sum(coalesce(b.paid_minor, b.amount_minor))::bigint as minor, count(*) as lines,
        min(b.day) as day, min(b.reported) as reported
      from asked join balance_line b on b.gateway_payment_id = asked.id and b.account = ${account}
      where b.kind not in ('fee', 'payout', 'payout_failure', 'other')
      group by 1, 2, 3),
    -- compared in the currency that both have, else with whatever currency ours is in
    against as (
      select t.*, coalesce(same.currency, other.currency, t.currency) as ours_in,
        exists (select from ours o where o.id = t.id and o.subject = t.subject) as is_known
      from theirs t
      left join ours same on same.id = t.id and same.subject = t.subject and same.currency = t.currency
      left join lateral (select max(o.currency) as currency from ours o
        where o.id = t.id and o.subject = t.subject and not exists (select from theirs x
          where x.id = t.id and x.subject = t.subject and x.currency = o.currency)) other on true)
    select coalesce(o.id, t.id) as gateway_payment_id,
      coalesce(o.subject, t.subject || case when t.is_known then ' in ' || t.currency else '' end) as subject,
      coalesce(t.day, (o.posted_at at time zone 'UTC')::date)::text as day, t.reported,
      coalesce(o.payment_id, p.payment_id) as payment_id, coalesce(o.order_id, p.order_id) as order_id,
      o.minor as ours_minor, o.currency as ours_currency,
      t.minor as theirs_minor, t.currency as theirs_currency, t.subject as line_subject,
      case
        when o.id is null and exists (select from refund r where r.payment_id = p.payment_id
            and 'refund ' || r.gateway_refund_id = t.subject and r.state in ('requested', 'accepted'))
          then 'undecided'
        when o.id is null then case when t.is_known then 'currency_differs' else 'missing_here' end
        when t.id is null then
          case when o.posted_at < ${lookUntil}::timestamptz - ${missedAfter} then 'missing_there' else 'undecided' end
        when o.currency <> t.currency then 'currency_differs'
        when o.minor = t.minor then 'agreed'
        when t.lines > o.entries and abs(t.minor) > abs(o.minor) then 'twice'
        when abs(t.minor) < abs(o.minor) and o.entries > t.lines
            and o.posted_at >= ${lookUntil}::timestamptz - ${missedAfter} then 'undecided'
        else 'amount_differs' end as verdict
    from ours o full join against t on t.id = o.id and t.subject = o.subject and t.ours_in = o.currency
    left join payment p on p.gateway_payment_id = coalesce(o.id, t.id) and p.provider = ${provider}`;
}
