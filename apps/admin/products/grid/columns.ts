import { minorOf, type Formats } from '../../words/formats.ts';
import type { Words } from '../../words/en.ts';
import type { Channel } from '../use-channels.ts';
import { changeProduct, setPrice, type Product, type ReadVersion } from '../product-commands.ts';
import type { ProductRow } from './use-products.ts';

export const columnNames = [
  'title',
  'status',
  'sku',
  'vendor',
  'category',
  'price',
  'was',
  'stock',
  'updated',
] as const;
export type Column = (typeof columnNames)[number];

const editable = ['title', 'status', 'vendor', 'price', 'was'] as const;
type Editable = (typeof editable)[number];
const usual: readonly Column[] = ['title', 'status', 'sku', 'vendor', 'price', 'was', 'stock'];

const kept = 'kontor-product-columns';

/** Which columns somebody chose on this device, in their fixed order; the title always stands. */
export function keptColumns(): readonly Column[] {
  const chosen = localStorage.getItem(kept)?.split(' ') ?? usual;
  return columnNames.filter((name) => name === 'title' || chosen.includes(name));
}

export const keepColumns = (columns: readonly Column[]): void =>
  localStorage.setItem(kept, columns.join(' '));

export interface Reading {
  readonly words: Words;
  readonly formats: Formats;
}

type ProblemName = keyof Words['products']['problems'];

/** Why a cell is not changed here; undefined where it is. */
export function fixedBecause(row: ProductRow, column: Column): ProblemName | undefined {
  if (!editable.some((name) => name === column)) return 'fixed';
  if (column !== 'price' && column !== 'was') return undefined;
  if (row.variants === 0) return 'noVariant';
  return row.sku === null || row.sku === undefined ? 'several' : undefined;
}

/** What a cell shows. */
export function shownIn(row: ProductRow, column: Column, { words, formats }: Reading): string {
  const { price } = row;
  switch (column) {
    case 'title':
      return row.title;
    case 'vendor':
      return row.vendor;
    case 'status':
      return words.products.states[row.status];
    case 'sku':
      return row.sku ?? words.products.variantsOf(row.variants ?? 0);
    case 'category':
      return row.category ?? '';
    case 'price':
      return price ? rangeOf(price, formats) : '';
    case 'was': {
      const before = price?.compareAtMinor ?? undefined;
      return price && before !== undefined ? formats.money(before, price.currency) : '';
    }
    case 'stock':
      return typeof row.available === 'number'
        ? formats.count(row.available)
        : words.products.notCounted;
    case 'updated':
      return formats.shortly(row.updatedAt);
  }
}

function rangeOf(price: NonNullable<ProductRow['price']>, formats: Formats): string {
  const { currency, lowestMinor, highestMinor } = price;
  const lowest = formats.money(lowestMinor, currency);
  return lowestMinor === highestMinor
    ? lowest
    : `${lowest} – ${formats.money(highestMinor, currency)}`;
}

/** What somebody begins to edit with: amounts without their currency, states by their word. */
export function editedAs(row: ProductRow, column: Column, reading: Reading): string {
  const { price } = row;
  if (column !== 'price' && column !== 'was') return shownIn(row, column, reading);
  if (!price) return '';
  const minor = column === 'price' ? price.lowestMinor : price.compareAtMinor;
  return minor === null ? '' : plainAmount(minor, price.currency, reading.formats);
}

/** As it is typed: without separators of thousands, which a reader of it would take for a point. */
export function plainAmount(minor: number, currency: string, formats: Formats): string {
  return formats
    .amount(minor, currency)
    .replaceAll(/[^\d.,]/g, '')
    .replaceAll(/[.,](?=.*[.,])/g, '');
}

/** Sends what was typed into a cell, or says why it cannot be. */
export function prepareCell(
  row: ProductRow,
  column: Column,
  typed: string,
  { words, channel }: { readonly words: Words; readonly channel: Channel },
): ProblemName | ((read: ReadVersion) => Promise<Product>) {
  const fixed = fixedBecause(row, column);
  if (fixed) return fixed;
  const text = typed.trim();
  switch (column as Editable) {
    case 'title':
      return text === '' ? 'empty' : (read) => changeProduct(read, { title: text });
    case 'vendor':
      return (read) => changeProduct(read, { vendor: text });
    case 'status': {
      const status = statusNamed(text, words);
      return status ? (read) => changeProduct(read, { status }) : 'state';
    }
    case 'price':
    case 'was':
      return preparePrice(row, column as 'price' | 'was', text, channel);
  }
}

function preparePrice(row: ProductRow, column: 'price' | 'was', text: string, channel: Channel) {
  const { code, currency } = channel;
  // As spreadsheets have it: with the sign of its currency, or its code.
  const amount = text.replaceAll(/[^\d.,]/g, '');
  const minor = text === '' ? null : minorOf(amount, currency);
  if (minor === undefined || /[a-z]{4,}/i.test(text)) return 'amount' as const;
  const before = row.price;
  if (column === 'was' && !before) return 'noPrice' as const;
  const price = {
    sku: row.sku!,
    channel: code,
    amountMinor: column === 'price' ? minor : before!.lowestMinor,
    compareAtMinor:
      column === 'was' ? minor : minor === null ? null : (before?.compareAtMinor ?? null),
  };
  return (read: ReadVersion) => setPrice(read, price);
}

function statusNamed(text: string, words: Words): ProductRow['status'] | undefined {
  const wanted = text.toLowerCase();
  const names = Object.entries(words.products.states) as [ProductRow['status'], string][];
  return names.find(([name, word]) => wanted === name || wanted === word.toLowerCase())?.[0];
}
