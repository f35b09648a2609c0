import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

import { decimalString } from '#kernel/money.ts';

import type { Department, Item, OptionValue } from './catalog/department.ts';
import { coffee, pantry, tea } from './catalog/food-and-drink.ts';
import { kitchen, living, tableware, textiles } from './catalog/home.ts';
import { books, clothing, digital, outdoor, stationery } from './catalog/leisure.ts';

const departments: readonly Department[] = [
  coffee,
  tea,
  pantry,
  textiles,
  tableware,
  kitchen,
  living,
  stationery,
  books,
  clothing,
  outdoor,
  digital,
];

/** Sold out, and not to be sold until more arrives. */
const soldOutHandles = new Set(['gesha-reserve', 'hand-coffee-grinder', 'deck-parka', 'bulb-vase']);
/** Sold out in the warehouse, made to order: backorders are taken. */
const backorderHandle = 'flatweave-kilim';
/** The last few of their kind. */
const scarceHandles = new Set([
  'saint-helena-bourbon',
  'haraz-sun-dried',
  'wooden-bird',
  'low-tide',
]);
const draftHandle = 'milk-jug';
const saleEvery = 9;
const downloadUnits = 100_000;

const headings = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Product Category',
  'Type',
  'Tags',
  'Published',
  'Option1 Name',
  'Option1 Value',
  'Option2 Name',
  'Option2 Value',
  'Option3 Name',
  'Option3 Value',
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Fulfillment Service',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Requires Shipping',
  'Variant Taxable',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'Gift Card',
  'SEO Title',
  'SEO Description',
  'Variant Image',
  'Variant Weight Unit',
  'Variant Tax Code',
  'Cost per item',
  'Status',
  'Unit Price Total Measure',
  'Unit Price Total Measure Unit',
] as const;

type Row = Partial<Record<(typeof headings)[number], string>>;

/** The demo shop as a product CSV; the same text every time. Prices are in EUR. */
export function generateProductsCsv(): string {
  const rows = departments.flatMap((department) =>
    department.items.flatMap((item, index) => rowsOf(department, item, index)),
  );
  const lines = rows.map((row) => headings.map((heading) => quoted(row[heading] ?? '')).join(','));
  return [headings.join(','), ...lines, ''].join('\n');
}

function rowsOf(department: Department, item: Item, index: number): Row[] {
  const [, title, sentence, priceMinor] = item;
  const handle = handleOf(title);
  const skuStem = `${department.skuCode}-${String(index + 1).padStart(3, '0')}`;
  return combinations(department).map((values, variantIndex) => ({
    Handle: handle,
    ...(variantIndex === 0 ? productFields(department, item, handle, sentence) : {}),
    ...optionFields(department, values, variantIndex === 0),
    'Variant SKU': [skuStem, ...values.map((value) => value.skuCode)].join('-'),
    ...stockFields(department, handle, [skuStem, variantIndex].join('-')),
    ...priceFields(scaled(priceMinor, values, 'pricePermille'), index),
    'Variant Grams': String(scaled(department.weightGrams, values, 'weightPermille')),
    'Variant Weight Unit': 'g',
    'Variant Requires Shipping': String(department.requiresShipping),
    'Variant Taxable': 'true',
    'Variant Tax Code': department.taxClass ?? '',
    'Variant Fulfillment Service': 'manual',
    ...contentFields(values),
  }));
}

function productFields(department: Department, item: Item, handle: string, sentence: string): Row {
  const [subcategory, title] = item;
  const category = [...department.category, subcategory];
  const facts = department.facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('');
  return {
    Title: title,
    'Body (HTML)': `<p>${escapeHtml(sentence)}</p>\n<p>${escapeHtml(department.paragraph)}</p>\n<ul>${facts}</ul>`,
    Vendor: department.vendor,
    'Product Category': category.join(' > '),
    Type: department.productType,
    Tags: [...department.tags, subcategory.toLowerCase()].join(', '),
    Published: String(handle !== draftHandle),
    Status: handle === draftHandle ? 'draft' : 'active',
    'Image Src': `/media/demo/${handle}.svg`,
    'Image Position': '1',
    'Image Alt Text': `${title}, drawn in simple shapes`,
    'Gift Card': 'false',
    'SEO Title': '',
    'SEO Description': sentence,
  };
}

function optionFields(department: Department, values: OptionValue[], isFirst: boolean): Row {
  if (values.length === 0) return { 'Option1 Name': 'Title', 'Option1 Value': 'Default Title' };
  const [first, second] = department.options;
  return {
    'Option1 Name': isFirst ? (first?.name ?? '') : '',
    'Option1 Value': values[0]?.value ?? '',
    'Option2 Name': isFirst ? (second?.name ?? '') : '',
    'Option2 Value': values[1]?.value ?? '',
  };
}

function stockFields(department: Department, handle: string, seed: string): Row {
  const policy = handle === backorderHandle ? 'continue' : 'deny';
  return {
    'Variant Inventory Tracker': 'shopify',
    'Variant Inventory Policy': policy,
    'Variant Inventory Qty': String(unitsOf(department, handle, seed)),
  };
}

function unitsOf(department: Department, handle: string, seed: string): number {
  if (!department.requiresShipping) return downloadUnits;
  if (soldOutHandles.has(handle) || handle === backorderHandle) return 0;
  const number = chance(seed);
  return scarceHandles.has(handle) ? 1 + (number % 3) : 18 + (number % 120);
}

function priceFields(priceMinor: number, index: number): Row {
  const isOnSale = index % saleEvery === saleEvery - 3;
  const salePriceMinor = roundedToTenth(Math.floor((priceMinor * 4) / 5));
  const sellingMinor = isOnSale ? salePriceMinor : priceMinor;
  return {
    'Variant Price': decimalString(sellingMinor, 2),
    'Variant Compare At Price': isOnSale ? decimalString(priceMinor, 2) : '',
    'Cost per item': decimalString(Math.floor((priceMinor * 45) / 100), 2),
  };
}

/** What is chosen by its weight is priced by it. */
function contentFields(values: readonly OptionValue[]): Row {
  const measured = values.flatMap(({ value }) => /^(\d+) (g|kg)$/.exec(value) ?? []);
  const [, quantity, unit] = measured;
  if (quantity === undefined || unit === undefined) return {};
  return { 'Unit Price Total Measure': quantity, 'Unit Price Total Measure Unit': unit };
}

function scaled(
  amount: number,
  values: readonly OptionValue[],
  factor: 'pricePermille' | 'weightPermille',
): number {
  const product = values.reduce((size, value) => Math.floor((size * value[factor]) / 1000), amount);
  return factor === 'pricePermille' ? roundedToTenth(product) : product;
}

function roundedToTenth(priceMinor: number): number {
  return priceMinor - (priceMinor % 10);
}

function combinations(department: Department): OptionValue[][] {
  return department.options.reduce<OptionValue[][]>(
    (rows, option) => rows.flatMap((row) => option.values.map((value) => [...row, value])),
    [[]],
  );
}

function handleOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}|'/gu, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** A number that looks random and is the same for the same seed. */
function chance(seed: string): number {
  return hash('sha256', seed, 'buffer').readUInt32BE(0);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

if (import.meta.main) {
  writeFileSync(new URL('products.csv', import.meta.url), generateProductsCsv());
}
