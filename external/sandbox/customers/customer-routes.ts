import type { FastifyInstance } from 'fastify';
import type { Book, Shelf } from '../book/book.ts';
import { answer, executeOnce, type StripeAnswer } from '../stripe/stripe-calls.ts';
import { newId, nowSeconds } from '../stripe/stripe-ids.ts';
import { isWithin, stripeList } from '../stripe/stripe-list.ts';
import {
  asking,
  changed,
  formOf,
  listedAt,
  metadataOf,
  missingObject,
  ok,
  refused,
  taking,
  type ById,
} from '../stripe/stripe-replies.ts';
import { text, type Form, type FormValue } from '../wire/wire-form.ts';
import { nothing } from '../wire/wire-shape.ts';
import {
  createCustomer,
  expandedAlone,
  listCustomers,
  listMethodsOfCustomer,
  updateCustomer,
} from './customer-requests.ts';
import { wireCustomer, type Customer } from './customer-wire.ts';
import { wireMethod, type PaymentMethods } from './payment-methods.ts';

interface Parts {
  book: Book;
  methods: PaymentMethods;
}

const unknownCustomer = (id: string): StripeAnswer => missingObject('customer', id);

/** The part of Stripe's API that knows buyers who come back. */
export function registerCustomerRoutes(app: FastifyInstance, { book, methods }: Parts): void {
  const shelf = book.shelf<Customer>('customers');
  const found = (id: string): Customer | undefined => shelf.get(id);

  app.post('/v1/customers', taking('create_customer', createCustomer), async (request, reply) =>
    executeOnce(book, request, reply, () => create(shelf, methods, formOf(request))),
  );
  app.get('/v1/customers', asking('list_customers', listCustomers), async (request, reply) => {
    const form = formOf(request);
    const email = text(form, 'email');
    const listed = stripeList(shelf, form, 'customer', (one) => {
      const same = email === undefined || one.email === email;
      return !one.deleted && same && isWithin(form, 'created', one.createdSeconds);
    });
    return answer(reply, listedAt('/v1/customers', listed, wireCustomer));
  });
  app.get<ById>(
    '/v1/customers/:id',
    asking('find_customer', expandedAlone),
    async (request, reply) => {
      const customer = found(request.params.id);
      return answer(
        reply,
        customer ? ok(wireCustomer(customer)) : unknownCustomer(request.params.id),
      );
    },
  );
  app.post<ById>(
    '/v1/customers/:id',
    taking('update_customer', updateCustomer),
    async (request, reply) =>
      executeOnce(book, request, reply, () => {
        const customer = found(request.params.id);
        if (customer === undefined || customer.deleted) return unknownCustomer(request.params.id);
        const after = told(formOf(request), customer);
        const wrong = wrongDefault(methods, after);
        if (wrong) return wrong;
        shelf.update(after);
        return ok(wireCustomer(after));
      }),
  );
  registerWhatTheyHave(app, shelf, { book, methods });
}

/** Their means of payment, which go when they go. */
function registerWhatTheyHave(
  app: FastifyInstance,
  shelf: Shelf<Customer>,
  { book, methods }: Parts,
): void {
  app.delete<ById>(
    '/v1/customers/:id',
    taking('delete_customer', nothing),
    async (request, reply) => {
      const { id } = request.params;
      const customer = shelf.get(id);
      if (customer === undefined || customer.deleted) return answer(reply, unknownCustomer(id));
      const deleted = { ...customer, deleted: true };
      book.write(() => {
        shelf.update(deleted);
        for (const { value } of methods.shelf.newest(100_000)) {
          if (value.customerId !== id) continue;
          methods.shelf.update({ ...value, customerId: null, detached: true });
        }
      });
      return answer(reply, ok(wireCustomer(deleted)));
    },
  );
  app.get<ById>(
    '/v1/customers/:id/payment_methods',
    asking('list_methods', listMethodsOfCustomer),
    async (request, reply) => {
      const { id } = request.params;
      if (!methods.hasCustomer(id)) return answer(reply, unknownCustomer(id));
      const listed = stripeList(
        methods.shelf,
        formOf(request),
        'payment_method',
        ({ customerId }) => customerId === id,
      );
      return answer(reply, listedAt(`/v1/customers/${id}/payment_methods`, listed, wireMethod));
    },
  );
}

function create(shelf: Shelf<Customer>, methods: PaymentMethods, form: Form): StripeAnswer {
  const method = text(form, 'payment_method');
  if (method !== undefined && methods.find(method) === undefined) {
    const param = 'payment_method';
    return refused(`No such PaymentMethod: '${method}'`, { code: 'resource_missing', param });
  }
  const customer = told(form, {
    id: newId('cus_'),
    email: null,
    name: null,
    phone: null,
    description: null,
    address: null,
    shipping: null,
    taxExempt: 'none',
    defaultMethod: null,
    metadata: {},
    createdSeconds: nowSeconds(),
    deleted: false,
  });
  shelf.insert(customer, customer.email);
  if (method !== undefined) methods.keep(method, customer.id);
  const wrong = wrongDefault(methods, customer);
  if (wrong) shelf.update({ ...customer, deleted: true });
  return wrong ?? ok(wireCustomer(customer));
}

/** The customer after what was told of them. */
function told(form: Form, before: Customer): Customer {
  const part = (value: FormValue | undefined, stored: Form | null): Form | null =>
    value === undefined ? stored : typeof value === 'string' ? null : (value as Form);
  return {
    ...before,
    email: changed(form, 'email', before.email),
    name: changed(form, 'name', before.name),
    phone: changed(form, 'phone', before.phone),
    description: changed(form, 'description', before.description),
    address: part(form['address'], before.address),
    shipping: part(form['shipping'], before.shipping),
    taxExempt: text(form, 'tax_exempt') || before.taxExempt,
    defaultMethod: text(form, 'invoice_settings', 'default_payment_method') ?? before.defaultMethod,
    metadata: metadataOf(form, before.metadata),
  };
}

/** A customer's usual means of payment is one of their own. */
function wrongDefault(methods: PaymentMethods, customer: Customer): StripeAnswer | undefined {
  const { id, defaultMethod } = customer;
  if (defaultMethod === null || methods.find(defaultMethod)?.customerId === id) return undefined;
  return refused('The customer does not have a payment method with this id.', {
    code: 'resource_missing',
    param: 'invoice_settings[default_payment_method]',
  });
}
