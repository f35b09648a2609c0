import type { Formats } from '../../words/formats.ts';
import type { Words } from '../../words/en.ts';
import type { Channel } from '../use-channels.ts';
import {
  changeProduct,
  setPrice,
  type Price,
  type Product,
  type ReadVersion,
} from '../product-commands.ts';
import { amountOf } from './amounts.ts';
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

/** Those for which a phone has no room, nor a page that is much enlarged. */
export const forDesks: readonly Column[] = ['sku', 'vendor', 'category', 'was', 'stock', 'updated'];

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
export const plainAmount = (minor: number, currency: string, formats: Formats): string =>
  formats.plain(minor, currency);

/** What somebody typed into a cell of a row as they saw it. */
export interface Edit {
  readonly row: ProductRow;
  readonly column: Column;
  readonly typed: string;
  /** In which it was typed, and is saved. */
  readonly channel: Channel;
  /** What it cost before, which comes back with its price: an emptied price takes both. */
  readonly wasMinor?: number | null;
}

/** Sends what was typed into a cell, or says why it cannot be. */
export function prepareCell(
  edit: Edit,
  { words, formats }: Reading,
): ProblemName | ((read: ReadVersion) => Promise<Product>) {
  const { row, column, typed } = edit;
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
    case 'was': {
      const price = priceOf(edit, formats);
      return typeof price === 'string' ? price : (read) => setPrice(read, price);
    }
  }
}

/** What a variant costs by what was typed as its price, or as what it was before. */
export function priceOf(edit: Edit, formats: Formats): Price | 'amount' | 'noPrice' {
  const { row, column, typed, channel, wasMinor } = edit;
  const minor = minorIn(typed, channel.currency, formats);
  if (minor === undefined) return 'amount';
  const before = row.price;
  const of = { sku: row.sku!, channel: channel.code };
  if (column === 'was') {
    return before ? { ...of, amountMinor: before.lowestMinor, compareAtMinor: minor } : 'noPrice';
  }
  const kept = wasMinor === undefined ? (before?.compareAtMinor ?? null) : wasMinor;
  return { ...of, amountMinor: minor, compareAtMinor: minor === null ? null : kept };
}

const minorIn = (typed: string, currency: string, formats: Formats): number | null | undefined =>
  typed.trim() === '' ? null : amountOf(typed, currency, formats);

/** Whether a row has in a cell what was typed, however an amount is written. */
export function isThere({ row, column, typed, channel }: Edit, reading: Reading): boolean {
  const isSame = (text: string) => text.trim() === typed.trim();
  if (isSame(editedAs(row, column, reading)) || isSame(shownIn(row, column, reading))) return true;
  if ((column !== 'price' && column !== 'was') || fixedBecause(row, column)) return false;
  const kept = column === 'price' ? row.price?.lowestMinor : row.price?.compareAtMinor;
  return minorIn(typed, channel.currency, reading.formats) === (kept ?? null);
}

function statusNamed(text: string, words: Words): ProductRow['status'] | undefined {
  const wanted = text.toLowerCase();
  const names = Object.entries(words.products.states) as [ProductRow['status'], string][];
  return names.find(([name, word]) => wanted === name || wanted === word.toLowerCase())?.[0];
}
