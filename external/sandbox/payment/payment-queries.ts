import type { FastifyInstance } from 'fastify';
import type { MovedMoney } from '../balance/moved-money.ts';
import { wireLine } from '../balance/balance-wire.ts';
import type { Balance } from '../balance/balance.ts';
import type { Book } from '../book/book.ts';
import { wireCustomer, type Customer } from '../customers/customer-wire.ts';
import { wireMethod, type PaymentMethods } from '../customers/payment-methods.ts';
import { answer, executeOnce, type StripeAnswer } from '../stripe/stripe-calls.ts';
import { isWithin, stripeList } from '../stripe/stripe-list.ts';
import {
  asking,
  expands,
  formOf,
  listedAt,
  metadataOf,
  missingObject,
  ok,
  taking,
  type ById,
} from '../stripe/stripe-replies.ts';
import { text, type Form } from '../wire/wire-form.ts';
import { wireDispute } from './dispute-wire.ts';
import {
  listCharges,
  listDisputes,
  listIntents,
  listRefunds,
  retrieveIntent,
  retrieveRefund,
  searchIntents,
  updateRefund,
} from './payment-requests.ts';
import { hasCharge, wireCharge, wireIntent, wireRefund, type Payment } from './payment-wire.ts';
import type { Payments } from './payments.ts';

interface Parts {
  book: Book;
  payments: Payments;
  methods: PaymentMethods;
  money: MovedMoney;
  balance: Balance;
  baseUrl: () => string;
}

/** What was told is equal where it was told at all. */
const same = (form: Form, name: string, value: string | null): boolean =>
  text(form, name) === undefined || text(form, name) === value;

/** What the shop asks about payments, refunds, charges and disputes. */
export function registerPaymentQueries(app: FastifyInstance, parts: Parts): void {
  const { payments } = parts;

  app.get<ById>(
    '/v1/payment_intents/:id',
    asking('find', retrieveIntent),
    async (request, reply) => {
      const { id } = request.params;
      const payment = payments.payments.get(id);
      const reported = payment && ok(expandedIntent(parts, payment, formOf(request)));
      return answer(reply, reported ?? missingObject('payment_intent', id));
    },
  );
  app.get('/v1/payment_intents/search', asking('find', searchIntents), async (request, reply) => {
    const query = text(formOf(request), 'query') ?? '';
    const match = /^metadata\['reference'\]:'(.+)'$/.exec(query);
    const reference = (match?.[1] ?? '').replaceAll(/\\(.)/g, '$1');
    const found = payments.payments.byReference(reference);
    const data = found.map((payment) => wireIntent(payment, true, parts.baseUrl()));
    const url = '/v1/payment_intents/search';
    return answer(reply, ok({ object: 'search_result', data, has_more: false, url }));
  });
  app.get('/v1/payment_intents', asking('find', listIntents), async (request, reply) => {
    const form = formOf(request);
    const listed = stripeList(payments.payments, form, 'payment_intent', (one) => {
      const asked = same(form, 'customer', one.customerId ?? null);
      return asked && isWithin(form, 'created', one.createdSeconds);
    });
    const wire = (one: Payment): object => wireIntent(one, true, parts.baseUrl());
    return answer(reply, listedAt('/v1/payment_intents', listed, wire));
  });
  registerRefundQueries(app, parts);
  registerChargeQueries(app, parts);
  registerDisputeQueries(app, parts);
}

/** With what the shop wants to see whole in the place of its id. */
function expandedIntent(parts: Parts, payment: Payment, form: Form): object {
  const { book, methods, baseUrl } = parts;
  const intent = wireIntent(payment, false, baseUrl());
  const customer = book.shelf<Customer>('customers').get(payment.customerId ?? '');
  const method = methods.find(payment.paymentMethod ?? '');
  const charge = hasCharge(payment) ? expandedCharge(parts, payment, form, 'latest_charge.') : null;
  const whole =
    expands(form, 'latest_charge') || expands(form, 'latest_charge.balance_transaction');
  return {
    ...intent,
    ...(whole ? { latest_charge: charge } : {}),
    ...(expands(form, 'customer') && customer ? { customer: wireCustomer(customer) } : {}),
    ...(expands(form, 'payment_method') && method ? { payment_method: wireMethod(method) } : {}),
  };
}

function expandedCharge(parts: Parts, payment: Payment, form: Form, before: string): object {
  const line = parts.balance.lines.get(payment.lineId ?? '');
  const whole = expands(form, `${before}balance_transaction`) && line !== undefined;
  return { ...wireCharge(payment), ...(whole ? { balance_transaction: wireLine(line) } : {}) };
}

/** The refunds of a payment, newest first: `has_more` says whether older ones follow. */
function registerRefundQueries(app: FastifyInstance, { book, payments }: Parts): void {
  app.get('/v1/refunds', asking('find', listRefunds), async (request, reply) => {
    const form = formOf(request);
    const of = text(form, 'payment_intent') ?? payments.ofCharge(text(form, 'charge'));
    const listed = stripeList(payments.refunds, form, 'refund', (one) => {
      const asked = of === undefined || one.paymentId === of;
      return asked && isWithin(form, 'created', one.createdSeconds);
    });
    return answer(reply, listedAt('/v1/refunds', listed, wireRefund));
  });
  const unknownRefund = (id: string): StripeAnswer => missingObject('refund', id);
  app.get<ById>('/v1/refunds/:id', asking('find', retrieveRefund), async (request, reply) => {
    const refund = payments.refunds.get(request.params.id);
    return answer(reply, refund ? ok(wireRefund(refund)) : unknownRefund(request.params.id));
  });
  app.post<ById>('/v1/refunds/:id', taking('update_refund', updateRefund), async (request, reply) =>
    executeOnce(book, request, reply, () => {
      const refund = payments.refunds.get(request.params.id);
      if (refund === undefined) return unknownRefund(request.params.id);
      const after = { ...refund, metadata: metadataOf(formOf(request), refund.metadata) };
      payments.refunds.update(after);
      return ok(wireRefund(after));
    }),
  );
}

function registerChargeQueries(app: FastifyInstance, parts: Parts): void {
  const { payments } = parts;
  app.get('/v1/charges', asking('find_charge', listCharges), async (request, reply) => {
    const form = formOf(request);
    // A page begins after a charge, and the book has it with its payment.
    const paging = { ...form };
    for (const name of ['starting_after', 'ending_before']) {
      const charge = text(form, name);
      if (charge !== undefined) paging[name] = payments.ofCharge(charge) ?? charge;
    }
    const listed = stripeList(payments.payments, paging, 'charge', (one) => {
      const ofPayment = same(form, 'payment_intent', one.id);
      const asked = ofPayment && same(form, 'customer', one.customerId ?? null);
      return hasCharge(one) && asked && isWithin(form, 'created', one.createdSeconds);
    });
    return answer(reply, listedAt('/v1/charges', listed, wireCharge));
  });
  app.get<ById>(
    '/v1/charges/:id',
    asking('find_charge', retrieveRefund),
    async (request, reply) => {
      const { id } = request.params;
      const payment = payments.payments.get(payments.ofCharge(id) ?? '');
      const found = payment !== undefined && payment.chargeId === id && hasCharge(payment);
      const reported = found ? ok(expandedCharge(parts, payment, formOf(request), '')) : undefined;
      return answer(reply, reported ?? missingObject('charge', id));
    },
  );
}

function registerDisputeQueries(app: FastifyInstance, { payments, money }: Parts): void {
  const wire = (one: Parameters<typeof wireDispute>[0]): object =>
    wireDispute(one, money.linesOf(one));
  app.get('/v1/disputes', asking('find_dispute', listDisputes), async (request, reply) => {
    const form = formOf(request);
    const listed = stripeList(payments.disputes, form, 'dispute', (one) => {
      const ofPayment = same(form, 'payment_intent', one.paymentId);
      const asked = ofPayment && same(form, 'charge', one.chargeId);
      return asked && isWithin(form, 'created', one.createdSeconds);
    });
    return answer(reply, listedAt('/v1/disputes', listed, wire));
  });
  app.get<ById>('/v1/disputes/:id', asking('find_dispute', retrieveRefund), async (req, reply) => {
    const found = payments.disputes.get(req.params.id);
    return answer(reply, found ? ok(wire(found)) : missingObject('dispute', req.params.id));
  });
}
