import type { Book, Shelf } from '../book/book.ts';
import type { Confirmation, Intents } from '../payment/intents.ts';
import type { Payment } from '../payment/payment-wire.ts';
import type { Payments } from '../payment/payments.ts';
import { offStep, refuse, type Result } from '../payment/refusals.ts';
import type { StripeEvents } from '../payment/stripe-events.ts';
import { newId, nowSeconds } from '../stripe/stripe-ids.ts';
import { wireSession } from './session-wire.ts';

/** A page on which somebody pays, as the sandbox keeps it. */
export interface Session extends AskedSession {
  id: string;
  status: 'open' | 'complete' | 'expired';
  /** Of the payment, once somebody tried to pay. */
  paymentId: string | null;
  createdSeconds: number;
  expiresSeconds: number;
}

export interface AskedSession {
  amount: number;
  currency: string;
  /** What is paid for, as the page says it. */
  name: string;
  captureMethod: 'automatic' | 'automatic_async' | 'manual';
  forceChallenge: boolean;
  multicapture: boolean;
  successUrl: string;
  cancelUrl: string | null;
  clientReferenceId: string | null;
  customerEmail: string | null;
  description: string | null;
  metadata: Record<string, string>;
  paymentMetadata: Record<string, string>;
  locale: string | null;
}

/** Stripe's limits of how long a page lives. */
const [shortestSeconds, longestSeconds] = [30 * 60, 24 * 3_600];

interface Parts {
  book: Book;
  events: StripeEvents;
  payments: Payments;
  intents: Intents;
  baseUrl: () => string;
}

/** Pages on which somebody pays. Every method runs inside a transaction of the book. */
export class Sessions {
  readonly shelf: Shelf<Session>;
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
    this.shelf = parts.book.shelf<Session>('checkout_sessions');
  }

  /** @param expiresSeconds since 1970; a day from now unless told */
  create(asked: AskedSession, expiresSeconds: number | undefined): Result<Session> {
    const createdSeconds = nowSeconds();
    const lives = (expiresSeconds ?? createdSeconds + longestSeconds) - createdSeconds;
    // A second of grace: the request was under way.
    if (lives < shortestSeconds - 1 || lives > longestSeconds + 1) {
      const message =
        'The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.';
      return refuse('parameter_invalid_integer', message);
    }
    const wrong = offStep(asked.amount, asked.currency);
    if (wrong) return wrong;
    const session: Session = {
      ...asked,
      id: newId('cs_test_'),
      status: 'open',
      paymentId: null,
      createdSeconds,
      expiresSeconds: createdSeconds + lives,
    };
    this.shelf.insert(session, asked.clientReferenceId, session.expiresSeconds * 1_000);
    return { ok: true, value: session };
  }

  /** As it is now: one whose time is over has ended. */
  get(id: string): Session | undefined {
    const session = this.shelf.get(id);
    if (session?.status === 'open' && session.expiresSeconds <= nowSeconds()) this.end(session);
    return session;
  }

  /** Nobody can pay on it from now on. */
  expire(id: string): Result<Session> | undefined {
    const session = this.get(id);
    if (session === undefined) return undefined;
    if (session.status !== 'open') {
      const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`;
      return refuse('invalid_request_error', message);
    }
    this.end(session);
    return { ok: true, value: session };
  }

  /** Somebody pays with a card. The payment, declined or not; undefined where the page is over. */
  pay(id: string, card: string): Payment | undefined {
    const session = this.get(id);
    if (session?.status !== 'open') return undefined;
    const { payments, intents, baseUrl } = this.parts;
    const confirmation: Confirmation = {
      paymentMethod: card,
      returnUrl: `${baseUrl()}/c/pay/${id}/return`,
      forceChallenge: session.forceChallenge,
      multicapture: session.multicapture,
      withoutPerson: false,
    };
    const before =
      session.paymentId === null ? undefined : payments.payments.get(session.paymentId);
    const tried =
      before === undefined
        ? intents.create({ ...ofPayment(session), paymentMethod: card }, confirmation)
        : intents.confirm(before.id, confirmation);
    const payment = tried.ok ? tried.value : tried.failure.payment;
    if (payment === undefined) return undefined;
    session.paymentId = payment.id;
    this.shelf.update(session, session.expiresSeconds * 1_000);
    this.note(payment);
    return payment;
  }

  /** The page is done once its payment is, whether or not the browser comes back to it. */
  note({ id, status }: Payment): void {
    if (status !== 'requires_capture' && status !== 'succeeded') return;
    const session = this.ofPayment(id);
    if (session?.status !== 'open') return;
    session.status = 'complete';
    this.shelf.update(session);
    this.tell('checkout.session.completed', session);
  }

  ofPayment(paymentId: string): Session | undefined {
    return this.shelf.newest(10_000).find(({ value }) => value.paymentId === paymentId)?.value;
  }

  private end(session: Session): void {
    session.status = 'expired';
    this.shelf.update(session);
    // What somebody began to pay there ends with it.
    if (session.paymentId !== null) this.parts.payments.cancel(session.paymentId);
    this.tell('checkout.session.expired', session);
  }

  private tell(type: string, session: Session): void {
    this.parts.events.emit(type, wireSession(session, this.parts.baseUrl()));
  }
}

function ofPayment({ amount, currency, captureMethod, description, paymentMetadata }: Session) {
  return {
    amount,
    currency,
    captureMethod,
    description,
    metadata: paymentMetadata,
    customerId: null,
    setupFutureUsage: null,
    redirects: true,
  };
}
