import { sql } from '#platform/ground/sql.ts';
import type { ReadGauges } from '#platform/telemetry/telemetry.ts';
import type { Context } from './payment-store.ts';

/** Of so many newest entries; the audit reads all of them. */
const entriesLooked = 1_000;

/**
 * What the newest entries of the ledger have in debits without credits, and what their card payments
 * captured less refunds and disputes without it being at the gateway's account: both are zero at every commit. And how many events were kept
 * because nobody understood them, and how much waits for a person at all.
 */
export function readGauges({ database }: Context): ReadGauges {
  return async () => {
    const row = await database.first<{ difference: number; kept: number; reviews: number }>(sql`
      with newest as (
        select entry_id, payment_id, order_id from ledger_entry order by sequence desc limit ${entriesLooked}
      ), unbalanced as (
        select abs(sum(case direction when 'debit' then amount_minor else -amount_minor end)) as minor
        from newest join ledger_posting using (entry_id) group by entry_id, currency
      ), at_gateway as (
        select abs(p.captured_minor - p.refunded_minor - coalesce((
          select sum(d.amount_minor) from dispute d
          where d.payment_id = p.payment_id and d.withdrawn and not d.reinstated), 0)
          - coalesce(booked.minor, 0)) as minor
        from (select distinct payment_id, order_id from newest) touched
        join payment p using (payment_id)
        left join lateral (
          select sum(case l.direction when 'debit' then l.amount_minor else -l.amount_minor end) as minor
          from ledger_entry e join ledger_posting l using (entry_id)
          where e.order_id = touched.order_id and e.payment_id = p.payment_id
            and l.account = 'gateway_clearing'
        ) booked on true
        where p.authorization_kind = 'card'
      )
      select (coalesce((select sum(minor) from unbalanced), 0)
        + coalesce((select sum(minor) from at_gateway), 0))::float8 as difference,
        (select count(*)::int from payment_review where reason in ('webhook_unknown', 'webhook_unreadable')) as kept,
        (select count(*)::int from payment_review) as reviews`);
    return {
      'kontor.ledger.difference': row!.difference,
      'kontor.webhooks.kept': row!.kept,
      'kontor.payments.reviews': row!.reviews,
    };
  };
}
