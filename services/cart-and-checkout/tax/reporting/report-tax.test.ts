import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sumMinor } from '#kernel/money.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { invoiceService } from '../../../order-processing/invoice/service.ts';
import { taxService } from '../service.ts';

type Order = InputOf<'invoice', 'issueInvoice'>;

interface Reported {
  readonly id: string;
  readonly type: 'transaction' | 'reversal';
  readonly reference: string;
  readonly calculationId: string;
  readonly originalId: string | null;
  readonly lines: { readonly amount: number; readonly amount_tax: number }[];
  readonly shipping: { readonly amount: number; readonly amount_tax: number } | null;
}

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [taxService, invoiceService],
    sandbox: true,
    transport: 'loopback',
  });
});
afterAll(() => shop.close());
afterEach(async () => {
  armFailpoints(undefined);
  await shop.sandbox.clearFaults();
});

const invoices = () => shop.client('invoice');

const destination = {
  name: 'Ada King',
  street: 'Main Street 1',
  postalCode: '10001',
  city: 'New York',
  countryCode: 'US',
  regionCode: 'NY',
};

/** Of two lines and a delivery to New York, taxed by the provider. */
async function taxedOrder(pricesIncludeTax = false): Promise<Order> {
  const sold = [lineOf(3, 1_499), lineOf(1, 3_990)];
  const asked = {
    reference: newId(),
    currency: 'USD',
    pricesIncludeTax,
    destination,
    exempt: false,
    lines: sold.map(({ lineId, subtotalMinor, quantity, taxClass }) => {
      return { lineId, amountMinor: subtotalMinor, quantity, taxClass };
    }),
    shippingMinor: 490,
  };
  const quote = must(await shop.client('tax').quoteTax(asked, shop.invocation()), 'quote');
  const lines = sold.map((line, index) => {
    const { taxMinor, taxes } = quote.lines[index]!;
    const totalMinor = line.subtotalMinor + (pricesIncludeTax ? 0 : taxMinor);
    return { ...line, taxMinor, taxes, totalMinor };
  });
  const subtotalMinor = sumMinor(sold.map((line) => line.subtotalMinor));
  return {
    orderId: newId(),
    orderNumber: 'K-100023',
    email: 'ada@example.org',
    billingAddress: destination,
    shippingAddress: destination,
    deliveryName: 'Standard delivery',
    paymentMethod: 'card',
    placedAt: '2026-03-09T11:12:13.000Z',
    lines,
    totals: {
      currency: 'USD',
      pricesIncludeTax,
      subtotalMinor,
      discountMinor: 0,
      shippingMinor: 490,
      shippingTaxMinor: quote.shipping.taxMinor,
      taxMinor: quote.taxMinor,
      taxes: quote.taxes,
      totalMinor: subtotalMinor + 490 + (pricesIncludeTax ? 0 : quote.taxMinor),
    },
    taxCalculationId: quote.calculationId,
  };
}

function lineOf(quantity: number, unitPriceMinor: number) {
  return {
    lineId: newId(),
    sku: newId(),
    productId: newId(),
    title: 'Harbour mug',
    variantTitle: null,
    imageUrl: null,
    quantity,
    unitPriceMinor,
    subtotalMinor: quantity * unitPriceMinor,
    discountMinor: 0,
    taxClass: 'standard',
    weightGrams: 300,
    requiresShipping: true,
  };
}

async function issue(order: Order) {
  return must(await invoices().issueInvoice(order, shop.invocation()), 'issue');
}

type Credit = Omit<InputOf<'invoice', 'issueCreditNote'>, 'orderId' | 'refundId' | 'reason'>;
async function credit(orderId: string, what: Credit, refundId = newId()) {
  const asked = { orderId, refundId, reason: 'Sent back', ...what };
  return must(await invoices().issueCreditNote(asked, shop.invocation()), 'credit');
}

/** What the provider was told of documents with these numbers, oldest first. */
async function told(...documents: { number: string; documentId: string }[]): Promise<Reported[]> {
  const all = (await shop.sandbox.read('tax_transactions')) as unknown as Reported[];
  return documents.flatMap(({ number, documentId }) =>
    all.filter(({ reference }) => reference === `${number} ${documentId}`),
  );
}

function sumsOf({ lines, shipping }: Reported) {
  const parts = [...lines, ...(shipping ? [shipping] : [])];
  return {
    amount: sumMinor(parts.map((part) => part.amount)),
    tax: sumMinor(parts.map((part) => part.amount_tax)),
  };
}

const stateOf = (documentId: string) =>
  shop
    .database('tax')
    .first<{ state: string; reason: string | null }>(
      sql`select state, reason from reported_document where document_id = ${documentId}`,
    );

/** What a person waits for: stories are tried again by and by. */
async function settled(documentId: string, state: 'reported' | 'review') {
  await expect
    .poll(async () => (await stateOf(documentId))?.state, { timeout: 180_000, interval: 100 })
    .toBe(state);
}

/** The answer came, and what it said was not recorded. */
async function diedRecording(documentId: string) {
  const story = sql`select last_error as error from story where id = ${documentId}`;
  await expect
    .poll(async () => (await shop.database('tax').query(story))[0], { timeout: 180_000 })
    .toMatchObject({ error: expect.stringContaining('settle_report') });
}

test('an invoice that the provider taxed is told once, with its taxes', async () => {
  const order = await taxedOrder();
  const invoice = await issue(order);
  expect(await issue(order)).toEqual(invoice);
  await settled(invoice.documentId, 'reported');
  const [transaction, ...more] = await told(invoice);
  expect(more).toEqual([]);
  expect(transaction).toMatchObject({ type: 'transaction' });
  expect(sumsOf(transaction!).tax).toBe(order.totals.taxMinor);
  expect(order.taxCalculationId).toBe(`stripe-tax@sandbox ${transaction!.calculationId}`);
}, 300_000);

test('an order that the table taxed is told to nobody', async () => {
  const { taxCalculationId: _calculation, ...order } = await taxedOrder();
  const invoice = await issue(order);
  await credit(invoice.orderId, { amountMinor: 100 });
  await shop.settle();
  expect(await stateOf(invoice.documentId)).toBeUndefined();
  const events = await shop
    .database('invoice')
    .query(
      sql`select from outbox where type like 'invoice.%' and aggregate_id = ${invoice.documentId}`,
    );
  expect(events).toEqual([]);
}, 300_000);

test.each([false, true])(
  'credit notes take back exactly their taxes, until nothing is left (prices with tax: %s)',
  async (pricesIncludeTax) => {
    const order = await taxedOrder(pricesIncludeTax);
    const invoice = await issue(order);
    const [first, second] = order.lines;
    const one = await credit(order.orderId, {
      amountMinor: 1_499,
      lines: [{ lineId: first!.lineId, quantity: 1, amountMinor: 1_499 }],
    });
    const goodwill = await credit(order.orderId, { amountMinor: 777 });
    const less = await credit(order.orderId, {
      amountMinor: 2_000,
      lines: [{ lineId: second!.lineId, quantity: 1, amountMinor: 2_500 }],
      shippingMinor: 100,
    });
    const before = sumMinor([one, goodwill, less].map(({ totalMinor }) => totalMinor));
    const rest = await credit(order.orderId, {
      amountMinor: order.totals.totalMinor - before,
      rest: true,
    });
    const notes = [one, goodwill, less, rest];
    for (const { documentId } of notes) await settled(documentId, 'reported');
    const [transaction, ...reversals] = await told(invoice, ...notes);
    expect(reversals).toHaveLength(notes.length);
    const snapshots = await shop.database('invoice').query<{ number: string; taxMinor: number }>(
      sql`select number, (snapshot ->> 'taxMinor')::int as tax_minor from document
          where order_id = ${order.orderId} and kind = 'credit_note'`,
    );
    for (const [index, { number, totalMinor }] of notes.entries()) {
      const reversal = reversals[index]!;
      const { taxMinor } = snapshots.find((note) => note.number === number)!;
      expect(reversal).toMatchObject({ type: 'reversal', originalId: transaction!.id });
      const sums = sumsOf(reversal);
      expect(0 - sums.tax).toBe(taxMinor);
      expect(0 - sums.amount).toBe(pricesIncludeTax ? totalMinor : totalMinor - taxMinor);
    }
    const all = [transaction!, ...reversals].map(sumsOf);
    expect(sumMinor(all.map(({ tax }) => tax))).toBe(0);
    expect(sumMinor(all.map(({ amount }) => amount))).toBe(0);
  },
  300_000,
);

test.each(['lost_answer', 'reset', 'html', 'status'])(
  'answers that go astray (%s) leave each document told once',
  async (kind) => {
    const order = await taxedOrder();
    for (const operation of ['commit', 'reverse']) {
      const fault = { system: 'tax', operation, kind, times: 1 };
      await shop.sandbox.control('faults', fault);
    }
    const invoice = await issue(order);
    const note = await credit(order.orderId, { amountMinor: 500 });
    await settled(note.documentId, 'reported');
    expect((await told(invoice, note)).map(({ type }) => type)).toEqual([
      'transaction',
      'reversal',
    ]);
  },
  300_000,
);

test('who dies between the answer and the record asks again and is told the same', async () => {
  const order = await taxedOrder();
  armFailpoints('commit:tax.settle_report:before=throw@1');
  const invoice = await issue(order);
  await settled(invoice.documentId, 'reported');
  armFailpoints('commit:tax.settle_report:before=throw@1');
  const note = await credit(order.orderId, { amountMinor: 500 });
  await settled(note.documentId, 'reported');
  expect(await told(invoice, note)).toHaveLength(2);
}, 300_000);

test('an answer that was lost for longer than keys last is known by the number', async () => {
  const [order, other] = [await taxedOrder(), await taxedOrder()];
  const invoice = await issue(order);
  await settled(invoice.documentId, 'reported');
  // The provider did it, and the process died before it could be recorded.
  armFailpoints('commit:tax.settle_report:before=throw@always');
  const note = await credit(order.orderId, { amountMinor: 500 });
  const unheard = await issue(other);
  await expect.poll(async () => (await told(note, unheard)).length, { timeout: 180_000 }).toBe(2);
  for (const { documentId } of [note, unheard]) await diedRecording(documentId);
  await shop.sandbox.forgetKeys();
  armFailpoints(undefined);
  await settled(note.documentId, 'reported');
  await settled(unheard.documentId, 'reported');
  expect(await told(note, unheard)).toHaveLength(2);
  // By which id the provider has it nobody knows, so people take back what is credited of it.
  const ofUnheard = await credit(other.orderId, { amountMinor: 500 });
  await settled(ofUnheard.documentId, 'review');
  expect(await stateOf(ofUnheard.documentId)).toMatchObject({ reason: 'transaction_unknown' });
  // The next note takes of what the one that was not heard of left.
  const next = await credit(order.orderId, {
    amountMinor: order.totals.totalMinor - 500,
    rest: true,
  });
  await settled(next.documentId, 'reported');
}, 300_000);

test('a calculation that the provider does not have any more is for people, and so are its credits', async () => {
  const order = { ...(await taxedOrder()), taxCalculationId: 'stripe-tax@sandbox taxcalc_gone' };
  const invoice = await issue(order);
  const note = await credit(order.orderId, { amountMinor: 500 });
  await settled(note.documentId, 'review');
  expect(await stateOf(invoice.documentId)).toEqual({
    state: 'review',
    reason: 'calculation_expired',
  });
  expect(await stateOf(note.documentId)).toEqual({
    state: 'review',
    reason: 'invoice_not_reported',
  });
  expect(await told(invoice, note)).toEqual([]);
  const actor = shop.staff(['settings:read']);
  const reviews = async (channel: string, cursor?: string) =>
    must(
      await shop
        .client('tax')
        .listReviews({ limit: 1, cursor, state: 'open' }, shop.invocation({ actor, channel })),
      'reviews',
    );
  const first = await reviews('default');
  expect(first.items).toMatchObject([
    { documentId: note.documentId, number: note.number, reason: 'invoice_not_reported' },
  ]);
  const second = await reviews('default', first.nextCursor!);
  expect(second.items).toMatchObject([
    { documentId: invoice.documentId, orderId: order.orderId, reason: 'calculation_expired' },
  ]);
  expect(await reviews('wholesale')).toEqual({ items: [], nextCursor: null });
}, 300_000);

test('a credit note that comes before its invoice waits for it, and twice told is told once', async () => {
  const { taxCalculationId, ...order } = await taxedOrder();
  const { orderId, totals } = order;
  const [invoice, note] = [
    { orderId, documentId: newId(), number: `INV-${orderId}` },
    { orderId, documentId: newId(), number: `CN-${orderId}` },
  ];
  const nothing = { totalMinor: 0, taxMinor: 0 };
  const whole = { totalMinor: totals.totalMinor, taxMinor: totals.taxMinor };
  const credited = { ...note, ...whole, lines: [], shipping: nothing };
  await shop.deliver('invoice.credited', note.documentId, 1, credited);
  await shop.settle();
  expect(await stateOf(note.documentId)).toMatchObject({ state: 'waiting' });
  const issued = { ...invoice, calculationId: taxCalculationId! };
  const bringBoth = async () => {
    await shop.deliver('invoice.issued', invoice.documentId, 1, issued);
    await shop.deliver('invoice.credited', note.documentId, 1, credited);
  };
  await bringBoth();
  await bringBoth();
  await settled(note.documentId, 'reported');
  const [transaction, reversal, ...more] = await told(invoice, note);
  expect(more).toEqual([]);
  expect(sumsOf(reversal!).tax).toBe(0 - sumsOf(transaction!).tax);
}, 300_000);

test('a credit note that is taken back is for people to report', async () => {
  const order = await taxedOrder();
  const invoice = await issue(order);
  const refundId = newId();
  const note = await credit(order.orderId, { amountMinor: 500 }, refundId);
  await settled(note.documentId, 'reported');
  const cancellation = must(
    await invoices().cancelCreditNote(
      { refundId, orderId: order.orderId, reason: 'Came back' },
      shop.invocation(),
    ),
    'cancel',
  );
  await settled(cancellation.documentId, 'review');
  expect(await told(invoice, note)).toHaveLength(2);
  // All of it can be credited here once more, of which less is left there.
  const again = await credit(order.orderId, { amountMinor: order.totals.totalMinor, rest: true });
  await settled(again.documentId, 'review');
  expect(await stateOf(again.documentId)).toMatchObject({ reason: 'more_than_left' });
}, 300_000);
