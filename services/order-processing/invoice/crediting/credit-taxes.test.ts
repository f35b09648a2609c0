import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate, multiplyRatio, sumMinor } from '#kernel/money.ts';
import type { InvoiceSnapshot, TaxShare } from '../issuing/document-snapshot.ts';
import { orderForTests } from '../orders-for-tests.ts';
import { creditOf, deliveryMinor, remainingOf, type Noted } from './credit-taxes.ts';
import { restOf } from './rest-of-invoice.ts';

type Invoiced = Pick<InvoiceSnapshot, 'lines' | 'totals'>;
type Note = Noted & { lines: NonNullable<Noted['lines']> };

/** What is taxed once, twice, or not at all. */
const rates = fc.constantFrom<(readonly number[])[]>(
  [],
  [0],
  [55_000],
  [70_000],
  [190_000],
  [60_000, 20_000],
);
const once = rates.filter((one) => one.length === 1);

function baskets(rateOf: typeof rates) {
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 7 }),
    unitPriceMinor: fc.integer({ min: 0, max: 99_999 }),
    discountPercent: fc.integer({ min: 0, max: 100 }),
    rate: rateOf,
  });
  return fc
    .record({
      lines: fc.array(line, { minLength: 1, maxLength: 4 }),
      delivery: fc.record({ minor: fc.integer({ min: 0, max: 2_000 }), rate: rateOf }),
      inclusive: fc.boolean(),
    })
    .map(invoiceOf);
}

interface Basket {
  lines: {
    quantity: number;
    unitPriceMinor: number;
    discountPercent: number;
    rate: readonly number[];
  }[];
  delivery: { minor: number; rate: readonly number[] };
  inclusive: boolean;
}

/** As checkout freezes it. */
function invoiceOf({ lines: wanted, delivery, inclusive }: Basket): Invoiced {
  const like = orderForTests().lines[0]!;
  const lines = wanted.map(({ quantity, unitPriceMinor, discountPercent, rate }, index) => {
    const subtotalMinor = quantity * unitPriceMinor;
    const discountMinor = multiplyRatio(subtotalMinor, discountPercent, 100, 'half_up');
    const taxed = taxesOf(subtotalMinor - discountMinor, rate, inclusive);
    const totalMinor = subtotalMinor - discountMinor + (inclusive ? 0 : taxed.taxMinor);
    const lineId = `line ${index}`;
    return {
      ...like,
      lineId,
      quantity,
      unitPriceMinor,
      subtotalMinor,
      discountMinor,
      totalMinor,
      ...taxed,
    };
  });
  const shipping = taxesOf(delivery.minor, delivery.rate, inclusive);
  const byRate = Map.groupBy(
    [...lines.flatMap(({ taxes }) => taxes), ...shipping.taxes],
    ({ ratePpm }) => ratePpm,
  );
  const taxMinor = sumMinor([...lines, shipping].map((part) => part.taxMinor));
  const sumOf = (name: 'subtotalMinor' | 'discountMinor') =>
    sumMinor(lines.map((line) => line[name]));
  return {
    lines,
    totals: {
      currency: 'EUR',
      pricesIncludeTax: inclusive,
      subtotalMinor: sumOf('subtotalMinor'),
      discountMinor: sumOf('discountMinor'),
      shippingMinor: delivery.minor,
      shippingTaxMinor: shipping.taxMinor,
      taxMinor,
      totalMinor:
        sumMinor(lines.map(({ totalMinor }) => totalMinor)) +
        delivery.minor +
        (inclusive ? 0 : shipping.taxMinor),
      taxes: [...byRate.values()].map((same) => ({
        ...same[0]!,
        taxableMinor: sumMinor(same.map((share) => share.taxableMinor)),
        taxMinor: sumMinor(same.map((share) => share.taxMinor)),
      })),
    },
  };
}

function taxesOf(minor: number, rate: readonly number[], inclusive: boolean) {
  const whole = sumMinor(rate);
  const taxMinor = multiplyRatio(minor, whole, 1_000_000 + (inclusive ? whole : 0), 'half_up');
  const taxableMinor = inclusive ? minor - taxMinor : minor;
  const parts = allocate(taxMinor, rate);
  const taxes: TaxShare[] = rate.map((ratePpm, index) => {
    return { name: 'VAT', ratePpm, taxableMinor, taxMinor: parts[index]! };
  });
  return { taxMinor, taxes };
}

/** A unit of a line, some of the delivery, with something given beyond it or held back. */
const steps = fc.array(
  fc.record({
    at: fc.nat({ max: 3 }),
    units: fc.integer({ min: 0, max: 3 }),
    delivery: fc.integer({ min: 0, max: 900 }),
    adjustment: fc.constantFrom(0, 0, 0, 7, 250, -1, -300),
    comesBack: fc.boolean(),
  }),
  { maxLength: 12 },
);

function noteOf(invoice: Invoiced, notes: readonly Note[], step: Omit<Step, 'comesBack'>) {
  const rest = restOf(invoice, notes);
  const line = invoice.lines[step.at % invoice.lines.length]!;
  const left = rest.lines.find(({ lineId }) => lineId === line.lineId);
  const quantity = Math.min(step.units, left?.quantity ?? 0);
  const lines =
    left && quantity > 0
      ? [
          {
            lineId: line.lineId,
            quantity,
            amountMinor: multiplyRatio(left.amountMinor!, quantity, left.quantity, 'half_up'),
          },
        ]
      : [];
  const shippingMinor = Math.min(step.delivery, rest.shippingMinor);
  const parts = sumMinor(lines.map(({ amountMinor }) => amountMinor)) + shippingMinor;
  return credited(invoice, notes, { amountMinor: parts + step.adjustment, lines, shippingMinor });
}
interface Step {
  at: number;
  units: number;
  delivery: number;
  adjustment: number;
  comesBack: boolean;
}

/** Undefined where there would be no such note. */
function credited(
  invoice: Invoiced,
  notes: readonly Note[],
  credit: Parameters<typeof creditOf>[2],
): Note | undefined {
  if (credit.amountMinor < 1 || credit.amountMinor > remainingOf(invoice, notes).totalMinor) return;
  const { lines, shipping, taxes, adjustmentMinor } = creditOf(invoice, notes, credit);
  const rows = [...lines, shipping].map(({ totalMinor }) => totalMinor);
  expect(sumMinor(rows) + adjustmentMinor).toBe(credit.amountMinor);
  const named = lines.map((part) => ({ sku: '', title: '', variantTitle: null, ...part }));
  return {
    totalMinor: credit.amountMinor,
    taxes,
    lines: named,
    shippingMinor: shipping.totalMinor,
    shippingTaxes: shipping.taxes,
  };
}

const minors = (taxes: readonly TaxShare[]) =>
  taxes.flatMap(({ taxableMinor, taxMinor }) => [taxableMinor, taxMinor]);

test('whatever is given back, kept or comes back, all notes together are the invoice in the end', () => {
  fc.assert(
    fc.property(baskets(rates), steps, (invoice, wanted) => {
      let notes: Note[] = [];
      for (const step of wanted) {
        const note = noteOf(invoice, notes, step);
        if (!note) continue;
        expect(Math.min(0, ...minors(note.taxes))).toBe(0);
        notes = step.comesBack ? [note, ...notes.slice(1)] : [...notes, note];
        const left = remainingOf(invoice, notes).taxes;
        expect(Math.min(0, ...minors(left))).toBe(0);
      }
      const amountMinor = remainingOf(invoice, notes).totalMinor;
      const rest = credited(invoice, notes, { amountMinor, ...restOf(invoice, notes) });
      if (rest) notes.push(rest);
      // What costs nothing has taxes that nobody pays.
      if (invoice.totals.totalMinor === 0) return;
      const all = remainingOf(invoice, notes);
      expect([all.totalMinor, ...minors(all.taxes)].every((minor) => minor === 0)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('goods and delivery have the taxes they were invoiced with, to the last cent, in any order', () => {
  fc.assert(
    fc.property(baskets(rates), steps, (invoice, wanted) => {
      const notes: Note[] = [];
      for (const step of wanted) {
        const note = noteOf(invoice, notes, { ...step, adjustment: 0 });
        if (note) notes.push(note);
      }
      const left = restOf(invoice, notes);
      const amountMinor = sumMinor([
        left.shippingMinor,
        ...left.lines.map((line) => line.amountMinor!),
      ]);
      const rest = credited(invoice, notes, { amountMinor, ...left });
      if (rest) notes.push(rest);
      for (const line of invoice.lines.filter(({ totalMinor }) => totalMinor > 0)) {
        const rows = notes.flatMap(({ lines }) =>
          lines.filter((row) => row.lineId === line.lineId),
        );
        expect(sumMinor(rows.map(({ totalMinor }) => totalMinor))).toBe(line.totalMinor);
        for (const share of line.taxes) {
          const same = rows.flatMap(({ taxes = [] }) =>
            taxes.filter(({ ratePpm }) => ratePpm === share.ratePpm),
          );
          expect(sumMinor(same.map(({ taxMinor }) => taxMinor))).toBe(share.taxMinor);
          expect(sumMinor(same.map(({ taxableMinor }) => taxableMinor))).toBe(share.taxableMinor);
        }
      }
      const delivered = sumMinor(notes.map(({ shippingMinor = 0 }) => shippingMinor));
      expect(delivered).toBe(deliveryMinor(invoice.totals));
    }),
    { numRuns: 300 },
  );
});

test('units without an amount cost what an earlier version counted for them', () => {
  const price = { quantity: 7, unitPriceMinor: 101, discountPercent: 50, rate: [190_000] };
  const delivery = { minor: 0, rate: [190_000] };
  const invoice = invoiceOf({ lines: [price], delivery, inclusive: true });
  const [{ lineId, quantity, totalMinor }] = invoice.lines as [Invoiced['lines'][number]];
  const upTo = (units: number) => multiplyRatio(totalMinor, units, quantity, 'half_up');
  const notes: Note[] = [];
  for (let unit = 0; unit < quantity; unit += 1) {
    const amountMinor = upTo(unit + 1) - upTo(unit);
    const asked = { amountMinor, lines: [{ lineId, quantity: 1 }], shippingMinor: 0 };
    expect(creditOf(invoice, notes, asked).adjustmentMinor).toBe(0);
    notes.push(credited(invoice, notes, asked)!);
  }
  expect(remainingOf(invoice, notes).totalMinor).toBe(0);
});

/** More is given twice beyond the parts than is left of the tax on them. */
const beyondARate: [Invoiced, Step[]] = [
  invoiceOf({
    lines: [
      { quantity: 1, unitPriceMinor: 28, discountPercent: 0, rate: [55_000] },
      { quantity: 1, unitPriceMinor: 0, discountPercent: 0, rate: [0] },
    ],
    delivery: { minor: 24, rate: [190_000] },
    inclusive: false,
  }),
  [
    { at: 0, units: 0, delivery: 0, adjustment: 7, comesBack: false },
    { at: 0, units: 0, delivery: 27, adjustment: 7, comesBack: false },
  ],
];

test('where each part is taxed once, taxes and what is taxed sum to what a note gives back', () => {
  fc.assert(
    fc.property(baskets(once), steps, (invoice, wanted) => {
      const notes: Note[] = [];
      for (const step of wanted) {
        const note = noteOf(invoice, notes, step);
        if (!note) continue;
        expect(sumMinor(minors(note.taxes))).toBe(note.totalMinor);
        notes.push(note);
      }
    }),
    { numRuns: 300, examples: [beyondARate] },
  );
});
