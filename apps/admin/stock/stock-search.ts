import type { QueryOf } from '@kontor/sdk';

export const views = ['everything', 'low'] as const;

/** What the list is asked for, as it stands in the address. */
export interface StockSearch {
  readonly view?: 'low';
  /** How the SKU begins. */
  readonly q?: string;
  /** Code of a location. */
  readonly location?: string;
}

/** From an address, whoever wrote it: what is none of ours is left out. */
export function readStockSearch(given: Record<string, unknown>): StockSearch {
  const textOf = (value: unknown, most: number) => {
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' && text.trim() !== '' ? text.slice(0, most) : undefined;
  };
  const read = {
    view: given['view'] === 'low' ? given['view'] : undefined,
    q: textOf(given['q'], 64),
    location: textOf(given['location'], 40),
  };
  const said = Object.entries(read).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as StockSearch;
}

/** As the API is asked; a location that is not known narrows nothing. */
export function queryOf(
  { view, q }: StockSearch,
  locationId: string | undefined,
): QueryOf<'adminListStock'> {
  const query = q?.trim() ?? '';
  return {
    ...(view ? { level: view } : {}),
    ...(query === '' ? {} : { query }),
    ...(locationId ? { locationId } : {}),
  };
}
