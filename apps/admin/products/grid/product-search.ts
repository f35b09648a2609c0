import type { QueryOf } from '@kontor/sdk';

type ListQuery = QueryOf<'adminListProducts'>;

export const views = ['everything', 'active', 'draft', 'archived'] as const;
export const stocks = ['in_stock', 'low', 'out_of_stock'] as const;
export const missings = ['image', 'price'] as const;
export const sorts = [
  'created_descending',
  'created_ascending',
  'updated_descending',
  'title_ascending',
  'title_descending',
] as const satisfies readonly NonNullable<ListQuery['sort']>[];

/** What the grid is asked for, as it stands in the address. */
export interface ProductSearch {
  /** `everything` where nothing else is asked for. */
  readonly view?: (typeof views)[number];
  /** Title, vendor, SKU or barcode. */
  readonly q?: string;
  /** Path of one; what lies below it counts too. */
  readonly category?: string;
  readonly stock?: (typeof stocks)[number];
  readonly missing?: (typeof missings)[number];
  readonly sort?: (typeof sorts)[number];
  /** Code of the one whose prices and stock are shown. */
  readonly channel?: string;
}

/** From an address, whoever wrote it: what is none of ours is left out. */
export function readProductSearch(given: Record<string, unknown>): ProductSearch {
  const textOf = (value: unknown) => {
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' && text.trim() !== '' ? text.slice(0, 120) : undefined;
  };
  const read = {
    view: views.find((each) => each === given['view']),
    q: textOf(given['q']),
    category: textOf(given['category']),
    stock: stocks.find((each) => each === given['stock']),
    missing: missings.find((each) => each === given['missing']),
    sort: sorts.find((each) => each === given['sort'] && each !== 'created_descending'),
    channel: textOf(given['channel']),
  };
  const said = Object.entries(read).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as ProductSearch;
}

/** As the API is asked. */
export function queryOf({ view, q, category, stock, missing, sort }: ProductSearch): ListQuery {
  const query = q?.trim() ?? '';
  return {
    ...(view && view !== 'everything' ? { status: view } : {}),
    ...(query === '' ? {} : { query }),
    ...(category ? { category } : {}),
    ...(stock ? { stock } : {}),
    ...(missing ? { missing } : {}),
    ...(sort ? { sort } : {}),
  };
}
