import { expect } from 'vitest';
import type { ClientCall, Clients } from './client-calls.ts';
import { atOnce, byHand } from './stripe-payment-calls.ts';

async function control({ sandbox }: Clients, what: string, body: object) {
  const reply = await sandbox.send('POST', `/sandbox/control/${what}`, body);
  expect(reply.statusCode).toBe(200);
  return reply.json;
}

async function disputed(clients: Clients): Promise<{ paymentId: string; disputeId: string }> {
  const { id } = await clients.stripe.paymentIntents.create(atOnce());
  const { disputeId } = await control(clients, 'disputes', { gatewayPaymentId: id });
  return { paymentId: id, disputeId };
}

export const stripeMoneyCalls: readonly ClientCall[] = [
  {
    name: 'refunds.create',
    shows: 'a part is given back, and no more than was taken',
    before: true,
    async run({ stripe }) {
      const { id: payment_intent } = await stripe.paymentIntents.create(byHand());
      await stripe.paymentIntents.capture(payment_intent);
      const refund = await stripe.refunds.create({ payment_intent, amount: 400 });
      expect(refund).toMatchObject({ amount: 400, status: 'succeeded' });
      const code = 'amount_too_large';
      const more = stripe.refunds.create({ payment_intent, amount: 601 });
      await expect(more).rejects.toMatchObject({ code });
    },
  },
  {
    name: 'refunds.create of a charge',
    shows: 'the charge’s payment is given back',
    before: false,
    async run({ stripe }) {
      const { latest_charge: charge } = await stripe.paymentIntents.create(atOnce());
      const refund = await stripe.refunds.create({ charge: charge as string });
      expect(refund).toMatchObject({ charge, amount: 1_000 });
    },
  },
  {
    name: 'refunds.retrieve',
    shows: 'the refund; an unknown one is resource_missing',
    before: false,
    async run({ stripe }) {
      const { id: payment_intent } = await stripe.paymentIntents.create(atOnce());
      const { id } = await stripe.refunds.create({ payment_intent });
      expect(await stripe.refunds.retrieve(id)).toMatchObject({ id, payment_intent });
      const code = 'resource_missing';
      await expect(stripe.refunds.retrieve('re_0')).rejects.toMatchObject({ code });
    },
  },
  {
    name: 'refunds.update',
    shows: 'the shop’s words about it',
    before: false,
    async run({ stripe }) {
      const { id: payment_intent } = await stripe.paymentIntents.create(atOnce());
      const { id } = await stripe.refunds.create({ payment_intent });
      const metadata = { why: 'late' };
      expect(await stripe.refunds.update(id, { metadata })).toMatchObject({ id, metadata });
    },
  },
  {
    name: 'refunds.list, page after page',
    shows: 'of one payment, newest first',
    before: false,
    async run({ stripe }) {
      const { id: payment_intent } = await stripe.paymentIntents.create(atOnce());
      for (const amount of [100, 200, 300]) await stripe.refunds.create({ payment_intent, amount });
      const asked = stripe.refunds.list({ payment_intent, limit: 1 });
      const found = await asked.autoPagingToArray({ limit: 10 });
      expect(found.map(({ amount }) => amount)).toEqual([300, 200, 100]);
    },
  },
  {
    name: 'charges.retrieve',
    shows: 'with its line of the balance whole',
    before: false,
    async run({ stripe }) {
      const { latest_charge: charge } = await stripe.paymentIntents.create(atOnce());
      const expand = ['balance_transaction'];
      const found = await stripe.charges.retrieve(charge as string, { expand });
      expect(found).toMatchObject({ id: charge, balance_transaction: { type: 'charge' } });
      const code = 'resource_missing';
      await expect(stripe.charges.retrieve('ch_0')).rejects.toMatchObject({ code });
    },
  },
  {
    name: 'charges.list',
    shows: 'of one payment; one that was not confirmed has none',
    before: false,
    async run({ stripe }) {
      const { id, latest_charge: charge } = await stripe.paymentIntents.create(atOnce());
      const { data } = await stripe.charges.list({ payment_intent: id });
      expect(data.map((one) => one.id)).toEqual([charge]);
      const begun = await stripe.paymentIntents.create({ amount: 100, currency: 'eur' });
      const none = await stripe.charges.list({ payment_intent: begun.id });
      expect(none.data).toEqual([]);
    },
  },
  {
    name: 'disputes.retrieve',
    shows: 'what the buyer’s bank took back',
    before: false,
    async run(clients) {
      const { paymentId, disputeId } = await disputed(clients);
      const dispute = await clients.stripe.disputes.retrieve(disputeId);
      expect(dispute).toMatchObject({ payment_intent: paymentId, status: 'needs_response' });
      expect(dispute.balance_transactions).toHaveLength(1);
    },
  },
  {
    name: 'disputes.list',
    shows: 'of one payment',
    before: false,
    async run(clients) {
      const { paymentId, disputeId } = await disputed(clients);
      const { data } = await clients.stripe.disputes.list({ payment_intent: paymentId });
      expect(data.map(({ id }) => id)).toEqual([disputeId]);
    },
  },
  {
    name: 'balance.retrieve',
    shows: 'what is there, and what is on its way',
    before: false,
    async run({ stripe }) {
      await stripe.paymentIntents.create(atOnce());
      const { pending } = await stripe.balance.retrieve();
      expect(pending.map(({ currency }) => currency)).toContain('eur');
    },
  },
  {
    name: 'balanceTransactions.retrieve',
    shows: 'amount, fee and what is left',
    before: false,
    async run({ stripe }) {
      const expand = ['latest_charge.balance_transaction'];
      const { id } = await stripe.paymentIntents.create(atOnce());
      const { latest_charge: charge } = await stripe.paymentIntents.retrieve(id, { expand });
      const line = (charge as { balance_transaction: { id: string } }).balance_transaction;
      const found = await stripe.balanceTransactions.retrieve(line.id);
      expect(found).toMatchObject({ amount: 1_000, type: 'charge' });
      expect(found.fee).toBeGreaterThan(0);
      expect(found.net).toBe(1_000 - found.fee);
    },
  },
  {
    name: 'balanceTransactions.list, page after page',
    shows: 'of one kind, newest first, with their sources whole',
    before: false,
    async run({ stripe }) {
      const { id: payment_intent } = await stripe.paymentIntents.create(atOnce());
      const made: string[] = [];
      for (const amount of [100, 200]) {
        made.unshift((await stripe.refunds.create({ payment_intent, amount })).id);
      }
      const asked = { type: 'refund', limit: 1, expand: ['data.source'] };
      const found = await stripe.balanceTransactions.list(asked).autoPagingToArray({ limit: 2 });
      expect(found.map(({ source }) => (source as { id: string }).id)).toEqual(made);
    },
  },
  {
    name: 'payouts.list and payouts.retrieve',
    shows: 'what was paid out, and the lines of it',
    before: false,
    async run(clients) {
      const { stripe } = clients;
      await stripe.paymentIntents.create(atOnce());
      await control(clients, 'payouts', {});
      const { data } = await stripe.payouts.list({ limit: 1 });
      expect(data).toHaveLength(1);
      const payout = await stripe.payouts.retrieve(data[0]!.id);
      expect(payout).toMatchObject({ object: 'payout', currency: 'eur' });
      const asked = stripe.balanceTransactions.list({ payout: payout.id, limit: 100 });
      const lines = await asked.autoPagingToArray({ limit: 1_000 });
      const sum = lines.reduce((total, { net, type }) => total + (type === 'payout' ? 0 : net), 0);
      expect(payout.amount).toBe(sum);
    },
  },
];
