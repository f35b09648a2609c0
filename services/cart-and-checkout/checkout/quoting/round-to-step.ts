import type { SnapshotLine } from '#contracts/shapes.ts';
import { sumMinor } from '#kernel/money.ts';
import type { Cart, TaxQuote } from './freeze-totals.ts';

type Share = TaxQuote['taxes'][number];
type Taxed = Pick<SnapshotLine, 'taxMinor' | 'taxes'>;

/** A quote whose parts, and so their sum, are multiples of the step that the payment provider takes. */
export interface Rounded {
  readonly quote: TaxQuote | undefined;
  /** What each line is cheaper by, as its discount. */
  readonly discounts: ReadonlyMap<string, number>;
  readonly shippingMinor: number;
}

/** The multiple of the step that is not more. */
export function downToStep(minor: number, step: number): number {
  return minor - (minor % step);
}

/**
 * What each part costs in the end, tax included, is rounded down to the step, in the buyer's favour:
 * what is shown is then what can be charged, and each part can be given back by itself.
 */
export function roundToStep(
  cart: Pick<Cart, 'lines' | 'pricesIncludeTax'>,
  shippingMinor: number,
  quote: TaxQuote | undefined,
  step: number,
): Rounded {
  const priced = new Map(cart.lines.map((line) => [line.lineId, line.subtotalMinor % step]));
  if (step === 1 || quote === undefined || cart.pricesIncludeTax) {
    return { quote, discounts: priced, shippingMinor };
  }
  const lines = quote.lines.map((line) => {
    const subtotalMinor = cart.lines.find(({ lineId }) => lineId === line.lineId)!.subtotalMinor;
    const { netMinor, ...taxed } = netRounded(downToStep(subtotalMinor, step), line, step);
    return { line: { ...line, ...taxed }, discountMinor: subtotalMinor - netMinor };
  });
  const { netMinor, ...shipping } = netRounded(shippingMinor, quote.shipping, step);
  const taxed = [...lines.map(({ line }) => line), shipping];
  return {
    quote: {
      ...quote,
      lines: lines.map(({ line }) => line),
      shipping: { ...quote.shipping, ...shipping },
      taxes: summed(taxed.flatMap(({ taxes }) => taxes)),
      taxMinor: sumMinor(taxed.map(({ taxMinor }) => taxMinor)),
    },
    discounts: new Map(lines.map(({ line, discountMinor }) => [line.lineId, discountMinor])),
    shippingMinor: netMinor,
  };
}

/** The tax stays as it was quoted, and what is taxed becomes less by the rest. */
function netRounded(netMinor: number, { taxMinor, taxes }: Taxed, step: number) {
  const restMinor = (netMinor + taxMinor) % step;
  if (restMinor > netMinor) {
    const nothing = taxes.map((share) => ({ ...share, taxableMinor: 0, taxMinor: 0 }));
    return { netMinor: 0, taxMinor: 0, taxes: nothing };
  }
  const rounded = taxes.map((share) => {
    return { ...share, taxableMinor: Math.max(0, share.taxableMinor - restMinor) };
  });
  return { netMinor: netMinor - restMinor, taxMinor, taxes: rounded };
}

/** Shares of one name and rate become one. */
function summed(shares: readonly Share[]): Share[] {
  return [...Map.groupBy(shares, ({ name, ratePpm }) => `${name} ${ratePpm}`).values()].map(
    (same) => ({
      ...same[0]!,
      taxableMinor: sumMinor(same.map(({ taxableMinor }) => taxableMinor)),
      taxMinor: sumMinor(same.map(({ taxMinor }) => taxMinor)),
    }),
  );
}
