import type { Stripe } from 'stripe';
import { expect } from 'vitest';
import type { ClientCall, ClientList, Clients, MissingCall } from './client-calls.ts';
import { stripeCustomerCalls } from './stripe-customer-calls.ts';
import { stripeMoneyCalls } from './stripe-money-calls.ts';
import { stripePaymentCalls } from './stripe-payment-calls.ts';
import { stripeSessionCalls } from './stripe-session-calls.ts';

/** Two lines and delivery, for Germany. */
const sale = {
  currency: 'eur',
  customer_details: {
    address: { country: 'DE', postal_code: '10115', city: 'Berlin', line1: 'Weg 1' },
    address_source: 'shipping' as const,
  },
  line_items: [
    { amount: 10_000, reference: 'a', tax_code: 'txcd_99999999' },
    { amount: 5_000, reference: 'b', tax_code: 'txcd_35010000' },
  ],
  shipping_cost: { amount: 500 },
};

let sales = 0;

const calculated = async (stripe: Stripe): Promise<string> =>
  (await stripe.tax.calculations.create(sale)).id ?? '';

async function committed({ stripeTax }: Clients) {
  const calculation = await calculated(stripeTax);
  const reference = `INV-${(sales += 1)}`;
  const expand = ['line_items'];
  return stripeTax.tax.transactions.createFromCalculation({ calculation, reference, expand });
}

const taxCalls: readonly ClientCall[] = [
  {
    name: 'tax.calculations.create',
    shows: 'the tax of a sale',
    before: true,
    async run({ stripeTax }) {
      const calculation = await stripeTax.tax.calculations.create(sale);
      expect(calculation).toMatchObject({ tax_amount_exclusive: 1_900 + 350 + 95 });
    },
  },
  {
    name: 'tax.calculations.listLineItems',
    shows: 'its lines, page after page',
    before: false,
    async run({ stripeTax }) {
      const id = await calculated(stripeTax);
      const lines = stripeTax.tax.calculations.listLineItems(id, { limit: 1 });
      const found = await lines.autoPagingToArray({ limit: 9 });
      expect(found.map(({ reference }) => reference)).toEqual(['a', 'b']);
    },
  },
  {
    name: 'tax.transactions.createFromCalculation',
    shows: 'a sale is reported, once',
    before: false,
    async run(clients) {
      const { stripeTax } = clients;
      const sold = await committed(clients);
      expect(sold).toMatchObject({ type: 'transaction', shipping_cost: { amount_tax: 95 } });
      expect(sold.line_items?.data.map((line) => line.amount_tax)).toEqual([1_900, 350]);
      const calculation = await calculated(stripeTax);
      const { reference } = sold;
      const again = stripeTax.tax.transactions.createFromCalculation({ calculation, reference });
      await expect(again).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });
    },
  },
  {
    name: 'tax.transactions.retrieve and tax.transactions.listLineItems',
    shows: 'what was reported',
    before: false,
    async run(clients) {
      const { tax } = clients.stripeTax;
      const { id, reference } = await committed(clients);
      expect(await tax.transactions.retrieve(id)).toMatchObject({ id, reference });
      const { data } = await tax.transactions.listLineItems(id);
      expect(data.map((line) => line.amount)).toEqual([10_000, 5_000]);
    },
  },
  {
    name: 'tax.transactions.createReversal, full',
    shows: 'all of it is taken back, once',
    before: false,
    async run(clients) {
      const { tax } = clients.stripeTax;
      const { id: original_transaction, reference } = await committed(clients);
      const reverse = (name: string) =>
        tax.transactions.createReversal({
          mode: 'full',
          original_transaction,
          reference: `${reference}-${name}`,
          expand: ['line_items'],
        });
      const reversal = await reverse('all');
      expect(reversal).toMatchObject({ type: 'reversal', reversal: { original_transaction } });
      expect(reversal.line_items?.data.map((line) => line.amount_tax)).toEqual([-1_900, -350]);
      await expect(reverse('again')).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });
    },
  },
  {
    name: 'tax.transactions.createReversal of lines',
    shows: 'no more than is left of each',
    before: false,
    async run(clients) {
      const { tax } = clients.stripeTax;
      const { id, reference, line_items: lines } = await committed(clients);
      const original_line_item = lines!.data[0]!.id;
      const reverse = (name: string, amount: number, amount_tax: number) =>
        tax.transactions.createReversal({
          mode: 'partial',
          original_transaction: id,
          reference: `${reference}-${name}`,
          line_items: [{ amount, amount_tax, original_line_item, reference: name }],
          expand: ['line_items'],
        });
      const half = await reverse('half', -5_000, -950);
      expect(half.line_items?.data[0]).toMatchObject({ reversal: { original_line_item } });
      const refused = { type: 'StripeInvalidRequestError' };
      await expect(reverse('more', -5_001, -950)).rejects.toMatchObject(refused);
      await expect(reverse('given', 100, 19)).rejects.toMatchObject(refused);
      await reverse('rest', -5_000, -950);
    },
  },
  {
    name: 'tax.transactions.createReversal of an amount',
    shows: 'spread over lines and delivery, to the cent',
    before: false,
    async run(clients) {
      const { tax } = clients.stripeTax;
      const { id: original_transaction, reference } = await committed(clients);
      const reversal = await tax.transactions.createReversal({
        mode: 'partial',
        original_transaction,
        reference: `${reference}-goodwill`,
        flat_amount: -1_000,
        expand: ['line_items'],
      });
      const parts = [...reversal.line_items!.data, reversal.shipping_cost!];
      const sum = parts.reduce((total, part) => total + part.amount + part.amount_tax, 0);
      expect(sum).toBe(-1_000);
    },
  },
];

const unrecognized = { type: 'StripeInvalidRequestError', statusCode: 404 };
const missing = (
  name: string,
  instead: string,
  run: (clients: Clients) => Promise<unknown>,
): MissingCall => ({
  name,
  instead,
  run,
  refusal: { ...unrecognized, message: expect.stringContaining('Unrecognized request URL') },
});

export const stripeCalls: ClientList = {
  vendor: 'Stripe',
  client: 'stripe 23.1.0',
  calls: [
    ...stripePaymentCalls,
    ...stripeSessionCalls,
    ...stripeMoneyCalls,
    ...stripeCustomerCalls,
    ...taxCalls,
  ],
  missing: [
    missing(
      'events.list',
      'the shop hears webhooks, and asks about the thing itself',
      ({ stripe }) => stripe.events.list(),
    ),
    missing('webhookEndpoints.create', 'the sandbox knows its shop', ({ stripe }) =>
      stripe.webhookEndpoints.create({ url: 'https://shop.example', enabled_events: ['*'] }),
    ),
    missing('customerSessions.create', 'needs Stripe’s own page in a browser', ({ stripe }) =>
      stripe.customerSessions.create({ customer: 'cus_1', components: {} }),
    ),
    missing('confirmationTokens.retrieve', 'needs Stripe’s own page in a browser', ({ stripe }) =>
      stripe.confirmationTokens.retrieve('ctoken_1'),
    ),
    missing('disputes.update', 'evidence is brought forward at Stripe', ({ stripe }) =>
      stripe.disputes.update('dp_1', {}),
    ),
    missing('payouts.create', 'the sandbox pays out by its control', ({ stripe }) =>
      stripe.payouts.create({ amount: 1, currency: 'eur' }),
    ),
  ],
};
