import type { Plant } from './plant.ts';

/** What the provider lists and pays out, against what our books say of it. */
export const settlementPlants: readonly Plant[] = [
  {
    violates: 'I6',
    says: 'what was sent to the bank is what its lines come to',
    how: 'a payout brought less than its lines',
    subject: ({ payout }) => payout.payoutId,
    sql: ({ payout }) => ({
      order: `update payment.gateway_payout set amount_minor = amount_minor - 1 where payout_id = '${payout.payoutId}'`,
    }),
  },
  {
    violates: 'I6',
    says: 'each line of a provider is one that our books know',
    how: 'a line matches nothing, and no difference says so',
    subject: ({ payout }) => payout.lineId,
    sql: ({ payout }) => ({
      order: `update payment.balance_line set matched = false where line_id = '${payout.lineId}'`,
    }),
  },
  {
    violates: 'I6',
    says: 'every captured cent has its line',
    how: 'a line of the provider was lost here',
    subject: ({ payout }) => payout.lineId,
    sql: ({ payout }) => ({
      order: `delete from payment.balance_line where line_id = '${payout.lineId}';
        update payment.gateway_payout set lines_known = false`,
    }),
  },
  {
    violates: 'I6',
    says: 'every captured cent has its line',
    how: 'the provider took another fee than we have on record',
    subject: ({ payout }) => payout.lineId,
    book: ({ payout }) => ({
      balance_transactions: (rows) =>
        rows.map((row) =>
          row['id'] === payout.lineId ? { ...row, fee: Number(row['fee']) + 1 } : row,
        ),
    }),
  },
  {
    violates: 'I6',
    says: 'every captured cent has its line',
    how: 'a fee was posted twice',
    subject: () => 'clearing EUR',
    sql: () => ({
      order: `insert into payment.ledger_entry (entry_id, kind, source)
          values ('00000000-0000-7000-8000-000000000009', 'settlement', 'settlement:stripe sandbox:again');
        insert into payment.ledger_posting values
          ('00000000-0000-7000-8000-000000000009', 1, 'gateway_fees', 'debit', 5, 'EUR'),
          ('00000000-0000-7000-8000-000000000009', 2, 'gateway_clearing', 'credit', 5, 'EUR')`,
    }),
  },
];
