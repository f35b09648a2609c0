import type { ShopAccess } from '../importing/post.ts';
import { stockLocations, stockPlaces } from '../importing/stock-places.ts';
import { FirstLineIndex } from '../reading/first-line-index.ts';
import { readList } from './read-shop.ts';

interface StockItem {
  readonly sku: string;
  readonly locationId: string;
  readonly onHand: number;
  readonly announced: boolean;
}

export interface Quantities {
  /** Codes of the locations in use, without the first one that serves the channel. */
  readonly elsewhere: readonly string[];
  /** Units on hand at a location, else at the first; null where nothing was ever counted. */
  readonly quantityOf: (sku: string, code?: string) => number | null;
  /** At locations that are closed. */
  readonly unitsElsewhere: number;
}

/** What is on hand at each location, and where an import counts what has no location. */
export async function readQuantities(access: ShopAccess): Promise<Quantities> {
  const { first, idByCode } = await stockPlaces(access.channel, stockLocations(access));
  // 24 bytes a SKU; what is kept is one more than the units, since 0 is nothing there.
  const units = new Map([...idByCode.values()].map((id) => [id, new FirstLineIndex()]));
  let unitsElsewhere = 0;
  for await (const page of readList<StockItem>(access, '/v1/admin/stock')) {
    for (const { sku, locationId, onHand, announced } of page) {
      const there = units.get(locationId);
      if (there) there.firstLineOrAdd(sku, onHand + 1);
      else if (announced) unitsElsewhere += onHand;
    }
  }
  return {
    elsewhere: [...idByCode].flatMap(([code, id]) => (id === first ? [] : [code])).toSorted(),
    quantityOf: (sku, code) => {
      const id = code === undefined ? first : idByCode.get(code);
      const found = units.get(id ?? '')?.lineOf(sku) ?? null;
      return found === null ? null : found - 1;
    },
    unitsElsewhere,
  };
}
