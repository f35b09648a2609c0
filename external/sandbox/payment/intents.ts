import type { MovedMoney } from '../balance/moved-money.ts';
import type { Book, Shelf } from '../book/book.ts';
import type { PaymentMethods } from '../customers/payment-methods.ts';
import { newId, nowSeconds } from '../stripe/stripe-ids.ts';
import { wireIntent, type Payment } from './payment-wire.ts';
import { cardFailure, missing, offStep, refuse, unexpected, type Result } from './refusals.ts';
import type { StripeEvents } from './stripe-events.ts';
import { capturedOnceCard, declineOf, isChallenged } from './test-cards.ts';

export type ChallengeOutcome = 'complete' | 'fail';

/** What a payment is about; all of it may change until it is confirmed. */
export interface Asked {
  amount: number;
  currency: string;
  paymentMethod: string | null;
  customerId: string | null;
  description: string | null;
  setupFutureUsage: string | null;
  captureMethod: 'automatic' | 'automatic_async' | 'manual';
  /** Whether the buyer may be sent to another page to pay. */
  redirects: boolean;
  metadata: Record<string, string>;
}

/** How a payment is confirmed. */
export interface Confirmation {
  paymentMethod: string | undefined;
  returnUrl: string | undefined;
  forceChallenge: boolean;
  /** Captured in parts, where the card lets it. */
  multicapture: boolean;
  /** The person is not there, so a challenge is a decline. */
  withoutPerson: boolean;
}

const authorizationSeconds = 7 * 86_400;

interface Parts {
  book: Book;
  events: StripeEvents;
  money: MovedMoney;
  methods: PaymentMethods;
  baseUrl: () => string;
}

/** How payments begin, are confirmed and challenged. Every method runs inside a transaction of the book. */
export class Intents {
  private readonly payments: Shelf<Payment>;
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
    this.payments = parts.book.shelf<Payment>('payments');
  }

  create(asked: Asked, confirmation: Confirmation | undefined): Result<Payment> {
    const wrong = this.wrongWith(asked) ?? (confirmation && returnMissing(asked, confirmation));
    if (wrong) return wrong;
    if (confirmation && asked.paymentMethod === null) return methodMissing();
    const createdSeconds = nowSeconds();
    const payment: Payment = {
      ...asked,
      id: newId('pi_'),
      chargeId: newId('ch_'),
      status: asked.paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation',
      returnUrl: '',
      attempted: false,
      amountCapturable: 0,
      amountReceived: 0,
      amountRefunded: 0,
      error: null,
      outcomeOfChallenge: null,
      disputed: false,
      createdSeconds,
      captureBeforeSeconds: createdSeconds + authorizationSeconds,
      canceledSeconds: null,
    };
    this.payments.insert(payment, payment.metadata['reference'] ?? null);
    return confirmation === undefined
      ? { ok: true, value: payment }
      : this.attempt(payment, confirmation);
  }

  /** Before it is confirmed everything may change, afterwards the shop's own words alone. */
  update(id: string, change: (payment: Payment) => Payment): Result<Payment> {
    const payment = this.payments.get(id);
    if (payment === undefined) return missing(id);
    const after = change(payment);
    const { metadata: _, description: __, ...money } = after;
    const { metadata: ___, description: ____, ...before } = payment;
    const open = payment.status.startsWith('requires_') && payment.status !== 'requires_capture';
    if (!open && JSON.stringify(money) !== JSON.stringify(before)) {
      return unexpected(payment, `It cannot be updated with status ${payment.status}`);
    }
    const wrong = open ? this.wrongWith({ ...after, ...withDefaults(after) }) : undefined;
    if (wrong) return wrong;
    if (after.paymentMethod !== null && after.status === 'requires_payment_method') {
      after.status = 'requires_confirmation';
    }
    this.payments.update(after);
    return { ok: true, value: after };
  }

  confirm(id: string, confirmation: Confirmation): Result<Payment> {
    const payment = this.payments.get(id);
    if (payment === undefined) return missing(id);
    if (
      payment.status !== 'requires_confirmation' &&
      payment.status !== 'requires_payment_method'
    ) {
      return unexpected(payment, `It cannot be confirmed with status ${payment.status}`);
    }
    const { paymentMethod = payment.paymentMethod } = confirmation;
    if (paymentMethod === null || (payment.error !== null && !confirmation.paymentMethod)) {
      return methodMissing(payment);
    }
    const asked = { ...payment, ...withDefaults(payment), paymentMethod };
    const wrong = this.wrongWith(asked) ?? returnMissing(asked, confirmation);
    return wrong ?? this.attempt({ ...payment, paymentMethod, error: null }, confirmation);
  }

  /** The person at the challenge page, or the issuer that gave up on them. */
  challenge(id: string, outcome: ChallengeOutcome): Result<Payment> {
    const payment = this.payments.get(id);
    if (payment === undefined) return missing(id);
    if (payment.status !== 'requires_action') {
      return payment.outcomeOfChallenge === outcome
        ? { ok: true, value: payment }
        : unexpected(payment, 'The challenge is over');
    }
    payment.outcomeOfChallenge = outcome;
    if (outcome === 'complete') this.settle(payment);
    else {
      payment.status = 'requires_payment_method';
      payment.error = {
        code: 'payment_intent_authentication_failure',
        declineCode: null,
        message: 'The provided PaymentMethod has failed authentication.',
      };
    }
    this.payments.update(payment);
    this.tellOutcome(payment);
    return { ok: true, value: payment };
  }

  private attempt(payment: Payment, confirmation: Confirmation): Result<Payment> {
    const { card, isSetUp } = this.methodOf(payment);
    payment.card = card;
    payment.returnUrl = confirmation.returnUrl ?? payment.returnUrl;
    payment.attempted = true;
    payment.multicapture = confirmation.multicapture && card !== capturedOnceCard;
    payment.outcomeOfChallenge = null;
    payment.status = 'requires_action';
    if (!isChallenged(card, isSetUp, confirmation.forceChallenge)) this.settle(payment);
    else if (confirmation.withoutPerson) {
      payment.status = 'requires_payment_method';
      payment.error = {
        code: 'authentication_required',
        declineCode: 'authentication_required',
        message: 'Your card was declined. This transaction requires authentication.',
      };
    }
    this.payments.update(payment);
    this.tellOutcome(payment);
    return payment.error === null ? { ok: true, value: payment } : cardFailure(payment);
  }

  private settle(payment: Payment): void {
    const decline = declineOf(payment.card ?? payment.paymentMethod ?? '');
    if (decline !== undefined) {
      payment.status = 'requires_payment_method';
      payment.error = { ...decline, message: 'Your card was declined.' };
      return;
    }
    const { customerId = null, setupFutureUsage = null, paymentMethod } = payment;
    if (setupFutureUsage !== null && customerId !== null && paymentMethod !== null) {
      payment.paymentMethod = this.parts.methods.keep(paymentMethod, customerId).id;
    }
    if ((payment.captureMethod ?? 'manual') === 'manual') {
      payment.status = 'requires_capture';
      payment.amountCapturable = payment.amount;
      return;
    }
    payment.status = 'succeeded';
    payment.amountReceived = payment.amount;
    payment.lineId = this.parts.money.charge(payment, payment.amount);
  }

  private methodOf({ paymentMethod }: Payment): { card: string; isSetUp: boolean } {
    const found = this.parts.methods.find(paymentMethod ?? '');
    return { card: found?.card ?? '', isSetUp: found?.isSetUp ?? false };
  }

  private wrongWith(asked: Asked): ReturnType<typeof refuse> | undefined {
    const { paymentMethod, customerId, amount, currency } = asked;
    if (customerId !== null && !this.parts.methods.hasCustomer(customerId)) {
      return refuse('resource_missing', `No such customer: '${customerId}'`);
    }
    if (paymentMethod !== null) {
      const method = this.parts.methods.find(paymentMethod);
      if (method === undefined) {
        return refuse('resource_missing', `No such PaymentMethod: '${paymentMethod}'`);
      }
      if (method.customerId !== null && method.customerId !== customerId) {
        const whose = 'The provided PaymentMethod is attached to a Customer: name it as customer.';
        return refuse('payment_method_customer_mismatch', whose);
      }
    }
    return offStep(amount, currency);
  }

  private tellOutcome(payment: Payment): void {
    const types = {
      requires_capture: 'payment_intent.amount_capturable_updated',
      requires_payment_method: 'payment_intent.payment_failed',
      requires_action: 'payment_intent.requires_action',
      succeeded: 'payment_intent.succeeded',
    };
    const type = types[payment.status as keyof typeof types];
    this.parts.events.emit(type, wireIntent(payment, false, this.parts.baseUrl()));
  }
}

/** Payments of an older book say less of themselves. */
function withDefaults(payment: Payment): Omit<Asked, 'amount' | 'currency' | 'metadata'> {
  return {
    paymentMethod: payment.paymentMethod,
    customerId: payment.customerId ?? null,
    description: payment.description ?? null,
    setupFutureUsage: payment.setupFutureUsage ?? null,
    captureMethod: payment.captureMethod ?? 'manual',
    redirects: payment.redirects ?? true,
  };
}

function methodMissing(payment?: Payment): ReturnType<typeof refuse> {
  const message = 'You cannot confirm this PaymentIntent because it’s missing a payment method.';
  return refuse(
    payment ? 'payment_intent_unexpected_state' : 'parameter_missing',
    message,
    payment,
  );
}

function returnMissing(
  { redirects }: Asked,
  { returnUrl }: Confirmation,
): ReturnType<typeof refuse> | undefined {
  if (!redirects || returnUrl !== undefined) return undefined;
  const message =
    'Some of the payment methods might redirect your customer off of your page: provide a `return_url`, or set `automatic_payment_methods[allow_redirects]` to `never`.';
  return refuse('parameter_missing', message);
}
