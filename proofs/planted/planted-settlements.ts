import type { Plant } from './plant.ts';
import type { Bought } from './planted-business.ts';

/** The whole payment of an order as a part of it, like the books have it; and what has left. */
function part({ orderId, paymentId }: Bought, left: string): string {
  return `insert into payment.capture (capture_id, payment_id, order_id, state, amount_minor, total_minor, is_last, currency)
      select uuidv7(), payment_id, '${orderId}', 'captured', captured_minor, captured_minor, true, currency
      from payment.payment where payment_id = '${paymentId}';
    ${left}`;
}

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
    says: 'each line that says it went to the bank is of a payout that did',
    how: 'money left for a bank with no payout, and no difference says so',
    subject: () => 'txn_nobodys',
    sql: () => ({
      order: `insert into payment.balance_line (account, line_id, kind, reported, amount_minor, fee_minor,
          currency, source_id, made_at, day, judged, matched)
        values ('stripe sandbox', 'txn_nobodys', 'payout', 'payout', -777, 0, 'EUR', 'po_nobodys',
          now(), now()::date, true, true)`,
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
  {
    violates: 'I3',
    says: 'where a card is captured at shipment',
    how: 'goods that have not left were captured with a part',
    subject: ({ refunded }) => refunded.number,
    sql: ({ refunded }) => ({ order: part(refunded, '') }),
  },
  {
    violates: 'I3',
    says: 'where a card is captured at shipment',
    how: 'more was captured than the unit that has left and its delivery cost',
    subject: ({ refunded }) => refunded.number,
    sql: ({ refunded }) => ({
      order: part(
        refunded,
        `insert into "order".order_line (order_id, line_id, ordered_quantity, shipped_quantity)
          select id, (snapshot #>> '{lines,0,lineId}')::uuid, 2, 1 from "order".orders where id = '${refunded.orderId}'`,
      ),
    }),
  },
];
