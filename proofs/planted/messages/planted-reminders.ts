import type { Plant } from '../plant.ts';

type Done = Parameters<Plant['subject']>[0];

function reminder({ onAccount }: Done, step: number): string {
  return `insert into "order".payment_reminder (order_id, step, due_at, open_minor, asked_at)
      values ('${onAccount.orderId}', ${step}, kontor_now() - interval '8 days', 100, kontor_now());
    insert into "order".timeline_entry (order_id, key, at, kind, message, actor, internal, trace_id)
      values ('${onAccount.orderId}', 'payment_reminder:${step}', kontor_now(), 'payment_reminder', '',
        'system', false, '');`;
}

function overdue({ onAccount }: Done, more = ''): string {
  return `update payment.receivable set due_at = kontor_now() - interval '8 days' ${more}
    where payment_id = '${onAccount.paymentId}';`;
}

const found = {
  violates: 'I6',
  says: 'a customer is reminded only of',
  subject: ({ onAccount }: Done) => onAccount.number,
} as const;

/** Customers who are reminded of what they do not owe, or more often than they are to be. */
export const reminderPlants: readonly Plant[] = [
  {
    ...found,
    how: 'a customer is reminded of what is not due yet',
    sql: (done) => ({ order: reminder(done, 1) }),
  },
  {
    ...found,
    how: 'a customer is reminded of what was settled before',
    sql: (done) => ({
      order: overdue(done, ', settled = true') + reminder(done, 1),
    }),
  },
  {
    ...found,
    how: 'a second reminder has no first',
    sql: (done) => ({ order: overdue(done) + reminder(done, 2) }),
  },
  {
    ...found,
    how: 'a customer is reminded before the goods came',
    sql: (done) => ({ order: overdue(done, ", due_from = 'delivery'") + reminder(done, 1) }),
  },
];
