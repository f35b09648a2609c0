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
];
