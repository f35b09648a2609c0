import type { Plant } from './plant.ts';
import type { BusinessDone } from './planted-business.ts';

/** Another payment, like the delivered order's, but for what is changed. */
function likePayment(change: Readonly<Record<string, string>>) {
  return ({ delivered }: BusinessDone) => {
    const set = { payment_id: 'uuidv7()', gateway_payment_id: 'null', ...change };
    return {
      order: `create temporary table likeness on commit drop as
          select * from payment.payment where payment_id = '${delivered.paymentId}';
        update likeness set ${Object.entries(set)
          .map(([column, value]) => `${column} = ${value}`)
          .join(', ')};
        insert into payment.payment select * from likeness`,
    };
  };
}

const id = `'00000000-0000-7000-8000-000000000002'`;
const heldFor = {
  state: `'authorized'`,
  captured_minor: '0',
  capture_minor: 'null',
  payment_id: id,
};

export const moneyPlants: readonly Plant[] = [
  {
    violates: 'I3',
    says: 'captures − refunds ≤',
    how: 'an order was paid twice',
    subject: ({ delivered }) => delivered.number,
    also: ['I4', 'I6'],
    sql: likePayment({ checkout_id: 'uuidv7()' }),
  },
  {
    violates: 'I3',
    says: 'one capture per capture intent',
    how: 'a capture was posted twice',
    subject: ({ delivered }) => delivered.paymentId,
    also: ['I6'],
    sql: ({ delivered }) => ({
      order: `insert into payment.ledger_entry (entry_id, payment_id, order_id, kind, source)
        values (${id}, '${delivered.paymentId}', '${delivered.orderId}', 'capture', 'again')`,
    }),
  },
  {
    violates: 'I3',
    says: 'one capture per capture intent',
    how: 'more was captured than asked for',
    subject: ({ delivered }) => delivered.paymentId,
    sql: ({ delivered }) => ({
      order: `update payment.payment set capture_minor = capture_minor - 1 where payment_id = '${delivered.paymentId}'`,
    }),
  },
  {
    violates: 'I3',
    says: 'what is captured in parts',
    how: 'a part was captured that is posted as another amount',
    subject: ({ delivered }) => delivered.paymentId,
    sql: ({ delivered }) => ({
      order: `insert into payment.capture (capture_id, payment_id, order_id, state, amount_minor, total_minor, is_last, currency)
        select ${id}, payment_id, order_id, 'captured', captured_minor - 1, captured_minor - 1, true, currency
        from payment.payment where payment_id = '${delivered.paymentId}'`,
    }),
  },
  {
    violates: 'I3',
    says: 'a checkout holds or takes money once',
    how: 'two payments of one checkout hold money',
    subject: ({ delivered }) => delivered.checkoutId,
    also: ['I4'],
    sql: likePayment(heldFor),
  },
  {
    violates: 'I3',
    says: 'a payment that is held for review',
    how: 'a payment is held and no review says why',
    subject: ({ delivered }) => delivered.paymentId,
    sql: ({ delivered }) => ({
      order: `update payment.payment set state = 'review' where payment_id = '${delivered.paymentId}'`,
    }),
  },
  {
    violates: 'I3',
    says: 'what we captured and refunded',
    how: 'the gateway refunded what we do not know of',
    subject: ({ delivered }) => delivered.paymentId,
    also: ['I6'],
    book: ({ delivered }) => ({
      payments: (rows) =>
        rows.map((row) =>
          row['id'] === delivered.gatewayPaymentId
            ? { ...row, amountRefunded: Number(row['amountRefunded']) + 1 }
            : row,
        ),
    }),
  },
  {
    violates: 'I4',
    says: 'money held or taken at the gateway',
    how: 'the gateway holds money that nobody asked it to',
    subject: () => 'pi_stray',
    book: () => ({
      payments: (rows) => [
        ...rows,
        {
          ...rows[0],
          id: 'pi_stray',
          status: 'requires_capture',
          amountCapturable: 900,
          amountReceived: 0,
          amountRefunded: 0,
        },
      ],
    }),
  },
  {
    violates: 'I4',
    says: 'money that we hold or took',
    how: 'we hold money for an order that does not exist',
    subject: () => id.slice(1, -1),
    sql: likePayment({ ...heldFor, checkout_id: 'uuidv7()', order_id: 'uuidv7()' }),
  },
  {
    violates: 'I5',
    says: 'every confirmed order',
    how: 'an order is paid in another currency',
    subject: ({ onAccount }) => onAccount.number,
    sql: ({ onAccount }) => ({
      order: `update payment.payment set currency = 'USD' where payment_id = '${onAccount.paymentId}'`,
    }),
  },
  {
    violates: 'I5',
    says: 'what has left of an order',
    how: 'goods have left that nobody was charged for',
    subject: ({ delivered }) => delivered.number,
    sql: ({ delivered }) => ({
      order: `update "order".orders set captured_minor = total_minor - 10,
          updated_at = updated_at - interval '1 hour' where id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I5',
    says: 'every confirmed order',
    how: 'the payment of a confirmed order was voided',
    subject: ({ onAccount }) => onAccount.number,
    also: ['I6'],
    sql: ({ onAccount }) => ({
      order: `update payment.payment set state = 'voided' where payment_id = '${onAccount.paymentId}'`,
    }),
  },
  {
    violates: 'I6',
    says: 'each promise is open',
    how: 'a receivable was made smaller without an entry',
    subject: ({ onAccount }) => onAccount.paymentId,
    sql: ({ onAccount }) => ({
      order: `update payment.receivable set credited_minor = 1 where payment_id = '${onAccount.paymentId}'`,
    }),
  },
  {
    violates: 'I6',
    says: 'what receipts counted',
    how: 'money was counted against a promise that never received it',
    subject: ({ onAccount }) => onAccount.paymentId,
    sql: ({ onAccount }) => ({
      order: `insert into payment.receipt (receipt_id, payment_id, order_id, channel, source, reference,
          amount_minor, applied_minor, surplus_minor, currency, received_at)
        values (${id}, '${onAccount.paymentId}', '${onAccount.orderId}', 'default', 'bank', 'planted',
          1, 1, 0, 'EUR', kontor_now())`,
    }),
  },
  {
    violates: 'I6',
    says: 'money that is nobody’s',
    how: 'a surplus was claimed without a pay-out',
    subject: () => '0190f4c2-5555-7000-8000-000000000005',
    sql: ({ onAccount }) => ({
      order: `insert into payment.receipt (receipt_id, payment_id, order_id, channel, source, reference,
          amount_minor, applied_minor, surplus_minor, surplus_claimed_minor, currency, received_at)
        values ('0190f4c2-5555-7000-8000-000000000005', '${onAccount.paymentId}', '${onAccount.orderId}',
          'default', 'bank', 'planted surplus', 5, 0, 5, 5, 'EUR', kontor_now())`,
    }),
  },
  {
    violates: 'I6',
    says: 'a surplus that was assigned',
    how: 'a surplus counts for an order, and nothing was posted',
    subject: () => '0190f4c2-5555-7000-8000-000000000008',
    sql: ({ onAccount }) => ({
      order: `insert into payment.receipt (receipt_id, payment_id, order_id, channel, source, reference,
          amount_minor, applied_minor, surplus_minor, surplus_claimed_minor, currency, received_at)
        values ('0190f4c2-5555-7000-8000-000000000007', '${onAccount.paymentId}', '${onAccount.orderId}',
          'default', 'bank', 'planted surplus', 5, 0, 5, 5, 'EUR', kontor_now());
        insert into payment.receipt (receipt_id, payment_id, order_id, channel, source, reference,
          amount_minor, applied_minor, surplus_minor, currency, received_at, assigned_from)
        values ('0190f4c2-5555-7000-8000-000000000008', '${onAccount.paymentId}', '${onAccount.orderId}',
          'default', 'bank', 'planted surplus', 5, 5, 0, 'EUR', kontor_now(), '0190f4c2-5555-7000-8000-000000000007')`,
    }),
  },
  {
    violates: 'I6',
    says: 'a refund that a person pays out',
    how: 'a refund waits for a person, and no list has it',
    subject: () => '0190f4c2-5555-7000-8000-000000000006',
    sql: ({ onAccount }) => ({
      order: `insert into payment.refund (refund_id, payment_id, order_id, origin, state, amount_minor, currency, reason)
        values ('0190f4c2-5555-7000-8000-000000000006', '${onAccount.paymentId}', '${onAccount.orderId}',
          'shop', 'accepted', 5, 'EUR', 'planted')`,
    }),
  },
  {
    violates: 'I6',
    says: 'what an invoice on account still says',
    how: 'less is owed than the invoice says, and no credit note was issued',
    subject: ({ lastInvoice }) => lastInvoice.number,
    sql: ({ onAccount }) => ({
      order: `update payment.receivable set credited_minor = 5 where payment_id = '${onAccount.paymentId}'`,
    }),
  },
  {
    violates: 'I6',
    says: 'debits equal credits',
    how: 'one side of an entry was changed',
    subject: ({ delivered }) => delivered.captureEntryId,
    sql: ({ delivered }) => ({
      order: `update payment.ledger_posting set amount_minor = amount_minor + 1
        where direction = 'credit' and entry_id = '${delivered.captureEntryId}'`,
    }),
  },
  {
    violates: 'I6',
    says: 'the postings of a payment',
    how: 'both sides of an entry were changed',
    subject: ({ delivered }) => delivered.paymentId,
    sql: ({ delivered }) => ({
      order: `update payment.ledger_posting set amount_minor = amount_minor + 1
        where entry_id = '${delivered.captureEntryId}'`,
    }),
  },
  {
    violates: 'I6',
    says: 'what is withheld for disputes',
    how: 'a dispute took money that was never posted',
    subject: () => 'dp_unposted',
    sql: ({ delivered }) => ({
      order: `insert into payment.dispute (dispute_id, payment_id, order_id, state, amount_minor,
            currency, reason, withdrawn, reinstated, told_at)
          values ('dp_unposted', '${delivered.paymentId}', '${delivered.orderId}', 'open', 5, 'EUR',
            'general', true, false, kontor_now())`,
    }),
  },
  {
    violates: 'I6',
    says: 'a refund that came back',
    how: 'a refund came back and its credit note stands',
    subject: ({ refunded }) => refunded.refundId,
    sql: ({ refunded }) => ({
      order: `update "order".refund set taken_back_at = kontor_now() where id = '${refunded.refundId}'`,
    }),
  },
  {
    violates: 'I6',
    says: 'what may only be added to',
    how: 'the guard of the ledger is switched off',
    subject: () => 'payment.ledger_posting',
    sql: () => ({ order: 'alter table payment.ledger_posting disable trigger append_only' }),
  },
  {
    violates: 'I6',
    says: 'the clearing account',
    how: 'something was posted that the gateway knows nothing of',
    subject: () => 'EUR',
    sql: () => ({
      order: `insert into payment.ledger_entry (entry_id, payment_id, order_id, kind, source)
          values (${id}, uuidv7(), uuidv7(), 'capture', 'nothing');
        insert into payment.ledger_posting values (${id}, 1, 'gateway_clearing', 'debit', 5, 'EUR'),
          (${id}, 2, 'customer_payments', 'credit', 5, 'EUR')`,
    }),
  },
  {
    violates: 'I9',
    says: 'invoice and credit-note numbers',
    how: 'a number was skipped',
    subject: ({ lastInvoice }) => lastInvoice.series,
    sql: ({ lastInvoice }) => ({
      order: `update invoice.document set position = position + 1 where number = '${lastInvoice.number}'`,
    }),
  },
  {
    violates: 'I9',
    says: 'invoice and credit-note numbers',
    how: 'a number was given twice',
    subject: ({ lastInvoice }) => lastInvoice.number,
    sql: ({ lastInvoice }) => ({
      order: `alter table invoice.document drop constraint document_number_key;
        update invoice.document set number = '${lastInvoice.number}' where kind = 'invoice'`,
    }),
  },
  {
    violates: 'I9',
    says: 'the order of the numbers',
    how: 'a later invoice is dated before an earlier one',
    subject: ({ lastInvoice }) => lastInvoice.number,
    sql: ({ lastInvoice }) => ({
      order: `update invoice.document set issued_at = issued_at - interval '1 day' where number = '${lastInvoice.number}'`,
    }),
  },
  {
    violates: 'I12',
    says: 'totals are integers',
    how: 'the tax of an order was changed',
    subject: ({ onAccount }) => onAccount.number,
    sql: ({ onAccount }) => ({
      order: `update "order".orders set snapshot = jsonb_set(snapshot, '{totals,taxMinor}', '1') where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I12',
    says: 'totals are integers',
    how: 'a unit of an order comes from nowhere',
    subject: ({ onAccount }) => onAccount.number,
    sql: ({ onAccount }) => ({
      order: `update "order".orders set snapshot = jsonb_set(snapshot, '{allocations}', '[]') where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I12',
    says: 'totals are integers',
    how: 'a cent of an order is paid with nothing',
    subject: ({ onAccount }) => onAccount.number,
    also: ['I5'],
    sql: ({ onAccount }) => ({
      order: `update "order".orders set snapshot = jsonb_set(snapshot, '{tenders,0,amountMinor}', to_jsonb(total_minor - 1)) where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I5',
    says: 'each tender of an order',
    how: 'a tender names another provider than its payment',
    subject: ({ onAccount }) => onAccount.number,
    sql: ({ onAccount }) => ({
      order: `update "order".orders set tenders = jsonb_set(tenders, '{0,provider}', '"nobody"') where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I5',
    says: 'an order is paid with what its checkout froze',
    how: 'an order is paid with another sum than was agreed',
    subject: ({ onAccount }) => onAccount.number,
    sql: ({ onAccount }) => ({
      order: `update "order".orders set tenders = jsonb_set(tenders, '{0,amountMinor}', '1') where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I4',
    says: 'money held or taken at the gateway',
    how: 'a payment was captured at another provider than it was made at',
    subject: ({ delivered }) => delivered.gatewayPaymentId!,
    also: ['I5', 'I6'],
    sql: ({ delivered }) => ({
      order: `update payment.payment set provider = 'another' where payment_id = '${delivered.paymentId}'`,
    }),
  },
  {
    violates: 'I12',
    says: 'an invoice asks for what',
    how: 'an invoice asks for a cent more',
    subject: ({ lastInvoice }) => lastInvoice.number,
    also: ['I6'],
    sql: ({ lastInvoice }) => ({
      order: `update invoice.document set total_minor = total_minor + 1 where number = '${lastInvoice.number}'`,
    }),
  },
];
