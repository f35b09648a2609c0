import type { FastifyInstance } from 'fastify';
import type { Book } from '../book/book.ts';
import type { WebhookSender } from '../book/webhooks.ts';
import { wireIntent } from '../payment/payment-wire.ts';
import type { Payments } from '../payment/payments.ts';
import { answer, executeOnce, type StripeAnswer } from '../stripe/stripe-calls.ts';
import { isWithin, stripeList } from '../stripe/stripe-list.ts';
import {
  asking,
  formOf,
  listedAt,
  metadataOf,
  missingObject,
  ok,
  refused,
  taking,
  type ById,
} from '../stripe/stripe-replies.ts';
import { text, wholeNumber, type Form } from '../wire/wire-form.ts';
import { createSession, expireSession, listSessions, retrieveSession } from './session-requests.ts';
import { wireSession } from './session-wire.ts';
import type { AskedSession, Session, Sessions } from './sessions.ts';

interface Parts {
  book: Book;
  webhooks: WebhookSender;
  payments: Payments;
  sessions: Sessions;
  baseUrl: () => string;
}

const unknownSession = (id: string): StripeAnswer => missingObject('checkout.session', id);

/** The part of Stripe's API that makes pages on which somebody pays. */
export function registerSessionRoutes(app: FastifyInstance, parts: Parts): void {
  const { book, webhooks, payments, sessions, baseUrl } = parts;
  const wire = (session: Session, form: Form, place: string): object => {
    const { expand } = form;
    const names = Array.isArray(expand) ? expand : [];
    const expanded = names.some((one) => typeof one === 'string' && one.startsWith(place));
    const withCharge = names.includes(`${place}.latest_charge`);
    const payment =
      session.paymentId === null ? undefined : payments.payments.get(session.paymentId);
    const intent = expanded && payment ? wireIntent(payment, withCharge, baseUrl()) : undefined;
    return wireSession(session, baseUrl(), intent);
  };
  app.post('/v1/checkout/sessions', taking('open_page', createSession), async (request, reply) => {
    const form = formOf(request);
    return executeOnce(book, request, reply, () => {
      const asked = readSession(form);
      if ('statusCode' in asked) return asked;
      const made = sessions.create(asked, wholeNumber(text(form, 'expires_at')));
      if (made.ok) return ok(wire(made.value, form, 'payment_intent'));
      return refused(made.failure.message, { param: 'expires_at' });
    });
  });
  app.get('/v1/checkout/sessions', asking('list_pages', listSessions), async (request, reply) => {
    const form = formOf(request);
    const listed = stripeList(sessions.shelf, form, 'checkout.session', (one) => {
      const paymentId = text(form, 'payment_intent');
      return (
        isWithin(form, 'created', one.createdSeconds) &&
        (paymentId === undefined || one.paymentId === paymentId)
      );
    });
    return answer(
      reply,
      listedAt('/v1/checkout/sessions', listed, (one) => wire(one, form, 'data.payment_intent')),
    );
  });
  app.get<ById>(
    '/v1/checkout/sessions/:id',
    asking('find_page', retrieveSession),
    async (request, reply) => {
      const { id } = request.params;
      const session = book.write(() => sessions.get(id));
      webhooks.wake();
      if (session === undefined) return answer(reply, unknownSession(id));
      return answer(reply, ok(wire(session, formOf(request), 'payment_intent')));
    },
  );
  app.post<ById>(
    '/v1/checkout/sessions/:id/expire',
    taking('expire_page', expireSession),
    async (request, reply) => {
      const { id } = request.params;
      executeOnce(book, request, reply, () => {
        const ended = sessions.expire(id);
        if (ended === undefined) return unknownSession(id);
        if (!ended.ok) return refused(ended.failure.message);
        return ok(wire(ended.value, formOf(request), 'payment_intent'));
      });
      webhooks.wake();
      return reply;
    },
  );
}

/** What is paid for is told line by line, with its price; the sandbox has no products. */
function readSession(form: Form): AskedSession | StripeAnswer {
  if (text(form, 'mode') !== 'payment') {
    return refused('The sandbox takes payments alone: mode=payment.', { param: 'mode' });
  }
  const lines = Object.values(form['line_items'] ?? {}) as Form[];
  if (lines.length === 0) {
    const param = 'line_items';
    const message = 'You must pass in `line_items`.';
    return refused(message, { code: 'parameter_missing', param });
  }
  let amount = 0;
  const currencies = new Set<string>();
  for (const line of lines) {
    const unit = wholeNumber(text(line, 'price_data', 'unit_amount'));
    const quantity = wholeNumber(text(line, 'quantity'));
    if (unit === undefined || quantity === undefined || quantity < 1) {
      return refused('Each line has a `price_data[unit_amount]` and a `quantity`.', {
        param: 'line_items',
      });
    }
    if (text(line, 'price_data', 'product_data', 'name') === undefined) {
      const message = 'One of `product` or `product_data` is required.';
      return refused(message, { param: 'line_items' });
    }
    currencies.add(text(line, 'price_data', 'currency') ?? '');
    amount += unit * quantity;
  }
  const [currency = ''] = currencies;
  if (currencies.size > 1 || !/^[a-z]{3}$/.test(currency)) {
    return refused('All lines have one currency.', { param: 'line_items' });
  }
  if (amount < 1) return refused('The total must be above zero.', { param: 'line_items' });
  const successUrl = text(form, 'success_url') ?? '';
  const cancelUrl = text(form, 'cancel_url') ?? null;
  const challenge = text(form, 'payment_method_options', 'card', 'request_three_d_secure');
  const told = (...names: string[]): string | null => text(form, ...names) ?? null;
  const ofPayment = (form['payment_intent_data'] ?? {}) as Form;
  return {
    amount,
    currency,
    name: text(lines[0] ?? {}, 'price_data', 'product_data', 'name') ?? '',
    captureMethod: (text(ofPayment, 'capture_method') ??
      'automatic_async') as AskedSession['captureMethod'],
    forceChallenge: challenge === 'challenge' || challenge === 'any',
    multicapture:
      text(form, 'payment_method_options', 'card', 'request_multicapture') === 'if_available',
    successUrl,
    cancelUrl,
    clientReferenceId: told('client_reference_id'),
    customerEmail: told('customer_email'),
    description: text(ofPayment, 'description') ?? null,
    metadata: metadataOf(form),
    paymentMetadata: metadataOf(ofPayment),
    locale: told('locale'),
  };
}
