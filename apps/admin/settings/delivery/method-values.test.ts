import { expect, test, vi } from 'vitest';
import { ratesOf, wrongIn, type MethodForm } from './method-values.ts';
import type { Method } from './zones.ts';

vi.stubGlobal('document', { documentElement: { dataset: { digits: '' } } });

const form = (fields: Partial<MethodForm>): MethodForm => ({
  code: 'parcel',
  name: 'Parcel',
  basis: 'weight',
  carrierCode: '',
  serviceCode: '',
  earliestDays: '',
  latestDays: '',
  active: true,
  steps: [{ from: '0', price: '4.90' }],
  below: '',
  freeFrom: '',
  weekdays: [],
  ...fields,
});
const rate = (from: number, below: number | null, currency = 'EUR') => ({
  currency,
  from,
  below,
  priceMinor: 490,
});
const method = (...rates: Method['rates']): Method => ({ basis: 'weight', rates }) as Method;
const said = {
  noAmount: 'amount',
  noNumber: 'number',
  sameStep: 'same',
  endsBefore: 'before',
  otherPrices: (currencies: string) => currencies,
};

test('a way ends where it ended, and what was offered nowhere between two prices is not offered', () => {
  const steps = [
    { from: '0', price: '4.90' },
    { from: '5000', price: '4,90' },
  ];
  const before = [rate(0, 2_000), rate(5_000, 31_500)];
  const as = (fields: Partial<MethodForm>) => ratesOf(form(fields), method(...before), 'EUR');
  expect(as({ steps, below: '31500' })).toEqual(before);
  expect(as({ steps, below: '' })).toEqual([rate(0, 2_000), rate(5_000, null)]);
  const between = [...steps, { from: '1000', price: '4.90' }];
  expect(as({ steps: between }).map(({ below }) => below)).toEqual([1_000, 5_000, null]);
});

test.each([
  [{ steps: [{ from: '12,50', price: '4.90' }] }, { 'steps.0.from': 'number' }],
  [{ steps: [{ from: '0', price: '1-2' }] }, { 'steps.0.price': 'amount' }],
  [{ below: '0' }, { below: 'before' }],
  [{ below: '31,5' }, { below: 'number' }],
  [{ basis: 'price' }, { basis: 'USD' }],
  [{}, {}],
] as const)('what cannot be meant is said at its field (%#)', (fields, wrong) => {
  const known = method(rate(0, null), rate(0, null, 'USD'));
  expect(wrongIn(form(fields as Partial<MethodForm>), known, 'EUR', said)).toEqual(wrong);
});
