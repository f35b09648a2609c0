/** A movement of the shop's account at the provider, in Stripe's unit of the (lower case) currency. */
export interface BalanceLine {
  id: string;
  type: string;
  reportingCategory: string;
  /** What came in, or went out where it is negative; before the fee. */
  amount: number;
  /** Negative where a fee is given back. */
  fee: number;
  currency: string;
  /** Where it was converted: how much of `currency` one unit of what was paid became. */
  exchangeRate: number | null;
  /** The charge, refund, dispute or payout that it is of. */
  source: string | null;
  /** The payment of ours that its source belongs to. */
  paymentId: string | null;
  description: string | null;
  createdSeconds: number;
  availableSeconds: number;
  payoutId: string | null;
  /** The provider does not list it yet. */
  hidden?: boolean;
}

/** What the provider sends to the shop's bank. */
export interface Payout {
  id: string;
  amount: number;
  currency: string;
  status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled';
  createdSeconds: number;
  arrivalSeconds: number;
  lineId: string;
  failureLineId: string | null;
  /** What was paid out with it, without its own line. */
  lineIds: string[];
  /** Asked for by a person in the dashboard: no line says that it is part of it. */
  byHand?: boolean;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

export function wireLine(line: BalanceLine, source: unknown = line.source): object {
  const fee = { amount: line.fee, application: null, currency: line.currency };
  const described = { description: 'Processing fees of the sandbox', type: 'stripe_fee' };
  const available = line.payoutId !== null || line.availableSeconds <= nowSeconds();
  return {
    id: line.id,
    object: 'balance_transaction',
    amount: line.amount,
    available_on: line.availableSeconds,
    created: line.createdSeconds,
    currency: line.currency,
    description: line.description,
    exchange_rate: line.exchangeRate,
    fee: line.fee,
    fee_details: line.fee === 0 ? [] : [{ ...fee, ...described }],
    net: line.amount - line.fee,
    reporting_category: line.reportingCategory,
    source,
    status: available ? 'available' : 'pending',
    type: line.type,
  };
}

export function wirePayout(payout: Payout, line: unknown = payout.lineId): object {
  const failed = payout.status === 'failed';
  return {
    id: payout.id,
    object: 'payout',
    amount: payout.amount,
    arrival_date: payout.arrivalSeconds,
    automatic: payout.byHand !== true,
    balance_transaction: line,
    created: payout.createdSeconds,
    currency: payout.currency,
    description: 'STRIPE PAYOUT',
    destination: 'ba_sandbox',
    failure_balance_transaction: payout.failureLineId,
    failure_code: failed ? 'account_closed' : null,
    failure_message: failed ? 'The bank account has been closed.' : null,
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    reconciliation_status: payout.byHand ? 'not_applicable' : 'completed',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: payout.status,
    type: 'bank_account',
  };
}
