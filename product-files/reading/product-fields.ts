import { productLimits } from '#contracts/product/limits.ts';
import { productTextNames, textsAs } from '#contracts/product/product-texts.ts';
import { parseBoolean, parseText, type Read } from '../cells/parse-field.ts';
import { splitEscaped } from '../cells/split-escaped.ts';
import { losesMarkup, safeDescription } from '../sanitise-description.ts';
import type { Column } from './product-csv-columns.ts';
import type { ParsedProduct } from './product-csv-events.ts';
import type { ProductFits } from './product-fits.ts';
import type { ProductRow } from './product-row.ts';

type OfRows = 'attributes' | 'handle' | 'options' | 'variants' | 'media' | 'fitted' | 'lines';
type ProductFields = Omit<ParsedProduct, OfRows>;
type Status = ParsedProduct['status'];

/** What the rows of a product say of it as a whole: each field from the first row that has it. */
export function fieldsOfRows(
  rows: readonly ProductRow[],
  handle: string,
  fits: ProductFits,
): ProductFields {
  const rowWith = (column: Column) => rows.find((row) => row.get(column) !== '') ?? rows[0]!;
  const take = <Value>(column: Column, read: (text: string) => Read<Value>): Value => {
    const row = rowWith(column);
    return fits.take(row, column, read(row.get(column)));
  };
  const text = (column: Column, most: number) => take(column, (given) => parseText(given, most));
  const published = take('published', (given) => parseBoolean(given, true));
  const isGiftCard = take('giftCard', (given) => parseBoolean(given, false));
  const status = take('status', (given) => readStatus(given, published));
  // A gift card would be sold as goods, without a code to redeem.
  const isHeldBack = isGiftCard && status === 'active';
  if (isHeldBack) fits.add(rowWith('giftCard'), 'giftCard', 'kept_as_draft', 'draft');
  const description = descriptionOf(rowWith('body'), fits);
  const title = text('title', productLimits.title);
  if (title === '') fits.add(rows[0]!, 'title', 'replaced', handle);
  return {
    title: title === '' ? handle : title,
    ...textsAs(productTextNames, (name, { most }) => text(name, most)),
    descriptionHtml: description,
    tags: tagsOf(rowWith('tags'), fits),
    status: isHeldBack ? 'draft' : status,
    category:
      categoryOf(rowWith('category'), 'category', fits) ??
      categoryOf(rowWith('googleCategory'), 'googleCategory', fits),
  };
}

/** What is not published in the shop it comes from must not show in this one either. */
function readStatus(text: string, published: boolean): Read<Status> {
  const status = text.toLowerCase();
  if (status === 'archived' || status === 'draft') return { value: status };
  if (status === '' || status === 'active') return { value: published ? 'active' : 'draft' };
  return { value: 'draft', fit: 'replaced' };
}

const video =
  /<(?:iframe|video|embed|object)\b[^>]*?(?:\b(?:src|data)\s*=\s*["']?([^"'\s>]+))?[^>]*>/i;
/** A description of 200,000 letters of three bytes would be more than one request may hold. */
const descriptionBytes = 150_000;

function descriptionOf(row: ProductRow, fits: ProductFits): string {
  const given = row.get('body');
  const safe = safeDescription(given);
  const film = video.exec(given);
  if (film) fits.add(row, 'body', 'video_left_out', '', film[1] ?? film[0]);
  else if (losesMarkup(given, safe)) fits.add(row, 'body', 'markup_removed');
  if (isShort(safe)) return safe;
  const kept = safeDescription(beginningOf(safe));
  fits.add(row, 'body', 'cut', kept);
  return kept;
}

function isShort(html: string): boolean {
  return html.length <= productLimits.descriptionHtml && sentBytes(html) <= descriptionBytes;
}

function sentBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

/** Cut between tags; what is open there is closed when it is sanitised again. */
function beginningOf(html: string): string {
  let end = Math.min(html.length, productLimits.descriptionHtml - 1_000);
  while (sentBytes(html.slice(0, end)) > descriptionBytes - 1_000) end = Math.floor(end * 0.9);
  const open = html.lastIndexOf('<', end);
  const cut = html.lastIndexOf('>', end) < open ? html.slice(0, open) : html.slice(0, end);
  return cut.replace(/[\ud800-\udbff]$|&[a-z#0-9]*$/i, '');
}

function tagsOf(row: ProductRow, fits: ProductFits): string[] {
  const given = splitEscaped(row.get('tags'), ',');
  const tags = given.map((tag) => parseText(tag.trim(), productLimits.tag));
  if (tags.some(({ fit }) => fit)) fits.add(row, 'tags', 'cut');
  const all = [...new Set(tags.map(({ value }) => value).filter((tag) => tag !== ''))];
  const most = productLimits.tags;
  if (all.length > most) fits.add(row, 'tags', 'cut', `${most} tags`, `${all.length} tags`);
  return all.slice(0, most);
}

/** Older exports give a number of a taxonomy instead of a path; it names nothing to a shopper. */
function categoryOf(
  row: ProductRow,
  column: 'category' | 'googleCategory',
  fits: ProductFits,
): string[] | null {
  const text = row.get(column);
  if (text === '') return null;
  const isNumber = /^\d+$/.test(text) || text.startsWith('gid:');
  const given = isNumber ? [] : splitEscaped(text, '>').map((name) => name.trim());
  const names = given.filter((name) => /[\p{L}\p{N}]/u.test(name));
  if (names.length < given.filter((name) => name !== '').length || isNumber) {
    fits.add(row, column, 'left_out', names.join(' > '));
  }
  if (names.length === 0) return null;
  const kept = names
    .slice(0, productLimits.categoryLevels)
    .map((name) => parseText(name, productLimits.categoryName).value);
  if (kept.join() !== names.join()) fits.add(row, column, 'cut', kept.join(' > '));
  return kept;
}
