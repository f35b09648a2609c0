import type { FastifyInstance } from 'fastify';
import type { Book } from '../book/book.ts';
import type { WebhookSender } from '../book/webhooks.ts';
import { redirectsOf } from '../customers/setup-routes.ts';
import { executeOnce, stripeError, type StripeAnswer } from '../stripe/stripe-calls.ts';
import { refuseByStripe } from '../stripe/stripe-refusals.ts';
import {
  changed,
  expands,
  formOf,
  metadataOf,
  ok,
  taking,
  type ById,
} from '../stripe/stripe-replies.ts';
import { text, wholeNumber, type Form } from '../wire/wire-form.ts';
import type { Asked, Confirmation, Intents } from './intents.ts';
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  createRefund,
  updateIntent,
} from './payment-requests.ts';
import { wireError, wireIntent, wireRefund, type Payment } from './payment-wire.ts';
import type { Payments } from './payments.ts';
import type { Failure, Result } from './refusals.ts';

interface Parts {
  book: Book;
  payments: Payments;
  intents: Intents;
  webhooks: WebhookSender;
  baseUrl: () => string;
}

/** A refund names its payment or its charge. */
const missingPayment = {
  kind: 'missing',
  path: ['payment_intent'],
  value: undefined,
  shape: createRefund,
} as const;

/** The part of Stripe's API that takes, captures, cancels and gives back money. */
export function registerPaymentRoutes(app: FastifyInstance, parts: Parts): void {
  const { book, payments, intents, webhooks } = parts;
  const respond = (result: Result<Payment>, expand: boolean): StripeAnswer =>
    result.ok
      ? ok(wireIntent(result.value, expand, parts.baseUrl()))
      : failed(result.failure, parts.baseUrl());

  app.post('/v1/payment_intents', taking('authorize', createIntent), async (request, reply) => {
    const form = formOf(request);
    executeOnce(book, request, reply, () => {
      const asked = readIntent(form);
      const confirmed = text(form, 'confirm') === 'true';
      const confirmation = confirmed ? readConfirmation(form) : undefined;
      return respond(intents.create(asked, confirmation), expands(form, 'latest_charge'));
    });
    webhooks.wake();
    return reply;
  });
  app.post<ById>(
    '/v1/payment_intents/:id/capture',
    taking('capture', captureIntent),
    async (request, reply) => {
      const form = formOf(request);
      const amount = wholeNumber(text(form, 'amount_to_capture'));
      const isFinal = text(form, 'final_capture') !== 'false';
      executeOnce(book, request, reply, () =>
        respond(
          payments.capture(request.params.id, amount, isFinal),
          expands(form, 'latest_charge'),
        ),
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
  registerIntentChanges(app, parts, respond);
  app.post('/v1/refunds', taking('refund', createRefund), async (request, reply) => {
    const form = formOf(request);
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
}

/** What may change before a payment is confirmed, and its confirmation. */
function registerIntentChanges(
  app: FastifyInstance,
  { book, intents, webhooks }: Parts,
  respond: (result: Result<Payment>, expand: boolean) => StripeAnswer,
): void {
  app.post<ById>(
    '/v1/payment_intents/:id',
    taking('update', updateIntent),
    async (request, reply) => {
      const form = formOf(request);
      return executeOnce(book, request, reply, () => {
        const result = intents.update(request.params.id, (one) => readChange(form, one));
        return respond(result, expands(form, 'latest_charge'));
      });
    },
  );
  app.post<ById>(
    '/v1/payment_intents/:id/confirm',
    taking('confirm', confirmIntent),
    async (request, reply) => {
      const form = formOf(request);
      executeOnce(book, request, reply, () => {
        const result = intents.confirm(request.params.id, readConfirmation(form));
        return respond(result, expands(form, 'latest_charge'));
      });
      webhooks.wake();
      return reply;
    },
  );
}

function failed(failure: Failure, baseUrl: string): StripeAnswer {
  const { statusCode, payment, declineCode, ...error } = failure;
  const intent = payment && { payment_intent: wireIntent(payment, false, baseUrl) };
  const details = payment?.error ? wireError(payment.error) : {};
  const decline = declineCode === undefined ? {} : { decline_code: declineCode };
  return stripeError(statusCode, { ...details, ...error, ...decline, ...intent });
}

/** What a payment is about, as the shop tells it; captured by itself unless told otherwise. */
function readIntent(form: Form): Asked {
  return {
    amount: Number(text(form, 'amount')),
    currency: text(form, 'currency') ?? '',
    paymentMethod: text(form, 'payment_method') ?? null,
    customerId: text(form, 'customer') ?? null,
    description: text(form, 'description') ?? null,
    setupFutureUsage: text(form, 'setup_future_usage') ?? null,
    captureMethod: (text(form, 'capture_method') ?? 'automatic_async') as Asked['captureMethod'],
    redirects: redirectsOf(form),
    metadata: metadataOf(form),
  };
}

function readConfirmation(form: Form): Confirmation {
  const challenge = text(form, 'payment_method_options', 'card', 'request_three_d_secure');
  const offSession = text(form, 'off_session') ?? 'false';
  return {
    paymentMethod: text(form, 'payment_method'),
    returnUrl: text(form, 'return_url'),
    forceChallenge: challenge === 'challenge' || challenge === 'any',
    multicapture:
      text(form, 'payment_method_options', 'card', 'request_multicapture') === 'if_available',
    withoutPerson: offSession !== 'false' || text(form, 'error_on_requires_action') === 'true',
  };
}

/** The payment after what was told of it. */
function readChange(form: Form, payment: Payment): Payment {
  const amount = wholeNumber(text(form, 'amount')) ?? payment.amount;
  const told = <K extends string>(name: string, before: K): K => (text(form, name) ?? before) as K;
  return {
    ...payment,
    amount,
    currency: told('currency', payment.currency),
    captureMethod: told('capture_method', payment.captureMethod ?? 'manual'),
    paymentMethod: text(form, 'payment_method') ?? payment.paymentMethod,
    customerId: changed(form, 'customer', payment.customerId ?? null),
    description: changed(form, 'description', payment.description ?? null),
    setupFutureUsage: changed(form, 'setup_future_usage', payment.setupFutureUsage ?? null),
    metadata: metadataOf(form, payment.metadata),
  };
}
