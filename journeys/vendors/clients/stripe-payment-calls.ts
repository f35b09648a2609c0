import { expect } from 'vitest';
import { Stripe } from 'stripe';
import type { ClientCall, Clients } from './client-calls.ts';

export const returnUrl = 'http://127.0.0.1/back';

/** As our adapter pays: confirmed at once, captured by hand. */
export const byHand = (payment_method = 'pm_card_visa') => ({
  amount: 1_000,
  currency: 'eur',
  capture_method: 'manual' as const,
  confirm: true,
  payment_method,
  return_url: returnUrl,
});

/** Paid and captured by itself, without another page. */
export const atOnce = (payment_method = 'pm_card_visa') => ({
  amount: 1_000,
  currency: 'eur',
  confirm: true,
  payment_method,
  automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const },
});

async function answersBank({ sandbox }: Clients, id: string, outcome: 'complete' | 'fail') {
  const reply = await sandbox.send('POST', `/payment/challenge/${id}`, { outcome });
  expect(reply.statusCode).toBe(200);
}

export const stripePaymentCalls: readonly ClientCall[] = [
  {
    name: 'paymentIntents.create, captured by hand',
    shows: 'money is held, and its charge told whole by expand',
    before: true,
    async run({ stripe }) {
      const asked = { ...byHand(), expand: ['latest_charge'] };
      const intent = await stripe.paymentIntents.create(asked);
      expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 1_000 });
      expect(intent.latest_charge).toMatchObject({ object: 'charge', captured: false });
    },
  },
  {
    name: 'paymentIntents.retrieve',
    shows: 'the same payment',
    before: true,
    async run({ stripe }) {
      const { id } = await stripe.paymentIntents.create(byHand());
      expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ id, amount: 1_000 });
    },
  },
  {
    name: 'paymentIntents.capture, in part',
    shows: 'the rest is released',
    before: true,
    async run({ stripe }) {
      const { id } = await stripe.paymentIntents.create(byHand());
      const captured = await stripe.paymentIntents.capture(id, { amount_to_capture: 600 });
      expect(captured).toMatchObject({ status: 'succeeded', amount_received: 600 });
    },
  },
  {
    name: 'paymentIntents.cancel',
    shows: 'what was held is given up, and cannot be captured any more',
    before: true,
    async run({ stripe }) {
      const { id } = await stripe.paymentIntents.create(byHand());
      expect(await stripe.paymentIntents.cancel(id)).toMatchObject({ status: 'canceled' });
      const code = 'payment_intent_unexpected_state';
      await expect(stripe.paymentIntents.capture(id)).rejects.toMatchObject({ code });
    },
  },
  {
    name: 'paymentIntents.create, captured by itself',
    shows: 'paid at once, with a line of the balance',
    before: false,
    async run({ stripe }) {
      const expand = ['latest_charge.balance_transaction'];
      const { id, ...intent } = await stripe.paymentIntents.create(atOnce());
      expect(intent).toMatchObject({ status: 'succeeded', amount_received: 1_000 });
      expect(intent.capture_method).toBe('automatic_async');
      const { latest_charge: charge } = await stripe.paymentIntents.retrieve(id, { expand });
      expect(charge).toMatchObject({
        captured: true,
        balance_transaction: { object: 'balance_transaction', amount: 1_000 },
      });
    },
  },
  {
    name: 'paymentIntents.create for the Payment Element',
    shows: 'begun without a means of payment, with a client secret',
    before: false,
    async run({ stripe }) {
      const intent = await stripe.paymentIntents.create({
        amount: 2_500,
        currency: 'eur',
        automatic_payment_methods: { enabled: true },
      });
      expect(intent).toMatchObject({ status: 'requires_payment_method', latest_charge: null });
      expect(intent.client_secret).toContain(`${intent.id}_secret_`);
    },
  },
  {
    name: 'paymentIntents.update',
    shows: 'amount and words change until it is confirmed',
    before: false,
    async run({ stripe }) {
      const { id } = await stripe.paymentIntents.create({
        amount: 2_500,
        currency: 'eur',
        metadata: { a: '1', b: '2' },
      });
      const changes = { amount: 2_600, metadata: { a: '', c: '3' }, description: 'Two bags' };
      expect(await stripe.paymentIntents.update(id, changes)).toMatchObject({
        amount: 2_600,
        metadata: { b: '2', c: '3' },
        description: 'Two bags',
      });
      const { id: paid } = await stripe.paymentIntents.create(atOnce());
      const code = 'payment_intent_unexpected_state';
      const late = stripe.paymentIntents.update(paid, { amount: 1 });
      await expect(late).rejects.toMatchObject({ code });
    },
  },
  {
    name: 'paymentIntents.confirm',
    shows: 'later, with the means of payment that was chosen',
    before: false,
    async run({ stripe }) {
      const { id } = await stripe.paymentIntents.create({ amount: 2_500, currency: 'eur' });
      const nothing = stripe.paymentIntents.confirm(id, { return_url: returnUrl });
      const code = 'payment_intent_unexpected_state';
      await expect(nothing).rejects.toMatchObject({ code });
      const nowhere = stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
      await expect(nowhere).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });
      const chosen = { payment_method: 'pm_card_visa', return_url: returnUrl };
      expect(await stripe.paymentIntents.confirm(id, chosen)).toMatchObject({
        status: 'succeeded',
      });
    },
  },
  {
    name: 'paymentIntents.confirm, again after a decline',
    shows: 'another card is taken',
    before: false,
    async run({ stripe }) {
      const { id } = await stripe.paymentIntents.create({ amount: 2_500, currency: 'eur' });
      const by = (payment_method: string) => ({ payment_method, return_url: returnUrl });
      const declined = stripe.paymentIntents.confirm(id, by('pm_card_chargeDeclined'));
      await expect(declined).rejects.toMatchObject({ type: 'StripeCardError' });
      const after = await stripe.paymentIntents.retrieve(id);
      expect(after).toMatchObject({ status: 'requires_payment_method', payment_method: null });
      const paid = await stripe.paymentIntents.confirm(id, by('pm_card_visa'));
      expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    },
  },
  {
    name: 'paymentIntents.create, declined',
    shows: 'a StripeCardError with the bank’s reason and the payment',
    before: true,
    async run({ stripe }) {
      const card = 'pm_card_chargeDeclinedInsufficientFunds';
      await expect(stripe.paymentIntents.create(byHand(card))).rejects.toMatchObject({
        type: 'StripeCardError',
        statusCode: 402,
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        payment_intent: { status: 'requires_payment_method' },
      });
    },
  },
  {
    name: 'paymentIntents.create, challenged',
    shows: '3-D Secure: the person confirms, the money is held',
    before: true,
    async run(clients) {
      const { stripe } = clients;
      const { id, ...intent } = await stripe.paymentIntents.create(
        byHand('pm_card_authenticationRequired'),
      );
      expect(intent.status).toBe('requires_action');
      expect(intent.next_action?.redirect_to_url?.url).toContain(`/payment/challenge/${id}`);
      await answersBank(clients, id, 'complete');
      const after = await stripe.paymentIntents.retrieve(id);
      expect(after).toMatchObject({ status: 'requires_capture', next_action: null });
    },
  },
  {
    name: 'paymentIntents.create, challenged and captured by itself',
    shows: 'the shop shows the page within its own; the money is there after it',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      const asked = atOnce('pm_card_authenticationRequired');
      const { id, next_action: action } = await stripe.paymentIntents.create(asked);
      expect(action?.type).toBe('use_stripe_sdk');
      await answersBank(clients, id, 'complete');
      expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ amount_received: 1_000 });
    },
  },
  {
    name: 'paymentIntents.create({ error_on_requires_action })',
    shows: 'a challenge is a decline: authentication_required',
    before: false,
    async run({ stripe }) {
      const asked = { ...atOnce('pm_card_authenticationRequired'), error_on_requires_action: true };
      const code = 'authentication_required';
      await expect(stripe.paymentIntents.create(asked)).rejects.toMatchObject({ code });
    },
  },
  {
    name: 'paymentIntents.create, once more with its key',
    shows: 'the same answer; with other words StripeIdempotencyError',
    before: true,
    async run({ stripe }) {
      const key = { idempotencyKey: 'one-of-the-clients' };
      const first = await stripe.paymentIntents.create(byHand(), key);
      const second = await stripe.paymentIntents.create(byHand(), key);
      expect(second.id).toBe(first.id);
      const other = stripe.paymentIntents.create({ ...byHand(), amount: 2 }, key);
      await expect(other).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
    },
  },
  {
    name: 'paymentIntents.list, page after page',
    shows: 'the client asks for each next page by itself',
    before: true,
    async run({ stripe }) {
      const made: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        made.unshift((await stripe.paymentIntents.create(byHand())).id);
      }
      const found = await stripe.paymentIntents.list({ limit: 2 }).autoPagingToArray({ limit: 5 });
      expect(found.map(({ id }) => id)).toEqual(made);
    },
  },
  {
    name: 'paymentIntents.search',
    shows: 'by the shop’s own reference',
    before: true,
    async run({ stripe }) {
      const metadata = { reference: 'of-the-clients' };
      const { id } = await stripe.paymentIntents.create({ ...byHand(), metadata });
      const query = "metadata['reference']:'of-the-clients'";
      const { data } = await stripe.paymentIntents.search({ query });
      expect(data.map((one) => one.id)).toEqual([id]);
    },
  },
  {
    name: 'paymentIntents.retrieve, unknown',
    shows: 'resource_missing',
    before: true,
    async run({ stripe }) {
      const missing = { statusCode: 404, code: 'resource_missing' };
      await expect(stripe.paymentIntents.retrieve('pi_0')).rejects.toMatchObject(missing);
    },
  },
  {
    name: 'new Stripe, with a key that is none',
    shows: 'StripeAuthenticationError',
    before: true,
    async run({ sandbox }) {
      const { hostname: host, port } = new URL(sandbox.httpUrl);
      const stranger = new Stripe('sk_test_none', { host, port, protocol: 'http' });
      const type = 'StripeAuthenticationError';
      await expect(stranger.paymentIntents.list()).rejects.toMatchObject({ type });
    },
  },
  {
    name: 'webhooks.constructEvent',
    shows: 'what the sandbox tells is signed as Stripe signs',
    before: true,
    async run({ stripe, sandbox }) {
      const { id } = await stripe.paymentIntents.create(byHand());
      const webhook = await sandbox.until(() =>
        sandbox.received.find(({ rawBody }) => rawBody.includes(id)),
      );
      const signature = String(webhook.headers['stripe-signature']);
      const secret = sandbox.keys.paymentWebhookSecret;
      const event = stripe.webhooks.constructEvent(webhook.rawBody, signature, secret);
      expect(event.type).toBe('payment_intent.amount_capturable_updated');
      const forged = () => stripe.webhooks.constructEvent(webhook.rawBody, signature, 'whsec_none');
      expect(forged).toThrow('signature');
    },
  },
];
