import { linesLimit, quantityLimit } from '../carts/cart-limits.ts';
import type { StoredCart, StoredLine } from '../carts/cart-store.ts';
import type { CartNotice } from '../carts/cart-view.ts';
import { priceLine, sellableUnits, type LiveCatalog } from '../pricing/live-catalog.ts';
import { isSameLine, unitsBeside } from '../shopping/fill-in-line.ts';
import type { StoredList } from './list-store.ts';

interface Moving {
  readonly list: StoredList;
  readonly cart: StoredCart;
  readonly isMeant: (lineId: string) => boolean;
}

interface Noticed {
  readonly lines: StoredLine[];
  readonly notices: CartNotice[];
}

/**
 * What of a list can be bought now lies in the cart then, as many of it as there are; the rest stays.
 * Each line that is otherwise than it was saved has a notice where it is.
 */
export function moveLines(
  { list, cart, isMeant }: Moving,
  catalog: LiveCatalog,
  shownUnits: number,
): { readonly cart: Noticed; readonly list: Noticed } {
  const inCart: Noticed = { lines: [...cart.lines], notices: [] };
  const onList: Noticed = { lines: [], notices: [] };
  for (const line of list.lines) {
    const refused = isMeant(line.lineId) && moveLine(line, inCart, catalog, shownUnits);
    if (refused === undefined) continue;
    onList.lines.push(line);
    if (refused) onList.notices.push(refused);
  }
  return { cart: inCart, list: onList };
}

/** @returns why it stays where it is; undefined where it is in the cart now */
function moveLine(
  line: StoredLine,
  { lines, notices }: Noticed,
  catalog: LiveCatalog,
  shownUnits: number,
): CartNotice | undefined {
  const { title } = line;
  const variant = catalog.variants.get(line.sku);
  const at = lines.findIndex((other) => isSameLine(other, line));
  const present = lines[at];
  if (!variant?.sellable) {
    return { code: 'not_sellable', lineId: line.lineId, message: `${title} is not sold any more.` };
  }
  if (!present && lines.length >= linesLimit) {
    const message = `${title} stays here: a cart can hold at most ${linesLimit} lines.`;
    return { code: 'line_left_out', lineId: line.lineId, message };
  }
  const here = present?.quantity ?? 0;
  const available = sellableUnits(catalog.stock.get(line.sku));
  const free = available - unitsBeside({ lines }, present, line.sku) - here;
  const most = Math.min(free, quantityLimit - here);
  if (most <= 0) {
    const message = available <= 0 ? `${title} is sold out.` : `No more of ${title} can be bought.`;
    const shown = Math.min(Math.max(available, 0), shownUnits);
    return { code: 'not_enough_stock', lineId: line.lineId, message, available: shown };
  }
  const quantity = here + Math.min(line.quantity, most);
  const lineId = present?.lineId ?? line.lineId;
  const { attributes } = line;
  const priced = priceLine({ lineId, quantity, attributes }, variant);
  if (present) lines[at] = priced;
  // The cart tells for itself, for as long as it is not changed there, that it costs otherwise.
  else lines.push({ ...priced, unitPriceMinor: line.unitPriceMinor });
  notices.push(...changes(line, priced, { isWhole: line.quantity <= most }));
  return undefined;
}

function changes(
  line: StoredLine,
  { lineId, unitPriceMinor }: StoredLine,
  { isWhole }: { readonly isWhole: boolean },
): CartNotice[] {
  const { title, unitPriceMinor: before } = line;
  const said: CartNotice[] = [];
  if (!isWhole) {
    const message = `Of ${title} fewer can be bought than were saved.`;
    said.push({ code: 'quantity_reduced', lineId, message });
  }
  if (unitPriceMinor !== before) {
    const message = `The price of ${title} has changed.`;
    said.push({ code: 'price_changed', lineId, message, previousUnitPriceMinor: before });
  }
  return said;
}
