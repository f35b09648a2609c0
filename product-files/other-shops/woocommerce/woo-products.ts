import { FirstLineIndex } from '../../reading/first-line-index.ts';
import { foldedHandle } from '../../reading/fold-handle.ts';
import { noted, type Converted, type OwnRow, type WithoutPlace } from '../own-row.ts';
import type { MetaFields } from './meta-fields.ts';
import { variationsOf } from './variations.ts';
import * as cellsOf from './woo-cells.ts';
import type { WooColumns } from './woo-headings.ts';
import type { WooRow } from './woo-row.ts';

type Cells = OwnRow['cells'];

/** Makes rows of ours of WooCommerce's products. */
export class WooProducts {
  private readonly columns: WooColumns;
  private readonly metas: MetaFields;
  private readonly rest: WithoutPlace;
  private readonly handles = new FirstLineIndex();

  constructor(columns: WooColumns, metas: MetaFields, rest: WithoutPlace) {
    this.columns = columns;
    this.metas = metas;
    this.rest = rest;
  }

  *simple(row: WooRow): Generator<Converted> {
    const handle = this.handleOf(row);
    const stock = cellsOf.stockCells(row);
    yield* this.notesOf(row, new Set());
    const cells = {
      ...this.productCells(row, handle),
      ...this.variantCells(row, undefined),
      ...stock.cells,
    };
    const fields = this.metas.fieldsOf(row, 'attribute');
    yield { kind: 'own', place: row.place, cells, fields };
    yield* this.moreImages(row, handle);
  }

  *variable(parent: WooRow, all: readonly WooRow[]): Generator<Converted> {
    const handle = this.handleOf(parent);
    const offered = all.filter((row) => !/^(?:0|-1|no|false)$/i.test(row.get('published')));
    const children = offered.length > 0 ? offered : all;
    for (const row of all)
      if (!children.includes(row))
        this.rest.add('variations that are not for sale', row.place.line, row.get('sku'));
    const { names, variations, isJoined } = variationsOf(parent, children);
    const { line } = parent.place;
    yield* this.notesOf(parent, new Set(names.map((name) => name.toLowerCase())));
    if (isJoined)
      yield noted(line, 'optionValues', 'replaced', { kept: 'joined with the third option' });
    const ofParent = variations.filter(({ row }) => cellsOf.stockCells(row).ofParent);
    const pool = cellsOf.stockCells(parent).cells;
    if (ofParent.length > 1 && pool.quantity !== undefined)
      yield dividedNote(line, pool.quantity, ofParent.length);
    for (const [at, { row, values, isExtra }] of variations.entries()) {
      const same = variations.filter((one) => one.row === row);
      const stock = cellsOf.stockCells(row);
      const shares = stock.ofParent ? ofParent : same;
      const place = shares.findIndex((one) => one === variations[at]);
      const from = stock.ofParent ? { ...pool, policy: pool.policy } : stock.cells;
      if (!stock.ofParent && same.length > 1 && place === 0 && from.quantity !== undefined)
        yield dividedNote(row.place.line, from.quantity, same.length);
      const cells = {
        ...(at === 0
          ? this.productCells(parent, handle, { isForSale: offered.length > 0 })
          : { handle }),
        ...optionCells(names, values, at === 0),
        ...this.variantCells(row, parent),
        ...from,
        ...(from.quantity === undefined
          ? {}
          : { quantity: share(from.quantity, shares.length, place) }),
        variantImageUrl: cellsOf.imagesOf(row)[0] ?? '',
        ...(isExtra ? { sku: '', barcode: '' } : {}),
      };
      const fields = {
        ...(at === 0 ? this.metas.fieldsOf(parent, 'attribute') : {}),
        ...this.metas.fieldsOf(row, 'variant_attribute'),
      };
      yield { kind: 'own', place: row.place, cells, fields };
      if (cellsOf.priceCells(row).hasPlannedSale) yield saleNote(row);
    }
    yield* this.moreImages(parent, handle);
  }

  /** Of its name; a second product of the same name has its number behind it. */
  private handleOf(row: WooRow): string {
    const { line } = row.place;
    const name = row.get('name') || row.get('sku') || `product-${row.get('id')}`;
    const handle = foldedHandle(name.normalize('NFC').toLowerCase());
    if (this.handles.firstLineOrAdd(handle, line) === null) return handle;
    const other = `${handle}-${row.get('id') || line}`;
    return this.handles.firstLineOrAdd(other, line) === null ? other : `${other}-${line}`;
  }

  private productCells(row: WooRow, handle: string, { isForSale = true } = {}): Cells {
    return {
      handle,
      title: row.get('name'),
      body: cellsOf.bodyOf(row),
      status: isForSale ? cellsOf.statusOf(row).status : 'draft',
      vendor: row.get('brands').split(',')[0]!.trim(),
      category: cellsOf.categoryOf(row).category,
      tags: cellsOf.tagsOf(row),
      imageUrl: cellsOf.imagesOf(row)[0] ?? '',
      ...this.metas.seoOf(row),
    };
  }

  private variantCells(row: WooRow, parent: WooRow | undefined): Cells {
    const weighed = row.get('weight') === '' && parent ? parent : row;
    return {
      sku: row.get('sku'),
      barcode: row.get('gtin'),
      grams: cellsOf.weightOf(weighed, this.columns.weightUnit),
      cost: row.get('cost'),
      requiresShipping: String(!row.isVirtual),
      ...cellsOf.priceCells(row).cells,
      ...cellsOf.taxCells(row, parent),
    };
  }

  private *notesOf(row: WooRow, used: ReadonlySet<string>): Generator<Converted> {
    const { line } = row.place;
    const { isHidden, isForeign } = cellsOf.statusOf(row);
    if (isForeign && !row.kind.startsWith('variable'))
      yield noted(line, 'status', 'kept_as_draft', { given: row.kind, kept: 'draft' });
    else if (isHidden)
      yield noted(line, 'status', 'kept_as_draft', { given: 'hidden', kept: 'draft' });
    for (const other of cellsOf.categoryOf(row).others) this.rest.add('Categories', line, other);
    for (const { name, values } of row.attributes) {
      const isUsed = [...used].some((one) => one.split(' / ').includes(name.toLowerCase()));
      if (!isUsed && values.length > 0) this.rest.add(`attribute ${name}`, line, values.join(', '));
    }
    if (cellsOf.priceCells(row).hasPlannedSale) yield saleNote(row);
  }

  private *moreImages(row: WooRow, handle: string): Generator<Converted> {
    for (const imageUrl of cellsOf.imagesOf(row).slice(1))
      yield { kind: 'own', place: row.place, cells: { handle, imageUrl } };
  }
}

function optionCells(names: readonly string[], values: readonly string[], isFirst: boolean): Cells {
  const columns = [1, 2, 3] as const;
  return Object.fromEntries(
    columns.flatMap((number) => [
      ...(isFirst ? [[`option${number}Name`, names[number - 1] ?? '']] : []),
      [`option${number}Value`, values[number - 1] ?? ''],
    ]),
  ) as Cells;
}

/** Units of one stock that several variants share: all are there, the first have what is over. */
function share(quantity: string, count: number, place: number): string {
  if (count < 2 || !/^\d+$/.test(quantity)) return quantity;
  const units = Number(quantity);
  return String(Math.floor(units / count) + (place < units % count ? 1 : 0));
}

function dividedNote(line: number, quantity: string, count: number): Converted {
  return noted(line, 'quantity', 'replaced', {
    given: quantity,
    kept: `divided among ${count} variants`,
  });
}

function saleNote(row: WooRow): Converted {
  const days = `${row.get('salePrice')} from ${row.get('saleStarts') || 'now'} to ${row.get('saleEnds') || 'open'}`;
  return noted(row.place.line, 'salePrice', 'left_out', { given: days, kept: 'the regular price' });
}
