import type { Edition, SaleSource, VariantSource } from '../document-source.ts';
import { belongs, holdsAt, type PriceNow } from './price-windows.ts';

/** Before a reduction, so long its prices count (Directive 98/6/EC, Art. 6a, paragraph 2). */
const daysCounted = 30;
const countedMs = daysCounted * 86_400_000;

/**
 * The lowest price of the 30 days before the reduction that holds at an instant began; null where nothing
 * is reduced, or where it is not known for so long what the variant cost. Where a price was covered by
 * a sale all the while it counts too: what is told is never too high.
 */
export function priorPrice(
  variant: VariantSource,
  edition: Edition,
  price: PriceNow,
  atMs: number,
): number | null {
  if (!price.onSale && !isCut(price)) return null;
  const history = variant.history.filter((each) => belongs(each, edition));
  const sales = variant.sales.filter((sale) => belongs(sale, edition));
  const beganMs = price.onSale ? saleBegan(sales, price.priceMinor, atMs) : cutBegan(history);
  if (beganMs === undefined) return null;
  const fromMs = beganMs - countedMs;
  const knownSinceMs = Math.min(
    ...history.filter(({ kind }) => kind === 'price').map(({ from }) => Date.parse(from)),
  );
  if (knownSinceMs > fromMs) return null;
  const counted = [
    ...history.map(({ amountMinor, from, to }) => ({ amountMinor, from, to })),
    ...sales.map(({ amountMinor, startsAt, endsAt }) => ({
      amountMinor,
      from: startsAt,
      to: endsAt,
    })),
  ].filter(
    ({ from, to }) =>
      Date.parse(from) < beganMs && (to === null || Date.parse(to) > fromMs) && from !== to,
  );
  return counted.length === 0 ? null : Math.min(...counted.map(({ amountMinor }) => amountMinor));
}

function saleBegan(sales: readonly SaleSource[], amountMinor: number, atMs: number) {
  const holding = sales.filter((sale) => sale.amountMinor === amountMinor && holdsAt(sale, atMs));
  return Math.min(...holding.map(({ startsAt }) => Date.parse(startsAt)));
}

function isCut({ priceMinor, compareAtMinor }: PriceNow): boolean {
  return compareAtMinor !== null && compareAtMinor > priceMinor;
}

/** Where staff says what it cost before, the reduction began with the price of now. */
function cutBegan(history: VariantSource['history']) {
  const open = history.find(({ kind, to }) => kind === 'price' && to === null);
  return open && Date.parse(open.from);
}
