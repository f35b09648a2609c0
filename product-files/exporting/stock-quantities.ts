import type { ShopAccess } from '../importing/post.ts';
import { FirstLineIndex } from '../reading/first-line-index.ts';
import { read, readList } from './read-shop.ts';

interface Location {
  readonly locationId: string;
  readonly channels: readonly string[];
  readonly priority: number;
  readonly active: boolean;
}
interface StockItem {
  readonly sku: string;
  readonly locationId: string;
  readonly onHand: number;
  readonly announced: boolean;
}

export interface Quantities {
  /** Units on hand where an import counts them; null where nothing was ever counted. */
  readonly quantityOf: (sku: string) => number | null;
  readonly unitsElsewhere: number;
}

/** What is on hand at the location that an import counts at: the first that serves the channel. */
export async function readQuantities(access: ShopAccess): Promise<Quantities> {
  const { items } = await read<{ items: Location[] }>(access, '/v1/admin/stock/locations');
  const here = items
    .filter(({ active }) => active)
    .filter(({ channels }) => channels.includes('*') || channels.includes(access.channel))
    .toSorted((one, other) => one.priority - other.priority)[0]?.locationId;
  // 24 bytes a SKU; what is kept is one more than the units, since 0 is nothing there.
  const units = new FirstLineIndex();
  let unitsElsewhere = 0;
  for await (const page of readList<StockItem>(access, '/v1/admin/stock')) {
    for (const { sku, locationId, onHand, announced } of page) {
      if (locationId === here) units.firstLineOrAdd(sku, onHand + 1);
      else if (announced) unitsElsewhere += onHand;
    }
  }
  return {
    quantityOf: (sku) => {
      const found = units.lineOf(sku);
      return found === null ? null : found - 1;
    },
    unitsElsewhere,
  };
}
