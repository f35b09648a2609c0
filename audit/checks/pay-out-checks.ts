import { sqlCheck, type Check } from '../world/check.ts';

/** I6 of money that goes back by hand, and of invoices that are paid later. */
export const payOutChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I6',
    says: 'money that is nobody’s is listed: what came in too much, less what was paid back or assigned, is in the ledger',
    database: 'order',
    counted: 'payment.receipt where surplus_minor > 0',
    broken: `select r.receipt_id::text, format('%s claimed of %s, its pay-outs and what others have of it are %s', r.surplus_claimed_minor, r.surplus_minor, o.claimed)
        from payment.receipt r cross join lateral (
          select coalesce(sum(amount_minor), 0) as claimed from (
            select amount_minor from payment.pay_out where receipt_id = r.receipt_id and state <> 'cancelled'
            union all
            select amount_minor from payment.receipt a where a.assigned_from = r.receipt_id) parts) o
        where o.claimed <> r.surplus_claimed_minor or r.surplus_claimed_minor > r.surplus_minor
      union all
      select coalesce(l.order_id, n.order_id)::text, format('%s are nobody’s, the ledger says %s', coalesce(n.minor, 0), coalesce(l.minor, 0))
        from (select order_id, sum(case direction when 'credit' then amount_minor else -amount_minor end) as minor
              from payment.ledger_posting join payment.ledger_entry using (entry_id)
              where account = 'unassigned_money' group by 1) l
        full join (select r.order_id, sum(r.surplus_minor) - coalesce(sum(o.paid), 0) as minor
              from payment.receipt r left join (
                select receipt_id, sum(amount_minor) as paid from (
                  select receipt_id, amount_minor from payment.pay_out where state = 'paid_out' and kind = 'surplus'
                  union all
                  select assigned_from, amount_minor from payment.receipt where assigned_from is not null) parts
                group by 1) o using (receipt_id)
              group by 1) n using (order_id)
        where coalesce(l.minor, 0) <> coalesce(n.minor, 0) or l.minor < 0`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'a surplus that was assigned is counted once, for an order of its channel and currency that owed it',
    database: 'order',
    counted: 'payment.receipt where assigned_from is not null',
    broken: `select a.receipt_id::text, format('%s assigned, %s counted, %s left, %s received', a.amount_minor, a.applied_minor, l.gone, l.come)
      from payment.receipt a
      left join payment.receipt r on r.receipt_id = a.assigned_from
      join payment.payment p on p.payment_id = a.payment_id
      cross join lateral (
        select coalesce(sum(amount_minor) filter (where e.source = 'surplus_assigned:' || a.receipt_id
              and e.payment_id = r.payment_id and account = 'unassigned_money' and direction = 'debit'), 0) as gone,
            coalesce(sum(amount_minor) filter (where e.source = 'receipt:' || a.receipt_id
              and e.payment_id = a.payment_id and account = 'accounts_receivable' and direction = 'credit'), 0) as come
        from payment.ledger_entry e join payment.ledger_posting using (entry_id)
        where e.source in ('surplus_assigned:' || a.receipt_id, 'receipt:' || a.receipt_id)) l
      where a.assigned_from is not null and (
        a.applied_minor <> a.amount_minor or l.gone <> a.amount_minor or l.come <> a.amount_minor
        or (a.channel, a.currency) is distinct from (r.channel, r.currency) or p.currency <> a.currency)`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'a refund that a person pays out is refunded when it was paid, and waits in the list until then',
    database: 'order',
    counted: `payment.pay_out where kind = 'refund'`,
    broken: `select r.refund_id::text, format('refund is %s, its pay-out %s', r.state, coalesce(o.state, 'missing'))
      from payment.refund r join payment.payment p using (payment_id)
      left join payment.pay_out o on o.pay_out_id = r.refund_id
      where p.authorization_kind = 'promise' and r.state <> 'requested'
        and r.requested_at <= kontor_now() - make_interval(secs => $1)
        and coalesce(o.state, '') <> case r.state when 'accepted' then 'to_pay_out' when 'refunded' then 'paid_out'
          else case when o.state is null then '' else 'cancelled' end end
        -- refunded by an earlier version, which kept no pay-outs
        and not (r.state = 'refunded' and o.pay_out_id is null and r.gateway_refund_id is not null)`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'what an invoice on account still says can be credited: it is open, given up, or money that can go back',
    database: 'order',
    counted: `invoice.document d where d.kind = 'invoice' and exists (
      select from payment.receivable r where r.order_id = d.order_id)`,
    broken: `select d.number, format('says %s after its credit notes, but %s can be credited', said.minor, can.minor)
      from invoice.document d
      join payment.receivable r on r.order_id = d.order_id
      join payment.payment p on p.payment_id = r.payment_id
      cross join lateral (
        select d.total_minor - coalesce(sum(case c.kind when 'credit_note' then c.total_minor
            when 'credit_note_cancellation' then -c.total_minor else 0 end), 0) as minor
        from invoice.document c where c.order_id = d.order_id) said
      cross join lateral (
        select case when p.state in ('voided', 'failed') then 0 else p.captured_minor - p.refunded_minor
            + case when p.state in ('authorized', 'part_received', 'capturing', 'voiding', 'review')
                then p.authorized_minor - p.captured_minor - r.credited_minor else r.written_off_minor end end as minor) can
      where d.kind = 'invoice' and said.minor <> can.minor
        and p.moved_at <= kontor_now() - make_interval(secs => $1)
        and not exists (select from "order".story s where s.state <> 'finished' and s.name in ('cancel_order', 'refund_order', 'order_process', 'cancel_credit_note')
          and s.id in (select d.order_id::text union all select f.id::text from "order".refund f where f.order_id = d.order_id))`,
  }),
];
