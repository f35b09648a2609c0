import { expect } from 'vitest';
import type { ClientCall, Clients } from './client-calls.ts';
import { atOnce, returnUrl } from './stripe-payment-calls.ts';

const customerOf = async ({ stripe }: Clients): Promise<string> =>
  (await stripe.customers.create({ email: 'ana@example.com', name: 'Ana' })).id;

async function stored(clients: Clients, card = 'pm_card_visa') {
  const customer = await customerOf(clients);
  const method = await clients.stripe.paymentMethods.attach(card, { customer });
  return { customer, method: method.id };
}

const setUp = (customer: string, payment_method: string) => ({
  customer,
  payment_method,
  confirm: true,
  return_url: returnUrl,
});

export const stripeCustomerCalls: readonly ClientCall[] = [
  {
    name: 'customers.create',
    shows: 'with address and words of the shop',
    before: false,
    async run({ stripe }) {
      const address = { line1: 'Weg 1', city: 'Berlin', country: 'DE', postal_code: '10115' };
      const told = { email: 'ana@example.com', name: 'Ana', address, metadata: { id: '7' } };
      const customer = await stripe.customers.create(told);
      expect(customer).toMatchObject({ ...told, object: 'customer', delinquent: false });
    },
  },
  {
    name: 'customers.retrieve',
    shows: 'the customer; an unknown one is resource_missing',
    before: false,
    async run(clients) {
      const id = await customerOf(clients);
      expect(await clients.stripe.customers.retrieve(id)).toMatchObject({ id, name: 'Ana' });
      const code = 'resource_missing';
      await expect(clients.stripe.customers.retrieve('cus_0')).rejects.toMatchObject({ code });
    },
  },
  {
    name: 'customers.update',
    shows: 'one thing changes, and the usual means of payment is one of theirs',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      const { customer, method } = await stored(clients);
      const usual = { invoice_settings: { default_payment_method: method } };
      const after = await stripe.customers.update(customer, { phone: '+4930123456', ...usual });
      expect(after).toMatchObject({ name: 'Ana', phone: '+4930123456', ...usual });
      const { method: other } = await stored(clients);
      const foreign = { invoice_settings: { default_payment_method: other } };
      const code = 'resource_missing';
      await expect(stripe.customers.update(customer, foreign)).rejects.toMatchObject({ code });
    },
  },
  {
    name: 'customers.list({ email })',
    shows: 'those of one address',
    before: false,
    async run({ stripe }) {
      const email = 'two@example.com';
      const made = [];
      for (const name of ['One', 'Two'])
        made.unshift((await stripe.customers.create({ email, name })).id);
      const found = await stripe.customers
        .list({ email, limit: 1 })
        .autoPagingToArray({ limit: 9 });
      expect(found.map(({ id }) => id)).toEqual(made);
    },
  },
  {
    name: 'customers.del',
    shows: 'gone, and their cards with them',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      const { customer, method } = await stored(clients);
      expect(await stripe.customers.del(customer)).toMatchObject({ id: customer, deleted: true });
      expect(await stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
      const pays = stripe.paymentIntents.create(atOnce(method));
      await expect(pays).rejects.toMatchObject({ code: 'resource_missing' });
    },
  },
  {
    name: 'paymentMethods.create',
    shows: 'of a token; numbers of cards are refused',
    before: false,
    async run({ stripe }) {
      const method = await stripe.paymentMethods.create({
        type: 'card',
        card: { token: 'tok_visa' },
      });
      expect(method).toMatchObject({ type: 'card', customer: null, card: { last4: '4242' } });
      const card = { number: '4242424242424242', exp_month: 12, exp_year: 2030 };
      const typed = stripe.paymentMethods.create({ type: 'card', card });
      await expect(typed).rejects.toMatchObject({ statusCode: 402 });
    },
  },
  {
    name: 'paymentMethods.attach',
    shows: 'belongs to one customer alone',
    before: false,
    async run(clients) {
      const { customer, method } = await stored(clients);
      const found = await clients.stripe.paymentMethods.retrieve(method);
      expect(found).toMatchObject({ id: method, customer });
      const other = await customerOf(clients);
      const again = clients.stripe.paymentMethods.attach(method, { customer: other });
      await expect(again).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });
    },
  },
  {
    name: 'paymentMethods.update',
    shows: 'of a stored one: who pays by it',
    before: false,
    async run(clients) {
      const { method } = await stored(clients);
      const billing_details = { name: 'Ana Ruiz' };
      const after = await clients.stripe.paymentMethods.update(method, { billing_details });
      expect(after).toMatchObject({ id: method, billing_details });
    },
  },
  {
    name: 'paymentMethods.list and customers.listPaymentMethods',
    shows: 'what a customer has stored, newest first',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      const { customer, method } = await stored(clients);
      const { id: second } = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
      const { data } = await stripe.paymentMethods.list({ customer, type: 'card' });
      expect(data.map(({ id }) => id)).toEqual([second, method]);
      const same = await stripe.customers.listPaymentMethods(customer);
      expect(same.data.map(({ id }) => id)).toEqual([second, method]);
    },
  },
  {
    name: 'paymentMethods.detach',
    shows: 'of nobody, and never used again',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      const { customer, method } = await stored(clients);
      expect(await stripe.paymentMethods.detach(method)).toMatchObject({ customer: null });
      expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
      const again = stripe.paymentMethods.attach(method, { customer });
      await expect(again).rejects.toMatchObject({ code: 'resource_missing' });
    },
  },
  {
    name: 'paymentIntents.create with a stored card',
    shows: 'its customer pays by it, and nobody else',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      const { customer, method } = await stored(clients);
      const expand = ['customer', 'payment_method'];
      const { id } = await stripe.paymentIntents.create({ ...atOnce(method), customer });
      expect(await stripe.paymentIntents.retrieve(id, { expand })).toMatchObject({
        status: 'succeeded',
        customer: { id: customer, name: 'Ana' },
        payment_method: { id: method, customer },
      });
      const other = await customerOf(clients);
      const stolen = stripe.paymentIntents.create({ ...atOnce(method), customer: other });
      await expect(stolen).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });
    },
  },
  {
    name: 'paymentIntents.create({ setup_future_usage })',
    shows: 'the card is stored when it has paid',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      const customer = await customerOf(clients);
      const setup_future_usage = 'off_session' as const;
      await stripe.paymentIntents.create({ ...atOnce(), customer, setup_future_usage });
      const { data } = await stripe.paymentMethods.list({ customer });
      expect(data).toHaveLength(1);
    },
  },
  {
    name: 'setupIntents.create and setupIntents.confirm',
    shows: 'a card is stored without a payment',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      const customer = await customerOf(clients);
      const { id, ...begun } = await stripe.setupIntents.create({ customer });
      expect(begun).toMatchObject({ status: 'requires_payment_method', usage: 'off_session' });
      const chosen = { payment_method: 'pm_card_visa', return_url: returnUrl };
      const after = await stripe.setupIntents.confirm(id, chosen);
      expect(after).toMatchObject({ id, status: 'succeeded' });
      const { data } = await stripe.paymentMethods.list({ customer });
      expect(data.map((one) => one.id)).toEqual([after.payment_method]);
    },
  },
  {
    name: 'setupIntents.create, challenged',
    shows: '3-D Secure once; later payments go without the person',
    before: false,
    async run(clients) {
      const { stripe, sandbox } = clients;
      const card = 'pm_card_authenticationRequiredOnSetup';
      const { customer, method } = await stored(clients, card);
      const pays = () =>
        stripe.paymentIntents.create({ ...atOnce(method), customer, off_session: true });
      await expect(pays()).rejects.toMatchObject({ code: 'authentication_required' });
      const setup = await stripe.setupIntents.create(setUp(customer, method));
      expect(setup.next_action?.redirect_to_url?.return_url).toBe(returnUrl);
      await sandbox.send('POST', `/payment/challenge/${setup.id}`, { outcome: 'complete' });
      const after = await stripe.setupIntents.retrieve(setup.id);
      expect(after).toMatchObject({ status: 'succeeded', next_action: null });
      expect(await pays()).toMatchObject({ status: 'succeeded' });
    },
  },
  {
    name: 'setupIntents.create, challenge failed or card declined',
    shows: 'nothing is stored',
    before: false,
    async run(clients) {
      const { stripe, sandbox } = clients;
      const customer = await customerOf(clients);
      const challenged = setUp(customer, 'pm_card_authenticationRequired');
      const { id } = await stripe.setupIntents.create(challenged);
      await sandbox.send('POST', `/payment/challenge/${id}`, { outcome: 'fail' });
      expect(await stripe.setupIntents.retrieve(id)).toMatchObject({
        status: 'requires_payment_method',
        last_setup_error: { code: 'setup_intent_authentication_failure' },
      });
      const declined = stripe.setupIntents.create(setUp(customer, 'pm_card_chargeDeclined'));
      await expect(declined).rejects.toMatchObject({ type: 'StripeCardError' });
      expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
    },
  },
  {
    name: 'setupIntents.cancel and setupIntents.list',
    shows: 'given up, and listed by customer',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      const customer = await customerOf(clients);
      const { id } = await stripe.setupIntents.create({ customer });
      const reason = { cancellation_reason: 'abandoned' as const };
      expect(await stripe.setupIntents.cancel(id, reason)).toMatchObject({
        status: 'canceled',
        ...reason,
      });
      const { data } = await stripe.setupIntents.list({ customer });
      expect(data.map((one) => one.id)).toEqual([id]);
      const late = stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' });
      await expect(late).rejects.toMatchObject({ code: 'setup_intent_unexpected_state' });
    },
  },
];
