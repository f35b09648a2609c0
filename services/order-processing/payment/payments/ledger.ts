/**
 * What each change posts. `gateway_clearing` is what the card gateway owes us: captures − refunds,
 * less what is disputed, so at rest it equals the gateway's book. A card authorization posts nothing: no money moved. A
 * promise to pay later is a receivable from the day it is made.
 */
export interface LedgerEntry {
  readonly kind:
    | 'capture'
    | 'capture_reversal'
    | 'refund'
    | 'refund_reversal'
    | 'promise'
    | 'promise_void'
    | 'receipt'
    | 'dispute'
    | 'dispute_reinstated'
    | 'dispute_lost'
    | 'bank_receipt'
    | 'write_off'
    | 'credit'
    | 'surplus_paid'
    | 'surplus_assigned'
    | 'assigned_receipt'
    | 'reminder_fee'
    | 'reminder_fee_back';
  /** What is posted, once. */
  readonly source: string;
  readonly postings: readonly Posting[];
}

type Account =
  | 'gateway_clearing'
  | 'customer_payments'
  | 'accounts_receivable'
  | 'bank_receipts'
  | 'disputed_payments'
  | 'dispute_losses'
  | 'bad_debt'
  | 'unassigned_money'
  | 'reminder_fees_owed'
  | 'reminder_fees';

interface Posting {
  readonly account: Account;
  readonly direction: 'debit' | 'credit';
  readonly amountMinor: number;
}

interface Booked {
  readonly paymentId: string;
  readonly authorizationKind: 'card' | 'promise';
  readonly authorizedMinor: number;
  /** Before. */
  readonly capturedMinor?: number;
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

export function promiseEntry(paymentId: string, amountMinor: number): LedgerEntry | undefined {
  return entry('promise', `promise:${paymentId}`, [
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

/**
 * Of a promise: the money came in, and what was not asked for is no longer owed. Of a payment that is
 * captured in parts each part is posted, under all that is captured with it.
 */
export function captureEntry(payment: Booked, totalMinor: number): LedgerEntry | undefined {
  const { capturedMinor = 0 } = payment;
  const amountMinor = totalMinor - capturedMinor;
  if (payment.authorizationKind === 'card') {
    const which = capturedMinor === 0 ? payment.paymentId : `${payment.paymentId}:${totalMinor}`;
    return entry('capture', `capture:${which}`, [
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

/** The gateway took back what of a capture was left: posted beside it. */
export function captureReversalEntry(
  { paymentId }: Booked,
  amountMinor: number,
): LedgerEntry | undefined {
  return entry('capture_reversal', `capture_reversal:${paymentId}`, [
    debit('customer_payments', amountMinor),
    credit('gateway_clearing', amountMinor),
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

/** The money of a refund came back to us: nothing that was posted changes, this is posted beside it. */
export function refundReversalEntry(
  payment: Booked,
  refundId: string,
  amountMinor: number,
): LedgerEntry | undefined {
  return entry('refund_reversal', `refund_reversal:${refundId}`, [
    debit(payment.authorizationKind === 'card' ? 'gateway_clearing' : 'bank_receipts', amountMinor),
    credit('customer_payments', amountMinor),
  ]);
}

/** What a dispute moves, each once: withheld by the gateway, then given again, or lost for good. */
export function disputeEntry(
  kind: 'dispute' | 'dispute_reinstated' | 'dispute_lost',
  disputeId: string,
  amountMinor: number,
): LedgerEntry | undefined {
  const postings = {
    dispute: [debit('disputed_payments', amountMinor), credit('gateway_clearing', amountMinor)],
    dispute_reinstated: [
      debit('gateway_clearing', amountMinor),
      credit('disputed_payments', amountMinor),
    ],
    dispute_lost: [debit('dispute_losses', amountMinor), credit('disputed_payments', amountMinor)],
  };
  return entry(kind, `${kind}:${disputeId}`, postings[kind]);
}

interface Received {
  readonly appliedMinor: number;
  /** Of what reminders cost. */
  readonly feesMinor: number;
  readonly surplusMinor: number;
}

/** Money by hand: what was owed is owed no more, and what is left over is nobody’s yet. */
export function bankReceiptEntry(
  receiptId: string,
  { appliedMinor, feesMinor, surplusMinor }: Received,
): LedgerEntry | undefined {
  return entry('bank_receipt', `receipt:${receiptId}`, [
    debit('bank_receipts', appliedMinor + feesMinor + surplusMinor),
    credit('accounts_receivable', appliedMinor),
    credit('reminder_fees_owed', feesMinor),
    credit('unassigned_money', surplusMinor),
  ]);
}

/** @param feesMinor what reminders cost, lost with it */
export function writeOffEntry(
  paymentId: string,
  amountMinor: number,
  feesMinor: number,
): LedgerEntry | undefined {
  return entry('write_off', `write_off:${paymentId}`, [
    debit('bad_debt', amountMinor + feesMinor),
    credit('accounts_receivable', amountMinor),
    credit('reminder_fees_owed', feesMinor),
  ]);
}

/** What a reminder costs is owed, and earned by the shop; none of an order’s sums. */
export function reminderFeeEntry(source: string, amountMinor: number): LedgerEntry {
  const postings = [debit('reminder_fees_owed', amountMinor), credit('reminder_fees', amountMinor)];
  return { kind: 'reminder_fee', source, postings };
}

/** Nobody asks for it any more. */
export function reminderFeeBackEntry(source: string, amountMinor: number): LedgerEntry {
  const postings = [debit('reminder_fees', amountMinor), credit('reminder_fees_owed', amountMinor)];
  return { kind: 'reminder_fee_back', source, postings };
}

/** @param isLost the debt was written off before: the loss is smaller by it */
export function creditEntry(
  creditId: string,
  amountMinor: number,
  isLost: boolean,
): LedgerEntry | undefined {
  return entry('credit', `credit:${creditId}`, [
    debit('customer_payments', amountMinor),
    credit(isLost ? 'bad_debt' : 'accounts_receivable', amountMinor),
  ]);
}

/** What was nobody’s went back to whoever sent it. */
export function surplusPaidEntry(payOutId: string, amountMinor: number): LedgerEntry {
  const source = `surplus_paid:${payOutId}`;
  const postings = [debit('unassigned_money', amountMinor), credit('bank_receipts', amountMinor)];
  return { kind: 'surplus_paid', source, postings };
}

/** What was nobody’s leaves the books of the order that it came in for… */
export function surplusAssignedEntry(assignedId: string, amountMinor: number): LedgerEntry {
  const source = `surplus_assigned:${assignedId}`;
  const postings = [debit('unassigned_money', amountMinor), credit('bank_receipts', amountMinor)];
  return { kind: 'surplus_assigned', source, postings };
}

/** …and is received by the one that still owes. */
export function assignedReceiptEntry(assignedId: string, amountMinor: number): LedgerEntry {
  const source = `receipt:${assignedId}`;
  const postings = [
    debit('bank_receipts', amountMinor),
    credit('accounts_receivable', amountMinor),
  ];
  return { kind: 'assigned_receipt', source, postings };
}
