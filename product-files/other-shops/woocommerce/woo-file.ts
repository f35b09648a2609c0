import type { RejectedRow } from '../../reading/product-csv-events.ts';
import { WithoutPlace, type Converted, type Converter, type Place } from '../own-row.ts';
import { metaFields } from './meta-fields.ts';
import { wooColumns, type WooColumn, type WooColumns } from './woo-headings.ts';
import { WooProducts } from './woo-products.ts';
import { toWooRow, type WooRow } from './woo-row.ts';

/** Reads the product file of WooCommerce's own exporter; null where it is none. */
export function wooFile(headings: readonly string[]): Converter | null {
  const columns = wooColumns(headings);
  return columns && new WooFile(headings, columns);
}

/** Of rows that wait for the end of the file. */
const heldCharacters = 200_000_000;
const reviews = /reviews|bewertungen|rezensionen|avis|valoraciones|recensioni|opinie/;

/** Variations may stand anywhere in the file: they wait with their parents until its end. */
class WooFile implements Converter {
  readonly moreHeadings: readonly string[];
  readonly written: Converter['written'];
  private readonly headings: readonly string[];
  private readonly columns: WooColumns;
  private readonly products: WooProducts;
  private readonly rest = new WithoutPlace();
  private readonly parents: WooRow[] = [];
  private readonly children: WooRow[] = [];
  private characters = 0;

  constructor(headings: readonly string[], columns: WooColumns) {
    this.headings = headings;
    this.columns = columns;
    const metas = metaFields(columns);
    this.moreHeadings = metas.headings;
    const written = (column: WooColumn) => headings[columns.index.get(column) ?? -1]?.trim() ?? '';
    this.written = {
      handle: written('name'),
      price: written('regularPrice'),
      imageUrl: written('images'),
      variantImageUrl: written('images'),
    };
    this.products = new WooProducts(columns, metas, this.rest);
  }

  *take(fields: readonly string[], place: Place): Generator<Converted> {
    const row = toWooRow(fields, place, this.columns);
    if (fields.every((field) => field.trim() === '')) return;
    this.noteRest(row);
    const isParent = row.kind.startsWith('variable');
    if (!isParent && row.kind !== 'variation') {
      yield* row.kind === 'grouped' ? [rejected(row, grouped)] : this.products.simple(row);
      return;
    }
    for (const field of fields) this.characters += field.length;
    if (this.characters > heldCharacters) yield rejected(row, tooMuch);
    else (isParent ? this.parents : this.children).push(row);
  }

  *finish(): Generator<Converted> {
    const byName = new Map<string, WooRow>();
    for (const parent of this.parents) {
      const sku = parent.get('sku').toLowerCase();
      if (sku !== '' && !byName.has(sku)) byName.set(sku, parent);
      byName.set(`id:${parent.get('id')}`, parent);
    }
    const childrenOf = new Map<WooRow, WooRow[]>();
    for (const child of this.children) {
      const parent = byName.get(child.get('parent').toLowerCase());
      if (!parent) yield rejected(child, { ...orphan, detail: detailOf(child) });
      else childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), child]);
    }
    for (const parent of this.parents) {
      const children = childrenOf.get(parent);
      if (children) yield* this.products.variable(parent, inOrder(children));
      else yield rejected(parent, childless);
    }
    yield* this.rest.notes();
  }

  private noteRest({ fields, place }: WooRow): void {
    for (const at of this.columns.rest) {
      const heading = this.headings[at]!.trim();
      const text = fields[at]?.trim() ?? '';
      const isUsual = text === '' || text === '0' || (text === '1' && reviews.test(heading));
      if (!isUsual && !/\d/.test(heading)) this.rest.add(heading, place.line, text);
    }
    for (const column of ['featured'] as const) {
      const at = this.columns.index.get(column) ?? -1;
      if (fields[at]?.trim() === '1') this.rest.add(this.headings[at]!.trim(), place.line, '1');
    }
  }
}

function inOrder(children: readonly WooRow[]): WooRow[] {
  const place = (row: WooRow) => Number(row.get('position')) || 0;
  return children.toSorted((one, other) => place(one) - place(other));
}

type Refusal = Pick<RejectedRow, 'reason' | 'detail' | 'suggestion'> & Partial<RejectedRow>;

function rejected({ place }: WooRow, refusal: Refusal): Converted {
  return { kind: 'rejected', row: { line: place.line, scope: 'product', ...refusal } };
}

function detailOf(row: WooRow): string {
  return `No product of the file is "${row.get('parent').slice(0, 40)}"`;
}

const grouped: Refusal = {
  reason: 'type_unsupported',
  detail: 'A group of products has no price of its own',
  suggestion: 'Put the products of the group into a collection.',
};
const orphan: Refusal = {
  reason: 'parent_missing',
  detail: '',
  scope: 'variant',
  suggestion: 'Export the product together with its variations.',
};
const childless: Refusal = {
  reason: 'product_without_variant',
  detail: 'No variation of the product is in the file',
  suggestion: 'Export the product together with its variations.',
};
const tooMuch: Refusal = {
  reason: 'product_too_large',
  detail: 'The file has more than 200 MB of products with variations',
  suggestion: 'Export in several files.',
};
