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

/** A fee of a first reminder, in the books and in the row, less what is left out. */
function fee({ onAccount }: Done, openMinor: number): string {
  const { orderId, paymentId } = onAccount;
  const entryId = '00000000-0000-7000-8000-00000000fee1';
  return `insert into payment.ledger_entry (entry_id, payment_id, order_id, kind, source)
      values ('${entryId}', '${paymentId}', '${orderId}', 'reminder_fee', 'reminder_fee:${paymentId}:1');
    insert into payment.ledger_posting (entry_id, line, account, direction, amount_minor, currency)
      values ('${entryId}', 1, 'reminder_fees_owed', 'debit', 500, 'EUR'),
             ('${entryId}', 2, 'reminder_fees', 'credit', 500, 'EUR');
    update payment.receivable set fees_open_minor = ${openMinor} where payment_id = '${paymentId}';`;
}

const costs = {
  violates: 'I6',
  says: 'what reminders cost',
  subject: ({ onAccount }: Done) => onAccount.paymentId,
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
  {
    ...costs,
    how: 'a fee is owed that was never charged',
    sql: ({ onAccount }) => ({
      order: `update payment.receivable set fees_open_minor = 500
        where payment_id = '${onAccount.paymentId}'`,
    }),
  },
  {
    ...costs,
    how: 'a fee that was charged is forgotten',
    sql: (done) => ({ order: overdue(done) + reminder(done, 1) + fee(done, 0) }),
  },
  {
    ...costs,
    how: 'a fee is charged of a reminder that nobody got',
    subject: ({ onAccount }) => `reminder_fee:${onAccount.paymentId}:1`,
    sql: (done) => ({ order: fee(done, 500) }),
  },
];
