import type { Field } from '#contracts/fields.ts';
import type { CategorySource, Edition, ProductSource, ShownFields } from './document-source.ts';

/** A product that has everything that documents are made of: what is made of it says how they are made. */

export const sampleTime = '2026-01-15T12:00:00.000Z';

export const sampleEditions: readonly Edition[] = [
  { editionId: 1, channel: 'default', locale: 'en', currency: 'EUR', pricesIncludeTax: true },
  { editionId: 2, channel: 'default', locale: 'de', currency: 'EUR', pricesIncludeTax: true },
  { editionId: 3, channel: 'wholesale', locale: 'en', currency: 'USD', pricesIncludeTax: false },
];

export const sampleCategories: readonly CategorySource[] = [
  { path: 'food', name: 'Food', names: { de: 'Lebensmittel' }, channels: null },
  { path: 'food/coffee', name: 'Coffee', names: {}, channels: null },
];

const field: Field = {
  owner: 'product',
  key: 'roast',
  names: { en: 'Roast', de: 'Röstung' },
  type: 'choice',
  unit: null,
  localised: false,
  storefront: true,
  facet: true,
  onCards: true,
  required: false,
  onlyForTags: [],
  limits: {
    minimum: null,
    maximum: null,
    decimals: null,
    minimumLength: null,
    maximumLength: null,
    pattern: null,
    lines: false,
  },
  choices: [{ value: 'light', names: { en: 'Light', de: 'Hell' } }],
  version: 1,
};
export const sampleFields: ShownFields = {
  product: [
    field,
    { ...field, key: 'notes', type: 'text', names: { en: 'Notes' }, localised: true, facet: false },
    { ...field, key: 'tasted', type: 'bool', names: { en: 'Tasted' }, onCards: false },
  ],
  variant: [
    {
      ...field,
      owner: 'variant',
      key: 'height',
      type: 'number',
      names: { en: 'Height' },
      unit: 'cm',
    },
  ],
};

const inBoth = (amountMinor: number, compareAtMinor: number | null) => [
  { channel: 'default', currency: 'EUR', amountMinor, compareAtMinor },
  { channel: 'wholesale', currency: 'USD', amountMinor: amountMinor + 100, compareAtMinor: null },
];

export const sampleProduct: ProductSource = {
  productId: '01990000-0000-7000-8000-000000000001',
  handle: 'yirgacheffe',
  title: 'Yirgachéffe',
  descriptionHtml: '<p>Bright and floral.</p>',
  descriptionText: 'Bright and floral.',
  vendor: 'Speicher',
  productType: 'Coffee',
  tags: ['light', 'washed'],
  seoTitle: '',
  seoDescription: 'Coffee from Ethiopia',
  categoryPath: 'food/coffee',
  options: [{ name: 'Size', values: ['250 g', '1 kg'] }],
  imageUrl: 'https://shop.example/one.png',
  version: 3,
  createdAt: '2026-01-01T00:00:00.000Z',
  collections: ['morning'],
  channels: ['default', 'wholesale'],
  media: [{ url: 'https://shop.example/one.png', altText: 'A bag', focal: { x: 40, y: 15 } }],
  translations: [
    {
      locale: 'de',
      title: 'Yirgacheffe am Morgen',
      descriptionHtml: '<p>Hell und blumig.</p>',
      descriptionText: 'Hell und blumig.',
      seoTitle: 'Kaffee',
      seoDescription: '',
      optionNames: { Size: 'Menge' },
      optionValues: { '1 kg': 'Ein Kilo' },
    },
  ],
  attributes: { roast: 'light', notes: { en: 'Jasmine', de: 'Jasmin' }, tasted: true },
  variants: [
    {
      attributes: { height: 12.5 },
      content: { quantity: 250, unit: 'g' },
      energyLabel: {
        class: 'B',
        best: 'A',
        worst: 'G',
        labelUrl: '/media/label.svg',
        sheetUrl: 'https://shop.example/sheet.pdf',
      },
      variantId: '01990000-0000-7000-8000-000000000002',
      sku: 'YIR-250',
      optionValues: ['250 g'],
      barcode: '4006381333931',
      weightGrams: 250,
      requiresShipping: true,
      inventoryPolicy: 'deny',
      tracked: true,
      imageUrl: null,
      prices: inBoth(1_290, 1_490),
      sales: [
        {
          channel: 'default',
          currency: 'EUR',
          amountMinor: 990,
          startsAt: '2026-02-01T00:00:00.000Z',
          endsAt: '2026-02-08T00:00:00.000Z',
        },
      ],
      history: [
        {
          channel: 'default',
          currency: 'EUR',
          kind: 'price',
          amountMinor: 1_190,
          from: '2025-11-01T00:00:00.000Z',
          to: '2026-01-10T00:00:00.000Z',
        },
        {
          channel: 'default',
          currency: 'EUR',
          kind: 'price',
          amountMinor: 1_290,
          from: '2026-01-10T00:00:00.000Z',
          to: null,
        },
      ],
      stock: [{ available: 5, channels: ['default'], policy: 'deny' }],
    },
    {
      variantId: '01990000-0000-7000-8000-000000000003',
      sku: 'YIR-1000',
      optionValues: ['1 kg'],
      barcode: '',
      weightGrams: 1_000,
      requiresShipping: true,
      inventoryPolicy: 'continue',
      tracked: false,
      imageUrl: 'https://shop.example/two.png',
      attributes: {},
      content: null,
      energyLabel: null,
      prices: inBoth(4_490, null),
      sales: [],
      history: [],
      stock: [],
    },
  ],
};
