/**
 * What each change posts. `gateway_clearing` is what the card gateway owes us: captures − refunds,
 * so at rest it equals the gateway's book. A card authorization posts nothing: no money moved. A
 * promise to pay later is a receivable from the day it is made.
 */
export interface LedgerEntry {
  readonly kind: 'capture' | 'refund' | 'promise' | 'promise_void' | 'receipt';
  /** What is posted, once. */
  readonly source: string;
  readonly postings: readonly Posting[];
}

type Account = 'gateway_clearing' | 'customer_payments' | 'accounts_receivable' | 'bank_receipts';

interface Posting {
  readonly account: Account;
  readonly direction: 'debit' | 'credit';
  readonly amountMinor: number;
}

interface Booked {
  readonly paymentId: string;
  readonly authorizationKind: 'card' | 'promise';
  readonly authorizedMinor: number;
}

const debit = (account: Account, amountMinor: number): Posting => ({
  account,
  direction: 'debit',
  amountMinor,
});
const credit = (account: Account, amountMinor: number): Posting => ({
  account,
  direction: 'credit',
  amountMinor,
});

/** Undefined where nothing is posted: an amount of nothing, or a card that was only authorized. */
function entry(
  kind: LedgerEntry['kind'],
  source: string,
  postings: readonly Posting[],
): LedgerEntry | undefined {
  const moved = postings.filter(({ amountMinor }) => amountMinor > 0);
  return moved.length === 0 ? undefined : { kind, source, postings: moved };
}

export function authorizationEntry(payment: Booked, amountMinor: number): LedgerEntry | undefined {
  if (payment.authorizationKind === 'card') return undefined;
  return entry('promise', `promise:${payment.paymentId}`, [
    debit('accounts_receivable', amountMinor),
    credit('customer_payments', amountMinor),
  ]);
}

export function voidEntry(payment: Booked): LedgerEntry | undefined {
  if (payment.authorizationKind === 'card') return undefined;
  return entry('promise_void', `promise_void:${payment.paymentId}`, [
    debit('customer_payments', payment.authorizedMinor),
    credit('accounts_receivable', payment.authorizedMinor),
  ]);
}

/** Of a promise: the money came in, and what was not asked for is no longer owed. */
export function captureEntry(payment: Booked, amountMinor: number): LedgerEntry | undefined {
  if (payment.authorizationKind === 'card') {
    return entry('capture', `capture:${payment.paymentId}`, [
      debit('gateway_clearing', amountMinor),
      credit('customer_payments', amountMinor),
    ]);
  }
  return entry('receipt', `capture:${payment.paymentId}`, [
    debit('bank_receipts', amountMinor),
    debit('customer_payments', payment.authorizedMinor - amountMinor),
    credit('accounts_receivable', payment.authorizedMinor),
  ]);
}

export function refundEntry(
  payment: Booked,
  refundId: string,
  amountMinor: number,
): LedgerEntry | undefined {
  return entry('refund', `refund:${refundId}`, [
    debit('customer_payments', amountMinor),
    credit(
      payment.authorizationKind === 'card' ? 'gateway_clearing' : 'bank_receipts',
      amountMinor,
    ),
  ]);
}
