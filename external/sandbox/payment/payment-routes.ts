import type { FastifyInstance } from 'fastify';
import type { Book } from '../book/book.ts';
import {
  cancelIntent,
  captureIntent,
  createIntent,
  createRefund,
  listIntents,
  listRefunds,
  retrieveIntent,
  searchIntents,
} from './payment-requests.ts';
import { wireError, wireIntent, wireRefund, type Payment } from './payment-wire.ts';
import type { Payments } from './payments.ts';
import type { Failure, Result } from './refusals.ts';
import { answer, executeOnce, stripeError, type StripeAnswer } from '../stripe/stripe-calls.ts';
import type { WebhookSender } from '../book/webhooks.ts';
import { beyondSandbox, refuseByStripe, stripeDialect } from '../stripe/stripe-refusals.ts';
import { parseForm, text, wholeNumber, type Form } from '../wire/wire-form.ts';
import type { Shape } from '../wire/wire-shape.ts';
import { bodyText } from '../wire/request-body.ts';

interface Parts {
  book: Book;
  payments: Payments;
  webhooks: WebhookSender;
  baseUrl: () => string;
}

interface ById {
  Params: { id: string };
  Querystring: Record<string, string>;
}

const listLimitMax = 100;
/** A refund names its payment or its charge. */
const missingPayment = {
  kind: 'missing',
  path: ['payment_intent'],
  value: undefined,
  shape: createRefund,
} as const;

/** The part of Stripe's API that takes, captures, cancels and gives back money. */
export function registerPaymentRoutes(app: FastifyInstance, parts: Parts): void {
  const { book, payments, webhooks } = parts;
  const respond = (result: Result<Payment>, expand: boolean): StripeAnswer =>
    result.ok
      ? ok(wireIntent(result.value, expand, parts.baseUrl()))
      : failed(result.failure, parts.baseUrl());

  app.post('/v1/payment_intents', taking('authorize', createIntent), async (request, reply) => {
    const form = parseForm(bodyText(request));
    executeOnce(book, request, reply, () => {
      const asked = readAuthorization(form);
      if ('statusCode' in asked) return asked;
      return respond(payments.authorize(asked), expands(form));
    });
    webhooks.wake();
    return reply;
  });
  app.post<ById>(
    '/v1/payment_intents/:id/capture',
    taking('capture', captureIntent),
    async (request, reply) => {
      const form = parseForm(bodyText(request));
      const amount = wholeNumber(text(form, 'amount_to_capture'));
      const isFinal = text(form, 'final_capture') !== 'false';
      executeOnce(book, request, reply, () =>
        respond(payments.capture(request.params.id, amount, isFinal), expands(form)),
      );
      webhooks.wake();
      return reply;
    },
  );
  app.post<ById>(
    '/v1/payment_intents/:id/cancel',
    taking('void', cancelIntent),
    async (request, reply) => {
      executeOnce(book, request, reply, () => respond(payments.cancel(request.params.id), false));
      webhooks.wake();
      return reply;
    },
  );
  app.post('/v1/refunds', taking('refund', createRefund), async (request, reply) => {
    const form = parseForm(bodyText(request));
    const amount = wholeNumber(text(form, 'amount'));
    executeOnce(book, request, reply, () => {
      const id = text(form, 'payment_intent') ?? payments.ofCharge(text(form, 'charge'));
      if (id === undefined) return refuseByStripe(missingPayment);
      const result = payments.refund(id, amount, text(form, 'reason'), metadataOf(form));
      return result.ok ? ok(wireRefund(result.value)) : failed(result.failure, parts.baseUrl());
    });
    webhooks.wake();
    return reply;
  });
  registerPaymentQueries(app, parts);
  registerRefundQueries(app, parts);
}

function registerPaymentQueries(app: FastifyInstance, { payments, baseUrl }: Parts): void {
  const list = (found: Payment[], hasMore: boolean, url: string): StripeAnswer =>
    ok({
      object: url.endsWith('search') ? 'search_result' : 'list',
      data: found.map((payment) => wireIntent(payment, true, baseUrl())),
      has_more: hasMore,
      url,
    });

  app.get<ById>('/v1/payment_intents/:id', asking(retrieveIntent), async (request, reply) => {
    const payment = payments.payments.get(request.params.id);
    if (payment !== undefined) return answer(reply, ok(wireIntent(payment, true, baseUrl())));
    const message = `No such payment_intent: '${request.params.id}'`;
    const error = { type: 'invalid_request_error', code: 'resource_missing', message };
    return answer(reply, stripeError(404, error));
  });
  app.get<ById>('/v1/payment_intents/search', asking(searchIntents), async (request, reply) => {
    const match = /^metadata\['reference'\]:'(.+)'$/.exec(request.query['query'] ?? '');
    const reference = (match?.[1] ?? '').replaceAll(/\\(.)/g, '$1');
    const found = payments.payments.byReference(reference);
    return answer(reply, list(found, false, '/v1/payment_intents/search'));
  });
  app.get<ById>('/v1/payment_intents', asking(listIntents), async (request, reply) => {
    const { query } = request;
    const from = Number(query['created[gte]'] ?? 0);
    const to = Number(query['created[lte]'] ?? Number.MAX_SAFE_INTEGER);
    const limit = Math.min(listLimitMax, Number(query['limit'] ?? 10));
    const newest = payments.payments
      .newest(10_000)
      .map((entry) => entry.value)
      .filter(({ createdSeconds }) => createdSeconds >= from && createdSeconds <= to);
    const after = newest.findIndex((payment) => payment.id === query['starting_after']);
    const page = newest.slice(after + 1, after + 1 + limit);
    const hasMore = newest.length > after + 1 + limit;
    return answer(reply, list(page, hasMore, '/v1/payment_intents'));
  });
}

/** The refunds of a payment, newest first: `has_more` says whether older ones follow. */
function registerRefundQueries(app: FastifyInstance, { payments }: Parts): void {
  app.get<ById>('/v1/refunds', asking(listRefunds), async (request, reply) => {
    const { query } = request;
    const limit = Math.min(listLimitMax, Number(query['limit'] ?? 10));
    const of = query['payment_intent'] ?? payments.ofCharge(query['charge']);
    const newest =
      of === undefined
        ? payments.refunds.newest(10_000).map((entry) => entry.value)
        : payments.refunds.byReference(of).toReversed();
    const after = newest.findIndex((refund) => refund.id === query['starting_after']);
    const data = newest.slice(after + 1, after + 1 + limit).map(wireRefund);
    const hasMore = newest.length > after + 1 + limit;
    return answer(reply, ok({ object: 'list', data, has_more: hasMore, url: '/v1/refunds' }));
  });
}

const taking = (operation: string, body: Shape) => ({
  config: { system: 'payment' as const, operation, wants: { dialect: stripeDialect, body } },
});
const asking = (query: Shape) => ({
  config: {
    system: 'payment' as const,
    operation: 'find',
    wants: { dialect: stripeDialect, query },
  },
});

function ok(body: object): StripeAnswer {
  return { statusCode: 200, body: JSON.stringify(body) };
}

function failed(failure: Failure, baseUrl: string): StripeAnswer {
  const { statusCode, payment, declineCode, ...error } = failure;
  const intent = payment && { payment_intent: wireIntent(payment, false, baseUrl) };
  const details = payment?.error ? wireError(payment.error) : {};
  const decline = declineCode === undefined ? {} : { decline_code: declineCode };
  return stripeError(statusCode, { ...details, ...error, ...decline, ...intent });
}

function expands(form: Form): boolean {
  return Array.isArray(form['expand']) && form['expand'].includes('latest_charge');
}

/** A payment that is confirmed at once and captured by hand; Stripe itself can do more. */
function readAuthorization(form: Form): Parameters<Payments['authorize']>[0] | StripeAnswer {
  const reported = (name: string): string => text(form, name) ?? '';
  if (reported('capture_method') !== 'manual') {
    return beyondSandbox('Payments are captured by hand: capture_method=manual.', 'capture_method');
  }
  if (reported('confirm') !== 'true') {
    return beyondSandbox('Payments are confirmed at once: confirm=true.', 'confirm');
  }
  for (const name of ['payment_method', 'return_url']) {
    if (reported(name) === '') return beyondSandbox(`Payments need ${name}.`, name);
  }
  const challenge = text(form, 'payment_method_options', 'card', 'request_three_d_secure');
  return {
    amount: Number(reported('amount')),
    currency: reported('currency'),
    paymentMethod: reported('payment_method'),
    returnUrl: reported('return_url'),
    forceChallenge: challenge === 'challenge' || challenge === 'any',
    multicapture:
      text(form, 'payment_method_options', 'card', 'request_multicapture') === 'if_available',
    metadata: metadataOf(form),
  };
}

function metadataOf(form: Form): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(form['metadata'] ?? {}))
    if (typeof value === 'string') metadata[name] = value;
  return metadata;
}
