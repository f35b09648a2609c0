import { stripeCapturesAtMost } from '../../payment-gateway/stripe/stripe-bodies.ts';
import type { MovedMoney } from '../balance/moved-money.ts';
import type { Book, Shelf } from '../book/book.ts';
import { wireDispute } from './dispute-wire.ts';
import {
  wireCharge,
  wireIntent,
  wireRefund,
  type Dispute,
  type Payment,
  type Refund,
} from './payment-wire.ts';
import { missing, offStep, refuse, unexpected, type Result } from './refusals.ts';
import { newId, nowSeconds } from '../stripe/stripe-ids.ts';
import type { StripeEvents } from './stripe-events.ts';
import { declines, pendingRefundCard } from './test-cards.ts';

/** What a card processor does. Every method runs inside a transaction of the book. */
export class Payments {
  readonly payments: Shelf<Payment>;
  readonly refunds: Shelf<Refund>;
  readonly disputes: Shelf<Dispute>;
  private readonly money: MovedMoney;
  private readonly events: StripeEvents;
  private readonly baseUrl: () => string;

  constructor(book: Book, events: StripeEvents, money: MovedMoney, baseUrl: () => string) {
    this.payments = book.shelf<Payment>('payments');
    this.refunds = book.shelf<Refund>('refunds');
    this.disputes = book.shelf<Dispute>('disputes');
    this.money = money;
    this.events = events;
    this.baseUrl = baseUrl;
  }

  /** The payment that a charge belongs to; an unknown charge is none of any payment. */
  ofCharge(chargeId: string | undefined): string | undefined {
    if (chargeId === undefined) return undefined;
    const found = this.payments.newest(10_000).find(({ value }) => value.chargeId === chargeId);
    return found?.value.id ?? chargeId;
  }

  /** @param final the rest is given back; a payment of several captures stays held without it */
  capture(id: string, amount: number | undefined, final = true): Result<Payment> {
    const payment = this.payments.get(id);
    if (payment === undefined) return missing(id);
    if (payment.status !== 'requires_capture') {
      return unexpected(payment, `It cannot be captured with status ${payment.status}`);
    }
    if (payment.captureBeforeSeconds < nowSeconds()) {
      return refuse('charge_expired_for_capture', 'The authorization has expired', payment);
    }
    const captured = amount ?? payment.amountCapturable;
    if (captured < 1 || captured > payment.amountCapturable) {
      return refuse('amount_too_large', 'The amount could not be captured', payment);
    }
    const wrong = offStep(captured, payment.currency, payment);
    if (wrong) return wrong;
    const captures = (payment.captures ?? 0) + 1;
    if (!final && !payment.multicapture) {
      return refuse('parameter_unknown', 'Received unknown parameter: final_capture', payment);
    }
    if (captures > stripeCapturesAtMost) {
      return unexpected(payment, `It was captured ${stripeCapturesAtMost} times`);
    }
    const held = payment.amountCapturable - captured;
    const isOver = final || held === 0;
    payment.captures = captures;
    payment.amountReceived += captured;
    payment.amountCapturable = isOver ? 0 : held;
    if (isOver) payment.status = 'succeeded';
    payment.lineId = this.money.charge(payment, captured);
    this.payments.update(payment);
    const type = isOver ? 'succeeded' : 'amount_capturable_updated';
    this.emit(`payment_intent.${type}`, wireIntent(payment, false, this.baseUrl()));
    return { ok: true, value: payment };
  }

  cancel(id: string): Result<Payment> {
    const payment = this.payments.get(id);
    if (payment === undefined) return missing(id);
    if (payment.status === 'succeeded' || payment.status === 'canceled') {
      return unexpected(payment, `It cannot be canceled with status ${payment.status}`);
    }
    // Of one that was captured in part the rest is given back, and what was received stays.
    const keeps = payment.amountReceived > 0;
    payment.status = keeps ? 'succeeded' : 'canceled';
    payment.amountCapturable = 0;
    if (!keeps) payment.canceledSeconds = nowSeconds();
    this.payments.update(payment);
    const type = keeps ? 'succeeded' : 'canceled';
    this.emit(`payment_intent.${type}`, wireIntent(payment, false, this.baseUrl()));
    return { ok: true, value: payment };
  }

  /** What was taken is not there after all: the bank sends it back, or the processor undoes it. */
  failCapture(id: string, status: 'failed' | 'canceled'): Result<Payment> {
    const payment = this.payments.get(id);
    if (payment === undefined) return missing(id);
    if (payment.status !== 'succeeded') return unexpected(payment, 'Nothing was captured');
    const returned = payment.amountReceived - payment.amountRefunded;
    this.money.takeBack(payment, returned);
    payment.amountReceived = payment.amountRefunded;
    payment.status = status === 'failed' ? 'requires_payment_method' : 'canceled';
    if (status === 'canceled') payment.canceledSeconds = nowSeconds();
    else payment.error = { ...declines['chargeDeclined']!, message: 'The payment was returned.' };
    this.payments.update(payment);
    const type = status === 'failed' ? 'payment_failed' : 'canceled';
    this.emit(`payment_intent.${type}`, wireIntent(payment, false, this.baseUrl()));
    return { ok: true, value: payment };
  }

  refund(
    id: string,
    amount: number | undefined,
    reason: string | undefined,
    metadata: Record<string, string> = {},
  ): Result<Refund> {
    const payment = this.payments.get(id);
    if (payment === undefined) return missing(id);
    if (!hasCaptured(payment)) return unexpected(payment, 'It has no successful charge');
    const left = payment.amountReceived - payment.amountRefunded;
    if (left === 0) return refuse('charge_already_refunded', 'It has already been refunded');
    const refunded = amount ?? left;
    if (refunded <= left && refunded > left - (payment.amountWithdrawn ?? 0)) {
      return refuse('charge_disputed', 'The charge has been charged back');
    }
    const wrong = offStep(refunded, payment.currency);
    if (wrong) return wrong;
    if (refunded < 1 || refunded > left) {
      return refuse('amount_too_large', `Refund is greater than the unrefunded amount ${left}`);
    }
    const refund: Refund = {
      id: newId('re_'),
      paymentId: id,
      chargeId: payment.chargeId,
      amount: refunded,
      currency: payment.currency,
      reason: reason ?? null,
      createdSeconds: nowSeconds(),
      status:
        (payment.card ?? payment.paymentMethod) === pendingRefundCard ? 'pending' : 'succeeded',
      metadata,
    };
    if (refund.status === 'succeeded') this.money.giveBack(refund);
    payment.amountRefunded += refunded;
    this.payments.update(payment);
    this.refunds.insert(refund, id);
    this.emit('charge.refunded', wireCharge(payment));
    return { ok: true, value: refund };
  }

  /** How a refund ended that was pending, or was believed to have succeeded and comes back. */
  endRefund(id: string, status: 'succeeded' | 'failed' | 'canceled'): Result<Refund> {
    const refund = this.refunds.get(id);
    if (refund === undefined) return refuse('resource_missing', `No such refund: '${id}'`);
    const { status: before = 'succeeded' } = refund;
    const comesBack = status === 'failed' || status === 'canceled';
    if (before === 'failed' || before === 'canceled' || (before === 'succeeded' && !comesBack)) {
      return refuse('refund_unexpected_state', `The refund is ${before}`);
    }
    refund.status = status;
    if (status === 'succeeded') this.money.giveBack(refund);
    else if (before === 'succeeded') this.money.bringBack(refund);
    this.refunds.update(refund);
    if (comesBack) {
      const payment = this.payments.get(refund.paymentId)!;
      payment.amountRefunded -= refund.amount;
      this.payments.update(payment);
    }
    const types = ['refund.updated', 'charge.refund.updated'];
    for (const type of status === 'failed' ? ['refund.failed', ...types] : types) {
      this.emit(type, wireRefund(refund));
    }
    return { ok: true, value: refund };
  }

  /**
   * The buyer's bank takes the money back, or asks first (`inquiry`). With the dispute the money
   * leaves the shop's account, which Stripe may also tell by an event of its own.
   */
  dispute(
    id: string,
    asked: { amount?: number; inquiry?: boolean; tellsWithdrawal?: boolean } = {},
  ): Result<Dispute> {
    const payment = this.payments.get(id);
    if (payment === undefined) return missing(id);
    if (!hasCaptured(payment)) return unexpected(payment, 'Nothing was captured');
    const dispute: Dispute = {
      id: newId('dp_'),
      paymentId: id,
      chargeId: payment.chargeId,
      amount: asked.amount ?? payment.amountReceived,
      currency: payment.currency,
      reason: 'fraudulent',
      status: asked.inquiry ? 'warning_needs_response' : 'needs_response',
      createdSeconds: nowSeconds(),
    };
    if (!asked.inquiry) this.withdraw(payment, dispute, 1);
    this.disputes.insert(dispute, id);
    this.tellDispute('created', dispute);
    if (asked.tellsWithdrawal) this.tellDispute('funds_withdrawn', dispute);
    return { ok: true, value: dispute };
  }

  /** How a dispute goes on, and how the bank decides it. */
  endDispute(
    id: string,
    status: 'under_review' | 'won' | 'lost' | 'warning_closed',
  ): Result<Dispute> {
    const dispute = this.disputes.get(id);
    if (dispute === undefined) return refuse('resource_missing', `No such dispute: '${id}'`);
    const inquiry = dispute.status.startsWith('warning_');
    const over = ['won', 'lost', 'warning_closed'].includes(dispute.status);
    if (over || inquiry !== (status === 'warning_closed')) {
      return refuse('dispute_unexpected_state', `The dispute is ${dispute.status}`);
    }
    dispute.status = status;
    if (status === 'won') this.withdraw(this.payments.get(dispute.paymentId)!, dispute, -1);
    this.disputes.update(dispute);
    if (status === 'won') this.tellDispute('funds_reinstated', dispute);
    this.tellDispute(status === 'under_review' ? 'updated' : 'closed', dispute);
    return { ok: true, value: dispute };
  }

  /** Takes the disputed money (1), or gives it back (-1). */
  private withdraw(payment: Payment, dispute: Dispute, sign: 1 | -1): void {
    payment.disputed = true;
    payment.amountWithdrawn = (payment.amountWithdrawn ?? 0) + sign * dispute.amount;
    this.payments.update(payment);
    this.money.withdraw(dispute, sign);
  }

  private tellDispute(change: string, dispute: Dispute): void {
    this.emit(`charge.dispute.${change}`, wireDispute(dispute, this.money.linesOf(dispute)));
  }

  private emit(type: string, object: object): void {
    this.events.emit(type, object);
  }
}

/** Also one whose rest is still held. */
function hasCaptured({ status, amountReceived }: Payment): boolean {
  return status === 'succeeded' || (status === 'requires_capture' && amountReceived > 0);
}
