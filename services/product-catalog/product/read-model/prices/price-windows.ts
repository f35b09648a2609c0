import type { Edition, SaleSource, VariantSource } from '../document-source.ts';

/** A stretch of time in which no price of a product changes. Null: since ever, for ever. */
export interface PriceWindow {
  readonly from: string | null;
  readonly to: string | null;
}

export interface PriceNow {
  readonly priceMinor: number;
  readonly compareAtMinor: number | null;
  readonly onSale: boolean;
}

/** Starts and ends of sales that are still to come cut time into windows, in order. */
export function priceWindows(
  variants: readonly VariantSource[],
  edition: Edition,
  now: string,
): PriceWindow[] {
  const nowMs = Date.parse(now);
  const instants = new Set<number>();
  for (const variant of variants) {
    for (const sale of variant.sales) {
      if (!belongs(sale, edition)) continue;
      instants.add(Date.parse(sale.startsAt));
      if (sale.endsAt !== null) instants.add(Date.parse(sale.endsAt));
    }
  }
  const ahead = [...instants].filter((instant) => instant > nowMs).toSorted((a, b) => a - b);
  const cuts = ahead.map((instant) => new Date(instant).toISOString());
  return [null, ...cuts].map((from, index) => ({ from, to: cuts[index] ?? null }));
}

/** What a variant costs at an instant, or undefined where the edition's channel has no price for it. */
export function priceDuring(
  variant: VariantSource,
  edition: Edition,
  atMs: number,
): PriceNow | undefined {
  const price = variant.prices.find((candidate) => belongs(candidate, edition));
  if (price === undefined) return undefined;
  const sales = variant.sales
    .filter((sale) => belongs(sale, edition) && holdsAt(sale, atMs))
    .map(({ amountMinor }) => amountMinor);
  if (sales.length === 0) {
    const { amountMinor: priceMinor, compareAtMinor } = price;
    return { priceMinor, compareAtMinor, onSale: false };
  }
  return { priceMinor: Math.min(...sales), compareAtMinor: price.amountMinor, onSale: true };
}

export function holdsAt({ startsAt, endsAt }: SaleSource, atMs: number): boolean {
  return Date.parse(startsAt) <= atMs && (endsAt === null || atMs < Date.parse(endsAt));
}

export function belongs(price: { channel: string; currency: string }, edition: Edition): boolean {
  return price.channel === edition.channel && price.currency === edition.currency;
}
