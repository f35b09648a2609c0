import type { FileFit } from '../importing/product-file.ts';
import { losesMarkup } from '../sanitise-description.ts';
import { altTextMaximum, imagesMaximum } from './collect-images.ts';
import type { Column } from './product-csv-columns.ts';
import type { ParsedProduct } from './product-csv-events.ts';
import type { ProductRow } from './product-row.ts';

type Read = Pick<ParsedProduct, 'descriptionHtml' | 'category' | 'media'>;

/** What reading changed of the rows of a product so that it can be taken. */
export function fitsOfRows(rows: readonly ProductRow[], product: Read): FileFit[] {
  const first = (column: Column) => rows.find((row) => row.get(column) !== '')?.get(column) ?? '';
  const some = (column: Column, is: (text: string) => boolean) =>
    rows.some((row) => is(row.get(column)));
  const changed: readonly (readonly [FileFit['field'], FileFit['reason'], boolean])[] = [
    ['handle', 'normalised', rows.some((row) => row.get('handle') !== row.handle)],
    ['descriptionHtml', 'markup_removed', losesMarkup(first('body'), product.descriptionHtml)],
    ['status', 'replaced', first('status').toLowerCase() === 'unlisted'],
    ['category', ...categoryFit(first('category') || first('googleCategory'), product)],
    ['optionValues', 'normalised', optionColumns.some((column) => some(column, isNotNormal))],
    ['weightGrams', 'rounded', some('grams', (text) => /^\d+\.\d*[1-9]/.test(text))],
    ['altText', 'cut', some('imageAltText', ({ length }) => length > altTextMaximum)],
    ['media', 'cut', product.media.length >= imagesMaximum && imagesIn(rows) > imagesMaximum],
  ];
  return changed.flatMap(([field, reason, is]) => (is ? [{ field, reason }] : []));
}

const optionColumns = ['option1Value', 'option2Value', 'option3Value'] as const;
const isNotNormal = (text: string) => text !== text.normalize('NFC');

/** A number of a taxonomy names nothing, and a path may be too deep. */
function categoryFit(text: string, { category }: Read): readonly [FileFit['reason'], boolean] {
  if (category === null) return ['left_out', text !== ''];
  const names = text.split('>').filter((name) => name.trim() !== '');
  return ['cut', names.length > category.length];
}

function imagesIn(rows: readonly ProductRow[]): number {
  const urls = rows.flatMap((row) => [row.get('imageUrl'), row.get('variantImageUrl')]);
  return new Set(urls.filter((url) => url !== '')).size;
}
