import { randomUUID } from 'node:crypto';

/** Money of a bank that comes once. */
export function moneyIn() {
  const reference = randomUUID();
  return { amountMinor: 10, currency: 'EUR', receivedAt: '2026-11-20T10:00:00.000Z', reference };
}

export const wholeVariant = {
  optionValues: [],
  barcode: '',
  weightGrams: 1,
  requiresShipping: true,
  taxable: true,
  taxClass: 'standard',
  inventoryPolicy: 'deny',
  imageUrl: null,
  costMinor: null,
  hsCode: null,
  countryOfOrigin: null,
  tracked: true,
};

export const wholeMethod = {
  kind: 'card',
  provider: 'stripe',
  providerType: null,
  minMinor: null,
  maxMinor: null,
  countries: [],
  currencies: [],
  position: 7,
  active: true,
  dueDays: 0,
  rule: null,
  names: {},
};

export const takenChannel = {
  name: 'Taken',
  currency: 'USD',
  defaultLocale: 'en',
  locales: ['en'],
  pricesIncludeTax: false,
  active: false,
};

export const taxSettings = {
  source: 'table',
  roundingLevel: 'total',
  roundingMode: 'half_even',
  shippingTax: 'highest',
};

export const wholeTranslation = {
  title: 'Taken',
  descriptionHtml: '',
  seoTitle: '',
  seoDescription: '',
};
