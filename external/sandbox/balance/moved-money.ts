import type { Dispute, Payment, Refund } from '../payment/payment-wire.ts';
import type { Balance } from './balance.ts';
import { wireLine, type BalanceLine } from './balance-wire.ts';
import { captureFee, disputeFee } from './fees.ts';

interface Moved {
  readonly type: string;
  readonly amount: number;
  readonly source: string;
  readonly more?: Partial<BalanceLine>;
}

/** What payments move in the shop's account, each movement a line that its payment can name. */
export class MovedMoney {
  private readonly balance: Balance;

  constructor(balance: Balance) {
    this.balance = balance;
  }

  /** Of a capture, whole or in part. */
  charge(payment: Payment, amount: number): string {
    const { id, currency, chargeId: source } = payment;
    const more = { fee: captureFee(amount, currency) };
    return this.move({ paymentId: id, currency }, { type: 'charge', amount, source, more });
  }

  /** What was captured is not there after all. */
  takeBack({ id, currency, chargeId: source }: Payment, amount: number): void {
    const type = 'payment_failure_refund';
    this.move({ paymentId: id, currency }, { type, amount: -amount, source });
  }

  giveBack(refund: Refund): void {
    const { amount, id: source } = refund;
    refund.lineId = this.move(refund, { type: 'refund', amount: -amount, source });
  }

  bringBack(refund: Refund): void {
    const { amount, id: source } = refund;
    refund.failureLineId = this.move(refund, { type: 'refund_failure', amount, source });
  }

  /** Takes the disputed money and a fee (1), or gives both back (-1). */
  withdraw(dispute: Dispute, sign: 1 | -1): void {
    const { amount, currency, id: source, lineIds = [] } = dispute;
    const reportingCategory = sign === 1 ? 'dispute' : 'dispute_reversal';
    const more = { fee: sign * disputeFee(currency), reportingCategory };
    const moved = { type: 'adjustment', amount: -sign * amount, source, more };
    dispute.lineIds = [...lineIds, this.move(dispute, moved)];
  }

  /** What a dispute moved, as Stripe tells it. */
  linesOf({ lineIds = [] }: Dispute): object[] {
    return lineIds.map((id) => wireLine(this.balance.lines.get(id)!));
  }

  private move(
    { paymentId, currency }: { paymentId: string; currency: string },
    { type, amount, source, more }: Moved,
  ): string {
    return this.balance.post({ type, amount, currency, source, paymentId, ...more }).id;
  }
}
