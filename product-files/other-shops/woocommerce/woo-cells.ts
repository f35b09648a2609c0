import { nowIso } from '#kernel/clock.ts';
import { escapedPart, splitEscaped } from '../../cells/split-escaped.ts';
import type { OwnRow } from '../own-row.ts';
import { descriptionOf } from '../plain-description.ts';
import type { WooRow } from './woo-row.ts';

type Cells = OwnRow['cells'];

/** Price and earlier price. A sale that ends by itself is no price to keep: the regular one counts. */
export function priceCells(row: WooRow): { cells: Cells; hasPlannedSale: boolean } {
  const regular = row.get('regularPrice');
  const sale = row.get('salePrice');
  const starts = row.get('saleStarts');
  const ends = row.get('saleEnds');
  const hasPlannedSale = sale !== '' && (ends !== '' || isAhead(starts));
  if (sale === '' || hasPlannedSale) return { cells: { price: regular || '' }, hasPlannedSale };
  return { cells: { price: sale, compareAt: regular === sale ? '' : regular }, hasPlannedSale };
}

function isAhead(day: string): boolean {
  const at = Date.parse(day);
  return !Number.isNaN(at) && at > Date.parse(nowIso());
}

/** Its lines are written `\n`; what is short comes first, as their shop shows it. */
export function bodyOf(row: WooRow): string {
  const texts = [row.get('shortDescription'), row.get('description')].map((text) =>
    descriptionOf(
      text.replaceAll(/(\\?)\\n/g, (_all, more: string) => (more === '' ? '\n' : '\\n')),
    ),
  );
  return [...new Set(texts)].filter((text) => text !== '').join('\n');
}

/** Only what is published and listed is for everybody. */
export function statusOf(row: WooRow): { status: string; isHidden: boolean; isForeign: boolean } {
  const published = row.get('published');
  const isPublished = published === '' || /^(?:1|true|yes)$/i.test(published);
  const isHidden = row.get('visibility').toLowerCase() === 'hidden';
  const isForeign = !['simple', 'variable', 'variation'].includes(row.kind);
  return {
    status: isPublished && !isHidden && !isForeign ? 'active' : 'draft',
    isHidden,
    isForeign,
  };
}

/** The deepest path; those above it are on it, and others have no place. */
export function categoryOf(row: WooRow): { category: string; others: readonly string[] } {
  const paths = splitEscaped(row.get('categories'), ',')
    .map((path) => path.split('>').map((name) => name.trim()))
    .filter((path) => path.some((name) => name !== ''));
  const deepest = paths.reduce((one, other) => (other.length > one.length ? other : one), []);
  const onIt = (path: readonly string[]) => path.every((name, at) => name === deepest[at]);
  return {
    category: deepest.map((name) => escapedPart(name, '>')).join(' > '),
    others: paths.filter((path) => !onIt(path)).map((path) => path.join(' > ')),
  };
}

export function tagsOf(row: WooRow): string {
  const tags = splitEscaped(row.get('tags'), ',').map((tag) => tag.trim());
  return tags.map((tag) => escapedPart(tag, ',')).join(', ');
}

export function imagesOf(row: WooRow): string[] {
  return splitEscaped(row.get('images'), ',').flatMap((url) => (url.trim() ? [url.trim()] : []));
}

/** Of a variation, what its parent says where it says nothing itself. */
export function taxCells(row: WooRow, parent: WooRow | undefined): Cells {
  const own = row.get('taxClass').toLowerCase();
  const given =
    own === 'parent' || own === '' ? (parent ?? row).get('taxClass').toLowerCase() : own;
  const names: Readonly<Record<string, string>> = {
    'reduced-rate': 'reduced',
    'zero-rate': 'zero',
    'super-reduced-rate': 'super_reduced',
    parent: '',
  };
  const status = row.get('taxStatus') || parent?.get('taxStatus') || 'taxable';
  return {
    taxCode: names[given] ?? given,
    taxable: String(!['none', 'shipping'].includes(status.toLowerCase())),
  };
}

export interface StockCells {
  readonly cells: Cells;
  /** The stock is its parent's, which has no stock here. */
  readonly ofParent: boolean;
}

/** What is not counted there is always for sale here, unless it is said to be out of stock. */
export function stockCells(row: WooRow): StockCells {
  const stock = row.get('stock').toLowerCase();
  const inStock = row.get('inStock').toLowerCase();
  const backorders = row.get('backorders').toLowerCase();
  const takesBackorders = ['1', 'notify', 'yes', 'true'].includes(backorders);
  const policy = takesBackorders || inStock === 'backorder' ? 'continue' : 'deny';
  if (stock === 'parent') return { cells: { tracker: 'woocommerce', policy }, ofParent: true };
  if (stock !== '')
    return { cells: { tracker: 'woocommerce', quantity: stock, policy }, ofParent: false };
  const isSoldOut = ['0', 'no', 'false', 'backorder', 'outofstock'].includes(inStock);
  const cells = isSoldOut
    ? { tracker: 'woocommerce', quantity: '0', policy }
    : { tracker: '', policy };
  return { cells, ofParent: false };
}

/** With its unit. A comma stands before decimals: nobody writes thousands of kilograms. */
export function weightOf(row: WooRow, unit: string): string {
  const weight = row.get('weight');
  if (weight === '') return '';
  const plain = /^\d*,\d+$/.test(weight) ? weight.replace(',', '.') : weight;
  return `${plain.replace(/^\./, '0.')} ${unit}`;
}
