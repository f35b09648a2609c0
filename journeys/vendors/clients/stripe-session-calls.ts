import { expect } from 'vitest';
import type { ClientCall, Clients } from './client-calls.ts';
import { returnUrl } from './stripe-payment-calls.ts';

/** As our adapter opens a page of the provider's own: one card payment, captured by hand. */
function open({ stripe }: Clients, reference: string) {
  return stripe.checkout.sessions.create({
    mode: 'payment',
    client_reference_id: reference,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: 'eur',
          unit_amount: 1_000,
          product_data: { name: 'K-100001' },
        },
      },
    ],
    payment_intent_data: { capture_method: 'manual' },
    success_url: returnUrl,
    cancel_url: returnUrl,
  });
}

export const stripeSessionCalls: readonly ClientCall[] = [
  {
    name: 'checkout.sessions.create',
    shows: 'a page of the provider’s own, to which the buyer is led',
    before: false,
    async run(clients) {
      const session = await open(clients, 'session-create');
      expect(session).toMatchObject({ status: 'open', amount_total: 1_000, currency: 'eur' });
      expect(session.url).toMatch(/^http/);
    },
  },
  {
    name: 'checkout.sessions.retrieve and checkout.sessions.list',
    shows: 'how it stands, alone and among others',
    before: false,
    async run(clients) {
      const { id } = await open(clients, 'session-retrieve');
      const { sessions } = clients.stripe.checkout;
      expect(await sessions.retrieve(id)).toMatchObject({ id, status: 'open' });
      const { data } = await sessions.list({ limit: 100 });
      expect(data.map((session) => session.id)).toContain(id);
    },
  },
  {
    name: 'checkout.sessions.expire',
    shows: 'nobody can pay there any more, and it is ended once',
    before: false,
    async run(clients) {
      const { id } = await open(clients, 'session-expire');
      const { sessions } = clients.stripe.checkout;
      expect(await sessions.expire(id)).toMatchObject({ id, status: 'expired' });
      await expect(sessions.expire(id)).rejects.toMatchObject({
        type: 'StripeInvalidRequestError',
      });
    },
  },
];
