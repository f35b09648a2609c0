import { sqlCheck, type Check } from '../world/check.ts';

/** I6 of what is owed: whom the shop reminds of it. */
export const reminderChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I6',
    says: 'a customer is reminded only of what is overdue and open, once a step and one step after the other',
    database: 'order',
    counted: 'payment.receivable',
    broken: `select o.number, format('reminder %s at %s of what is due at %s and %s since %s', t.step,
        t.asked_at, r.due_at, p.state, p.moved_at)
      from "order".payment_reminder t join "order".orders o on o.id = t.order_id
      left join payment.receivable r on r.payment_id = o.payment_id
      left join payment.payment p on p.payment_id = o.payment_id
      where r.payment_id is null or r.due_at >= t.asked_at or t.due_at >= t.asked_at
        or (r.due_from = 'delivery' and r.delivered_at is null)
        or (r.settled and p.moved_at < t.asked_at)
        or (t.step > 1 and not exists (select from "order".payment_reminder b
          where b.order_id = t.order_id and b.step = t.step - 1 and b.reminded_at < t.reminded_at))
        or not exists (select from "order".timeline_entry e
          where e.order_id = t.order_id and e.key = format('payment_reminder:%s', t.step))`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'what reminders cost is open, paid, given back or lost, and was told in a reminder that was sent',
    database: 'order',
    counted: `payment.ledger_entry where kind = 'reminder_fee'`,
    broken: `with booked as (
        select e.payment_id, sum(case l.direction when 'debit' then l.amount_minor else -l.amount_minor end) as minor
        from payment.ledger_entry e join payment.ledger_posting l using (entry_id)
        where l.account = 'reminder_fees_owed' group by e.payment_id)
      select r.payment_id::text, format('fees of %s are open, the ledger says %s', r.fees_open_minor, coalesce(b.minor, 0))
        from payment.receivable r left join booked b using (payment_id)
        where r.fees_open_minor <> coalesce(b.minor, 0) or r.fees_open_minor < 0
          or (r.fees_open_minor > 0 and r.settled)
      union all
      select t.receipt_id::text, format('fees of %s, the ledger says %s', t.fees_minor, coalesce(sum(l.amount_minor), 0))
        from payment.receipt t
        left join payment.ledger_entry e on e.source = 'receipt:' || t.receipt_id
        left join payment.ledger_posting l on l.entry_id = e.entry_id and l.account = 'reminder_fees_owed'
        group by t.receipt_id having t.fees_minor <> coalesce(sum(l.amount_minor), 0)
      union all
      select e.source, 'was charged, and no such reminder was sent'
        from payment.ledger_entry e
        where e.kind = 'reminder_fee' and e.posted_at <= kontor_now() - make_interval(secs => $1)
          and not exists (select from "order".payment_reminder t where t.order_id = e.order_id
            and e.source = format('reminder_fee:%s:%s', e.payment_id, t.step))
          and not exists (select from payment.ledger_entry b
            where b.source = replace(e.source, 'reminder_fee:', 'reminder_fee_back:'))`,
  }),
];
