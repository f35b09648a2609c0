import type { FastifyInstance } from 'fastify';
import type { Book } from '../book/book.ts';
import { answer, executeOnce, type StripeAnswer } from '../stripe/stripe-calls.ts';
import { isWithin, stripeList } from '../stripe/stripe-list.ts';
import {
  asking,
  formOf,
  listedAt,
  metadataOf,
  missingObject,
  ok,
  taking,
  type ById,
} from '../stripe/stripe-replies.ts';
import { text, type Form } from '../wire/wire-form.ts';
import {
  cancelSetup,
  confirmSetup,
  createSetup,
  listSetups,
  retrieveSetup,
} from './customer-requests.ts';
import { wireSetup, type SetupIntent, type SetupIntents } from './setup-intents.ts';

interface Parts {
  book: Book;
  setups: SetupIntents;
  baseUrl: () => string;
}

/** The part of Stripe's API that stores means of payment for later. */
export function registerSetupRoutes(app: FastifyInstance, { book, setups, baseUrl }: Parts): void {
  const reported = (setup: SetupIntent | StripeAnswer): StripeAnswer =>
    'statusCode' in setup ? setup : ok(wireSetup(setup, baseUrl()));

  app.post('/v1/setup_intents', taking('create_setup', createSetup), async (request, reply) =>
    executeOnce(book, request, reply, () => {
      const form = formOf(request);
      return reported(setups.create(begun(form), text(form, 'confirm') === 'true'));
    }),
  );
  app.get('/v1/setup_intents', asking('list_setups', listSetups), async (request, reply) => {
    const form = formOf(request);
    const same = (name: string, value: string | null): boolean =>
      text(form, name) === undefined || text(form, name) === value;
    const listed = stripeList(
      setups.shelf,
      form,
      'setup_intent',
      (one) =>
        same('customer', one.customerId) &&
        same('payment_method', one.paymentMethod) &&
        isWithin(form, 'created', one.createdSeconds),
    );
    const wire = (one: SetupIntent): object => wireSetup(one, baseUrl());
    return answer(reply, listedAt('/v1/setup_intents', listed, wire));
  });
  app.get<ById>(
    '/v1/setup_intents/:id',
    asking('find_setup', retrieveSetup),
    async (request, reply) => {
      const found = setups.shelf.get(request.params.id);
      return answer(reply, found ? reported(found) : unknownSetup(request.params.id));
    },
  );
  app.post<ById>(
    '/v1/setup_intents/:id/confirm',
    taking('confirm_setup', confirmSetup),
    async (request, reply) =>
      executeOnce(book, request, reply, () => {
        const found = setups.shelf.get(request.params.id);
        if (found === undefined) return unknownSetup(request.params.id);
        const form = formOf(request);
        const method = text(form, 'payment_method') ?? null;
        return reported(setups.confirm(found, method, text(form, 'return_url') ?? null));
      }),
  );
  app.post<ById>(
    '/v1/setup_intents/:id/cancel',
    taking('cancel_setup', cancelSetup),
    async (request, reply) =>
      executeOnce(book, request, reply, () => {
        const found = setups.shelf.get(request.params.id);
        if (found === undefined) return unknownSetup(request.params.id);
        const reason = text(formOf(request), 'cancellation_reason') ?? null;
        return reported(setups.cancel(found, reason));
      }),
  );
}

const unknownSetup = (id: string): StripeAnswer => missingObject('setupintent', id);

function begun(form: Form): Parameters<SetupIntents['create']>[0] {
  return {
    customerId: text(form, 'customer') ?? null,
    paymentMethod: text(form, 'payment_method') ?? null,
    usage: text(form, 'usage') ?? 'off_session',
    description: text(form, 'description') ?? null,
    returnUrl: text(form, 'return_url') ?? null,
    redirects: redirectsOf(form),
    metadata: metadataOf(form),
  };
}

/** Means of payment that send the buyer elsewhere are taken unless they are ruled out. */
export function redirectsOf(form: Form): boolean {
  if (form['payment_method_types'] !== undefined) return false;
  return text(form, 'automatic_payment_methods', 'allow_redirects') !== 'never';
}
