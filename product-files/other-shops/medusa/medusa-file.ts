import { escapedPart } from '../../cells/split-escaped.ts';
import type { RefusedFile } from '../../reading/product-csv-events.ts';
import { WithoutPlace, noted, type Converted, type Converter, type Place } from '../own-row.ts';
import { descriptionOf } from '../plain-description.ts';
import { medusaColumns, type MedusaColumns } from './medusa-columns.ts';

type Cells = (heading: string) => string;

/** Reads Medusa's product file, of its first and its second version; null where it is none. */
export function medusaFile(
  headings: readonly string[],
  currency: string,
): Converter | Omit<RefusedFile, 'line'> | null {
  const plain = headings.map((heading) => heading.trim().toLowerCase());
  if (!plain.includes('product handle') || !plain.includes('variant sku')) return null;
  const columns = medusaColumns(headings, currency);
  if (columns.price === undefined) {
    return {
      reason: 'columns_missing',
      detail: `No column has prices in ${currency}; there are ${columns.otherPrices.join(', ') || 'none'}`,
      suggestion: `Export with prices in ${currency}, or import for a channel of another currency (--channel).`,
    };
  }
  return new MedusaFile(headings, columns);
}

/** Columns that name a thing in the other shop, or say what this one does by itself. */
const silent = new Set([
  'product id',
  'variant id',
  'variant title',
  'product discountable',
  'shipping profile id',
  'product profile name',
  'product profile type',
]);

class MedusaFile implements Converter {
  readonly moreHeadings: readonly string[];
  readonly written: Converter['written'];
  private readonly headings: readonly string[];
  private readonly columns: MedusaColumns;
  private readonly rest = new WithoutPlace();
  private handle = '';
  private saysQuantities: boolean;

  constructor(headings: readonly string[], columns: MedusaColumns) {
    this.headings = headings;
    this.columns = columns;
    this.moreHeadings = columns.unknown;
    this.written = {
      handle: 'Product Handle',
      price: headings[columns.price!]!.trim(),
      option1Value: headings[columns.options[0]?.value ?? -1]?.trim() ?? 'Variant Title',
      imageUrl: headings[columns.images[0] ?? -1]?.trim() ?? 'Product Thumbnail',
    };
    this.saysQuantities = columns.index.has('variant inventory quantity');
  }

  *take(fields: readonly string[], place: Place): Generator<Converted> {
    const get: Cells = (heading) => fields[this.columns.index.get(heading) ?? -1]?.trim() ?? '';
    const given = get('product handle') || get('product id');
    const isFirst = given !== this.handle;
    this.handle = given;
    this.noteRest(fields, place, get);
    yield {
      kind: 'own',
      place,
      cells: {
        handle: given,
        ...(isFirst ? this.productCells(fields, get) : {}),
        ...this.variantCells(fields, get),
      },
    };
    const { option4 } = this.columns;
    if (option4.some(({ value }) => fields[value]?.trim()))
      yield noted(place.line, 'optionValues', 'replaced', { kept: 'joined with the third option' });
    if (!isFirst) return;
    const [, ...more] = this.images(fields, get);
    for (const imageUrl of more) yield { kind: 'own', place, cells: { handle: given, imageUrl } };
  }

  *finish(): Generator<Converted> {
    yield* this.rest.notes();
    if (!this.saysQuantities)
      yield noted(1, 'quantity', 'left_out', {
        given: 'the file says no quantities',
        kept: 'what is on hand stays: count it before you sell',
      });
  }

  private productCells(fields: readonly string[], get: Cells) {
    const tags = this.columns.tags.flatMap((at) => (fields[at] ?? '').split(','));
    const status = get('product status').toLowerCase();
    return {
      title: get('product title'),
      body: descriptionOf(get('product description')),
      status: status === 'published' ? 'active' : 'draft',
      productType: get('product type'),
      tags: tags.map((tag) => escapedPart(tag.trim(), ',')).join(','),
      category: get('product category 1 name') || get('product categories 1 name'),
      imageUrl: this.images(fields, get)[0] ?? '',
    };
  }

  private variantCells(fields: readonly string[], get: Cells) {
    const either = (name: string) => get(`variant ${name}`) || get(`product ${name}`);
    const isManaged = get('variant manage inventory').toLowerCase() !== 'false';
    return {
      ...this.optionCells(fields, get),
      sku: get('variant sku'),
      barcode: get('variant barcode') || get('variant ean') || get('variant upc'),
      grams: either('weight'),
      price: fields[this.columns.price!] ?? '',
      tracker: isManaged ? 'medusa' : '',
      quantity: get('variant inventory quantity'),
      policy: get('variant allow backorder').toLowerCase() === 'true' ? 'continue' : 'deny',
      hsCode: either('hs code'),
      countryOfOrigin: either('origin country'),
    };
  }

  /** Up to three; what more there is is joined with the third one, so that no two variants are the same. */
  private optionCells(fields: readonly string[], get: Cells) {
    const { options, option4 } = this.columns;
    const cell = (at: number) => fields[at]?.trim() ?? '';
    const given = options.filter(({ value }) => cell(value) !== '');
    if (given.length === 0) {
      const title = get('variant title');
      const isDefault = title === '' || /^default\b/i.test(title);
      return isDefault ? {} : { option1Name: 'Variant', option1Value: title };
    }
    const more = option4.filter(({ value }) => cell(value) !== '');
    const joined = (part: 'name' | 'value', at: number) =>
      [cell(options[at]?.[part] ?? -1), ...(at === 2 ? more.map((one) => cell(one[part])) : [])]
        .filter((text) => text !== '')
        .join(' / ');
    return {
      option1Name: joined('name', 0),
      option1Value: joined('value', 0),
      option2Name: joined('name', 1),
      option2Value: joined('value', 1),
      option3Name: joined('name', 2),
      option3Value: joined('value', 2),
    };
  }

  /** The thumbnail is one of the images, and the first to be shown. */
  private images(fields: readonly string[], get: Cells): string[] {
    const urls = this.columns.images.map((at) => fields[at]?.trim() ?? '');
    return [...new Set([get('product thumbnail'), ...urls].filter((url) => url !== ''))];
  }

  private noteRest(fields: readonly string[], { line }: Place, get: Cells): void {
    for (const at of this.columns.without) {
      const text = fields[at]?.trim() ?? '';
      const heading = this.headings[at]!.trim();
      if (text !== '' && !silent.has(heading.toLowerCase())) this.rest.add(heading, line, text);
    }
    if (get('product discountable').toLowerCase() === 'false')
      this.rest.add('Product Discountable', line, 'FALSE');
  }
}
