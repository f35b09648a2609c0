import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { seedTaxRates } from './rates/seed-tax-rates.ts';
import { taxByTable } from './table-tax.ts';
import { defaultSettings, type ChannelSettings, type Rate } from './tax-book.ts';

const seeded = seedTaxRates();

function ratesOf(countryCode: string): Rate[] {
  return seeded
    .filter((rate) => rate.countryCode === countryCode)
    .map(({ regionCode, taxClass, ratePartsPerMillion, components }) => ({
      regionCode,
      taxClass,
      ratePpm: ratePartsPerMillion,
      components: components.map((part) => ({
        name: part.name,
        ratePpm: part.ratePartsPerMillion,
      })),
    }));
}

const german = ratesOf('DE');

function request(
  amounts: (number | [number, string])[],
  options: {
    inclusive?: boolean;
    regionCode?: string;
    shippingMinor?: number;
    exempt?: boolean;
  } = {},
) {
  return {
    reference: 'checkout-1',
    currency: 'EUR',
    pricesIncludeTax: options.inclusive ?? true,
    destination: {
      name: 'A',
      street: 'B 1',
      city: 'C',
      postalCode: '1',
      countryCode: 'DE',
      regionCode: options.regionCode,
    },
    exempt: options.exempt ?? false,
    lines: amounts.map((amount) => {
      const [amountMinor, taxClass] = Array.isArray(amount) ? amount : [amount, 'standard'];
      return { lineId: newId(), amountMinor, quantity: 1, taxClass };
    }),
    shippingMinor: options.shippingMinor ?? 0,
  };
}

test.each([
  ['inclusive', [11_900], true, [1_900]],
  ['exclusive', [10_000], false, [1_900]],
  ['inclusive, rounded half up', [1_999, 999], true, [319, 160]],
  ['exclusive, rounded half up', [250], false, [48]],
  ['nothing', [0], true, [0]],
] as const)('%s', (_title, amounts, inclusive, taxes) => {
  const quote = taxByTable(request([...amounts], { inclusive }), german, defaultSettings);
  expect(quote.lines.map((line) => line.taxMinor)).toEqual(taxes);
});

test('half even rounds a half to the even neighbour', () => {
  const settings: ChannelSettings = { ...defaultSettings, roundingMode: 'half_even' };
  const tenPercent = [{ regionCode: null, taxClass: 'standard', ratePpm: 100_000, components: [] }];
  const amounts = [25, 35, 45];
  const taxes = (chosen: ChannelSettings) =>
    taxByTable(request(amounts, { inclusive: false }), tenPercent, chosen).lines.map(
      (line) => line.taxMinor,
    );
  expect(taxes(settings)).toEqual([2, 4, 4]);
  expect(taxes(defaultSettings)).toEqual([3, 4, 5]);
});

test('rounding over the total may differ from rounding a line, and still sums', () => {
  const amounts = [99, 99, 99];
  const line = taxByTable(request(amounts, { inclusive: false }), german, defaultSettings);
  const settings: ChannelSettings = { ...defaultSettings, roundingLevel: 'total' };
  const total = taxByTable(request(amounts, { inclusive: false }), german, settings);
  expect(line.taxMinor).toBe(57);
  expect(total.taxMinor).toBe(56);
  expect(total.lines.map((one) => one.taxMinor)).toEqual([19, 19, 18]);
});

test('each class has its rate, and one without a rate is missing, which nobody sells at', () => {
  const amounts: [number, string][] = [
    [10_000, 'reduced'],
    [10_000, 'no-such-class'],
    [10_000, 'zero'],
  ];
  const quote = taxByTable(request(amounts, { inclusive: false }), german, defaultSettings);
  expect(quote.lines.map((line) => line.taxMinor)).toEqual([700, 1_900, 0]);
  expect(quote.taxes).toEqual([
    { name: 'VAT 7%', ratePpm: 70_000, taxableMinor: 10_000, taxMinor: 700 },
    { name: 'VAT 19%', ratePpm: 190_000, taxableMinor: 10_000, taxMinor: 1_900 },
    { name: 'VAT 0%', ratePpm: 0, taxableMinor: 10_000, taxMinor: 0 },
  ]);
  const missing = { taxClass: 'no-such-class', countryCode: 'DE', regionCode: null };
  expect(quote.missing).toEqual([missing]);
});

test.each([
  ['super_reduced', 'DE', undefined, ['super_reduced']],
  ['books', 'JP', undefined, ['books']],
  ['reduced', 'CA', 'QC', ['reduced']],
  ['reduced', 'US', 'MN', ['reduced']],
  ['zero', 'DE', undefined, []],
  ['books', 'DE', undefined, []],
  ['reduced', 'US', 'OR', []],
  ['reduced', 'BR', undefined, []],
] as const)('%s in %s %s lacks %j', (taxClass, country, regionCode, classes) => {
  const options = { shippingMinor: 500, ...(regionCode ? { regionCode } : {}) };
  const asked = request([[1_000, taxClass]], options);
  const missing = (exempt: boolean) =>
    taxByTable({ ...asked, exempt }, ratesOf(country), defaultSettings).missing ?? [];
  expect(missing(false).map((one) => one.taxClass)).toEqual(classes);
  expect(missing(true)).toEqual([]);
});

test('delivery at a standard rate that was taken away lacks it', () => {
  const books = german.filter(({ taxClass }) => taxClass === 'books');
  const input = (shippingMinor: number) => request([[1_000, 'books']], { shippingMinor });
  expect(taxByTable(input(0), books, defaultSettings).missing).toBeUndefined();
  const { missing } = taxByTable(input(490), books, defaultSettings);
  expect(missing).toEqual([{ taxClass: 'standard', countryCode: 'DE', regionCode: null }]);
});

test('a rate that was set to zero has its row, and a delivery that costs nothing has none', () => {
  const books = { regionCode: null, taxClass: 'books', ratePpm: 0, components: [] };
  const quote = taxByTable(request([[1_000, 'books']]), [books, ...german], defaultSettings);
  expect(quote.taxes).toEqual([{ name: 'VAT 0%', ratePpm: 0, taxableMinor: 1_000, taxMinor: 0 }]);
  expect(quote.shipping).toEqual({ taxMinor: 0, taxes: [] });
});

test('a region stands in the place of its country, and shows each of its taxes', () => {
  const inclusive = { inclusive: false, regionCode: 'QC' };
  const quote = taxByTable(request([10_000], inclusive), ratesOf('CA'), defaultSettings);
  expect(quote.lines[0]).toMatchObject({
    taxMinor: 1_498,
    taxes: [
      { name: 'GST 5%', taxMinor: 500 },
      { name: 'QST 9.975%', taxMinor: 998 },
    ],
  });
  const canaries = taxByTable(
    request([10_000], { inclusive: false, regionCode: 'GC' }),
    ratesOf('ES'),
    defaultSettings,
  );
  expect(canaries.taxes).toMatchObject([{ name: 'IGIC 7%', taxMinor: 700 }]);
});

test.each([
  ['standard', 190],
  ['highest', 70],
  ['proportional', 70],
] as const)('delivery of reduced goods taxed by %s', (shippingTax, taxMinor) => {
  const input = request([[5_000, 'reduced']], { inclusive: false, shippingMinor: 1_000 });
  expect(taxByTable(input, german, { ...defaultSettings, shippingTax }).shipping.taxMinor).toBe(
    taxMinor,
  );
});

test('delivery taxed in proportion is split as its lines are', () => {
  const input = request(
    [
      [3_000, 'reduced'],
      [1_000, 'standard'],
    ],
    { inclusive: false, shippingMinor: 1_000 },
  );
  const { shipping } = taxByTable(input, german, {
    ...defaultSettings,
    shippingTax: 'proportional',
  });
  expect(shipping.taxes).toMatchObject([
    { name: 'VAT 7%', taxableMinor: 750, taxMinor: 53 },
    { name: 'VAT 19%', taxableMinor: 250, taxMinor: 48 },
  ]);
});

test('the exempt pay no tax, and where no rate is known there is none', () => {
  expect(
    taxByTable(request([10_000], { exempt: true, shippingMinor: 500 }), german, defaultSettings),
  ).toMatchObject({ taxMinor: 0, taxes: [] });
  expect(taxByTable(request([10_000]), [], defaultSettings)).toMatchObject({
    taxMinor: 0,
    taxes: [],
    source: 'table',
  });
});

test.each([
  ['a rate', 'DE', undefined, 'standard', 'standard'],
  ['a reduced rate', 'DE', undefined, 'reduced', 'standard'],
  ['the zero rate where others are taxed', 'DE', undefined, 'zero', 'zero'],
  ['a state that levies nothing', 'US', 'OR', 'standard', 'outside'],
  ['the zero rate where nothing is levied', 'US', 'OR', 'zero', 'outside'],
  ['a place whose rates nobody knows', 'BR', undefined, 'standard', 'outside'],
] as const)('%s is told by its category', (_what, country, regionCode, taxClass, category) => {
  const options = { shippingMinor: 500, ...(regionCode ? { regionCode } : {}) };
  const input = request([[1_000, taxClass]], options);
  const rates = country === 'DE' ? german : ratesOf(country);
  for (const shippingTax of ['highest', 'proportional'] as const) {
    const quote = taxByTable(input, rates, { ...defaultSettings, shippingTax });
    expect(quote.lines[0]!.taxCategory).toBe(category);
    expect(quote.shipping.taxCategory).toBe(category);
  }
});

test.each(['standard', 'highest', 'proportional'] as const)(
  'delivery to the exempt is exempt where it is taxed by %s, and of free delivery nothing is told',
  (shippingTax) => {
    const settings: ChannelSettings = { ...defaultSettings, shippingTax };
    const exempt = { exempt: true, shippingMinor: 500 };
    const quote = taxByTable(request([[1_000, 'reduced']], exempt), german, settings);
    expect(quote.shipping).toEqual({ taxMinor: 0, taxes: [], taxCategory: 'exempt' });
    expect(quote.lines[0]!.taxCategory).toBe('exempt');
    expect(taxByTable(request([1_000]), german, settings).shipping).toEqual({
      taxMinor: 0,
      taxes: [],
    });
  },
);

test('delivery shared by goods at zero and at a rate is taxed', () => {
  const lines: [number, string][] = [
    [1_000, 'zero'],
    [1_000, 'reduced'],
  ];
  const settings: ChannelSettings = { ...defaultSettings, shippingTax: 'proportional' };
  const quote = taxByTable(request(lines, { shippingMinor: 500 }), german, settings);
  expect(quote.lines.map((line) => line.taxCategory)).toEqual(['zero', 'standard']);
  expect(quote.shipping.taxCategory).toBe('standard');
});

test('whatever is asked, parts sum exactly, nothing is negative, and no tax exceeds its gross', () => {
  const sum = (values: number[]) => values.reduce((left, right) => left + right, 0);
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 5_000_000 }),
          fc.constantFrom('standard', 'reduced', 'zero', 'other'),
        ),
        { minLength: 1, maxLength: 12 },
      ),
      fc.integer({ min: 0, max: 100_000 }),
      fc.boolean(),
      fc.record({
        source: fc.constant('table' as const),
        roundingLevel: fc.constantFrom('line' as const, 'total' as const),
        roundingMode: fc.constantFrom('half_up' as const, 'half_even' as const),
        shippingTax: fc.constantFrom(
          'standard' as const,
          'highest' as const,
          'proportional' as const,
        ),
      }),
      fc.constantFrom<[Rate[], string | undefined]>(
        [german, undefined],
        [ratesOf('CA'), 'QC'],
        [ratesOf('US'), 'MN'],
      ),
      (amounts, shippingMinor, inclusive, settings, [rates, regionCode]) => {
        const input = request(amounts, {
          inclusive,
          shippingMinor,
          ...(regionCode ? { regionCode } : {}),
        });
        const quote = taxByTable(input, rates, settings);
        const parts = [...quote.lines, quote.shipping];
        expect(sum(parts.map((part) => part.taxMinor))).toBe(quote.taxMinor);
        expect(sum(quote.taxes.map((share) => share.taxMinor))).toBe(quote.taxMinor);
        const gross = [...input.lines.map((line) => line.amountMinor), shippingMinor];
        parts.forEach((part, index) => {
          expect(sum(part.taxes.map((share) => share.taxMinor))).toBe(part.taxMinor);
          expect(
            Math.min(part.taxMinor, ...part.taxes.map((share) => share.taxMinor)),
          ).toBeGreaterThanOrEqual(0);
          expect(part.taxMinor).toBeLessThanOrEqual(inclusive ? gross[index]! : Infinity);
          const exact = gross[index]! * 0.2 + 1;
          expect(part.taxMinor).toBeLessThanOrEqual(exact);
        });
      },
    ),
    { numRuns: 500 },
  );
});
