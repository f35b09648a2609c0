import type { FastifyInstance } from 'fastify';
import type { Book } from '../book/book.ts';
import { isTestCard } from '../payment/test-cards.ts';
import { answer, executeOnce, stripeError, type StripeAnswer } from '../stripe/stripe-calls.ts';
import { stripeList } from '../stripe/stripe-list.ts';
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
import { text, type Form } from '../wire/wire-form.ts';
import {
  attachMethod,
  createMethod,
  expandedAlone,
  listMethods,
  updateMethod,
} from './customer-requests.ts';
import { wireMethod, type PaymentMethod, type PaymentMethods } from './payment-methods.ts';

interface Parts {
  book: Book;
  methods: PaymentMethods;
}

const unknownMethod = (id: string): StripeAnswer => missingObject('PaymentMethod', id);

/** The part of Stripe's API that keeps means of payment. */
export function registerMethodRoutes(app: FastifyInstance, { book, methods }: Parts): void {
  app.post('/v1/payment_methods', taking('create_method', createMethod), async (request, reply) =>
    executeOnce(book, request, reply, () => create(methods, formOf(request))),
  );
  app.get('/v1/payment_methods', asking('list_methods', listMethods), async (request, reply) => {
    const form = formOf(request);
    const customer = text(form, 'customer') ?? null;
    const listed = stripeList(
      methods.shelf,
      form,
      'PaymentMethod',
      ({ customerId, detached }) => customerId === customer && detached !== true,
    );
    return answer(reply, listedAt('/v1/payment_methods', listed, wireMethod));
  });
  app.get<ById>(
    '/v1/payment_methods/:id',
    asking('find_method', expandedAlone),
    async (request, reply) => {
      const { id } = request.params;
      const method = methods.shelf.get(id) ?? methods.find(id);
      return answer(reply, method ? ok(wireMethod(method)) : unknownMethod(id));
    },
  );
  const change = (
    path: string,
    route: ReturnType<typeof taking>,
    work: (method: PaymentMethod, form: Form) => PaymentMethod | StripeAnswer,
  ): void => {
    app.post<ById>(path, route, async (request, reply) =>
      executeOnce(book, request, reply, () => {
        const method = methods.find(request.params.id);
        if (method === undefined) return unknownMethod(request.params.id);
        const after = work(method, formOf(request));
        if ('statusCode' in after) return after;
        if (!isTestCard(after.id)) methods.shelf.update(after);
        return ok(wireMethod(after));
      }),
    );
  };
  change('/v1/payment_methods/:id', taking('update_method', updateMethod), (method, form) => {
    if (method.customerId === null) {
      return refused('You must save this PaymentMethod to a customer before you can update it.');
    }
    const metadata = metadataOf(form, method.metadata);
    return { ...method, metadata, billing: billingOf(form, method.billing) };
  });
  change(
    '/v1/payment_methods/:id/attach',
    taking('attach_method', attachMethod),
    (method, form) => {
      const customer = text(form, 'customer') ?? '';
      if (!methods.hasCustomer(customer)) return missingObject('customer', customer, 'customer');
      if (method.customerId === null) {
        if (isTestCard(method.id)) return methods.create(method.card, { customerId: customer });
        return { ...method, customerId: customer };
      }
      return method.customerId === customer
        ? method
        : refused('The payment method you provided has already been attached to a customer.');
    },
  );
  change('/v1/payment_methods/:id/detach', taking('detach_method', expandedAlone), (method) =>
    method.customerId === null
      ? refused('The payment method you provided is not attached to a customer.')
      : { ...method, customerId: null, detached: true },
  );
}

function billingOf(form: Form, before: PaymentMethod['billing']): PaymentMethod['billing'] {
  const one = (name: keyof PaymentMethod['billing']): string | null => {
    const told = text(form, 'billing_details', name);
    return told === undefined ? before[name] : told || null;
  };
  return { name: one('name'), email: one('email'), phone: one('phone') };
}

function create(methods: PaymentMethods, form: Form): StripeAnswer {
  if (text(form, 'type') !== 'card') {
    return refused('The sandbox stores cards alone: type=card.', { param: 'type' });
  }
  if (text(form, 'card', 'number') !== undefined) {
    const message =
      'Sending credit card numbers directly to the Stripe API is generally unsafe. Use a test token instead.';
    return stripeError(402, { type: 'invalid_request_error', message });
  }
  const token = text(form, 'card', 'token') ?? '';
  const card = token.replace(/^tok_/, 'pm_card_');
  if (!isTestCard(card)) {
    const param = 'card[token]';
    return refused(`No such token: '${token}'`, { code: 'resource_missing', param });
  }
  const billing = billingOf(form, { name: null, email: null, phone: null });
  return ok(wireMethod(methods.create(card, { billing, metadata: metadataOf(form) })));
}
