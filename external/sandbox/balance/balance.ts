import { randomBytes } from 'node:crypto';
import type { Book, Shelf } from '../book/book.ts';
import type { StripeEvents } from '../payment/stripe-events.ts';
import { refuse, type Result } from '../payment/refusals.ts';
import { wirePayout, type BalanceLine, type Payout } from './balance-wire.ts';

const daySeconds = 86_400;
/** So many days after it came in, money is free to be paid out. */
const daysUntilAvailable = 2;
/** Of one payout; what is left is paid with the next one. */
const linesOfPayoutMax = 100_000;

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
const startOfDay = (seconds: number): number => seconds - (seconds % daySeconds);
const newId = (prefix: string): string =>
  prefix + Date.now().toString(16).padStart(12, '0') + randomBytes(8).toString('hex');

export type Posted = Pick<BalanceLine, 'type' | 'amount' | 'currency'> & Partial<BalanceLine>;

/**
 * The shop's account at the provider: what each payment brought and cost, and what went to the bank.
 * Every method runs inside a transaction of the book.
 */
export class Balance {
  readonly lines: Shelf<BalanceLine>;
  readonly payouts: Shelf<Payout>;
  private readonly events: StripeEvents;

  constructor(book: Book, events: StripeEvents) {
    this.lines = book.shelf<BalanceLine>('balance_transactions');
    this.payouts = book.shelf<Payout>('payouts');
    this.events = events;
  }

  /** Unpaid lines are due in the book from when they were made. */
  post(posted: Posted): BalanceLine {
    const createdSeconds = posted.createdSeconds ?? nowSeconds();
    const line: BalanceLine = {
      reportingCategory: posted.type,
      fee: 0,
      exchangeRate: null,
      source: null,
      paymentId: null,
      description: null,
      availableSeconds: startOfDay(createdSeconds) + daysUntilAvailable * daySeconds,
      payoutId: null,
      ...posted,
      id: newId('txn_'),
      createdSeconds,
    };
    const dueAtMs = line.payoutId === null ? createdSeconds * 1_000 : null;
    this.lines.insert(line, line.source, dueAtMs);
    return line;
  }

  /** It is listed late, or not at all. */
  hide({ lineId, hidden }: { lineId: string; hidden: boolean }): BalanceLine {
    const line = { ...this.lines.get(lineId)!, hidden };
    this.lines.update(line, line.payoutId === null ? line.createdSeconds * 1_000 : null);
    return line;
  }

  /**
   * What the provider does each day, asked for here and now: sends to the bank what came in before a
   * moment, a payout for each currency. Where more went out than came in, nothing is sent.
   */
  payOut(
    asked: { before?: number; status?: 'paid' | 'in_transit'; byHand?: boolean } = {},
  ): Payout[] {
    const before = asked.before ?? nowSeconds() + 1;
    const unpaid = this.lines.due(before * 1_000 - 1, linesOfPayoutMax);
    const currencies = [...new Set(unpaid.map(({ currency }) => currency))].toSorted();
    return currencies.flatMap((currency) => {
      const own = unpaid.filter((line) => line.currency === currency);
      const amount = own.reduce((sum, line) => sum + line.amount - line.fee, 0);
      return amount > 0 ? [this.send(own, { amount, currency, ...asked })] : [];
    });
  }

  private send(
    lines: readonly BalanceLine[],
    {
      amount,
      currency,
      status = 'paid',
      byHand = false,
    }: { amount: number; currency: string; status?: 'paid' | 'in_transit'; byHand?: boolean },
  ): Payout {
    const createdSeconds = nowSeconds();
    const id = newId('po_');
    const own = { source: id, payoutId: id, description: 'STRIPE PAYOUT', createdSeconds };
    const line = this.post({ type: 'payout', amount: -amount, currency, ...own });
    const payout: Payout = {
      id,
      amount,
      currency,
      status,
      createdSeconds,
      arrivalSeconds: startOfDay(createdSeconds),
      lineId: line.id,
      failureLineId: null,
      lineIds: lines.map((one) => one.id),
      ...(byHand ? { byHand } : {}),
    };
    for (const one of lines) this.lines.update({ ...one, payoutId: id });
    this.payouts.insert(payout);
    this.events.emit('payout.created', wirePayout(payout));
    if (status === 'paid') this.events.emit('payout.paid', wirePayout(payout));
    if (!byHand) this.events.emit('payout.reconciliation_completed', wirePayout(payout));
    return payout;
  }

  /** How the bank took it. One that comes back is in the balance again, and in the next payout. */
  endPayout(id: string, status: 'paid' | 'failed' | 'canceled'): Result<Payout> {
    const payout = this.payouts.get(id);
    if (payout === undefined) return refuse('resource_missing', `No such payout: '${id}'`);
    // Some that were paid fail days later.
    const canEnd = payout.status === 'in_transit' || payout.status === 'pending';
    if (!canEnd && !(payout.status === 'paid' && status === 'failed')) {
      return refuse('payout_unexpected_state', `The payout is ${payout.status}`);
    }
    payout.status = status;
    if (status !== 'paid') {
      const type = status === 'failed' ? 'payout_failure' : 'payout_cancel';
      const { amount, currency } = payout;
      const reportingCategory = 'payout_reversal';
      payout.failureLineId = this.post({
        type,
        amount,
        currency,
        reportingCategory,
        source: id,
      }).id;
    }
    this.payouts.update(payout);
    this.events.emit(`payout.${status}`, wirePayout(payout));
    return { ok: true, value: payout };
  }
}
