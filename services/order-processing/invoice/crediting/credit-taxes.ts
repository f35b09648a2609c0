import { multiplyRatio, sumMinor } from '#kernel/money.ts';
import type { InvoiceSnapshot, TaxShare } from '../issuing/document-snapshot.ts';

export interface Credit {
  readonly amountMinor: number;
  readonly lines: readonly { lineId: string; quantity: number }[];
}

/** What of an invoice no credit note has taken back yet. */
export interface Remaining {
  readonly totalMinor: number;
  readonly taxes: readonly TaxShare[];
}

export function remainingOf(
  { totals }: Pick<InvoiceSnapshot, 'totals'>,
  credited: readonly { totalMinor: number; taxes: readonly TaxShare[] }[],
): Remaining {
  const taken = credited.flatMap(({ taxes }) => taxes);
  return {
    totalMinor: totals.totalMinor - sumMinor(credited.map(({ totalMinor }) => totalMinor)),
    taxes: totals.taxes.map((share) => {
      const same = taken.filter((other) => keyOf(other) === keyOf(share));
      return {
        ...share,
        taxableMinor: share.taxableMinor - sumMinor(same.map(({ taxableMinor }) => taxableMinor)),
        taxMinor: share.taxMinor - sumMinor(same.map(({ taxMinor }) => taxMinor)),
      };
    }),
  };
}

/**
 * The taxes within a credited amount. Each note takes its share of what remains, rounded, and the
 * last one all of it: so the notes together never hold more tax than the invoice, and in the end
 * exactly as much. Lines credited at their own price carry their own taxes.
 */
export function creditedTaxes(
  invoice: Pick<InvoiceSnapshot, 'lines' | 'totals'>,
  remaining: Remaining,
  credit: Credit,
): TaxShare[] {
  const own = ownTaxes(invoice, credit);
  return remaining.taxes
    .map((share) => {
      const part = (minor: number) =>
        multiplyRatio(minor, credit.amountMinor, remaining.totalMinor, 'half_up');
      if (own === undefined || credit.amountMinor === remaining.totalMinor) {
        return { ...share, taxableMinor: part(share.taxableMinor), taxMinor: part(share.taxMinor) };
      }
      const found = own.get(keyOf(share)) ?? { taxableMinor: 0, taxMinor: 0 };
      return {
        ...share,
        taxableMinor: Math.min(found.taxableMinor, share.taxableMinor),
        taxMinor: Math.min(found.taxMinor, share.taxMinor),
      };
    })
    .filter(({ taxMinor, taxableMinor }) => taxMinor > 0 || taxableMinor > 0);
}

/** Undefined where the amount is not just what the lines cost. */
function ownTaxes(invoice: Pick<InvoiceSnapshot, 'lines'>, { lines, amountMinor }: Credit) {
  const sums = new Map<string, { taxableMinor: number; taxMinor: number }>();
  let totalMinor = 0;
  for (const { lineId, quantity } of lines) {
    const line = invoice.lines.find((one) => one.lineId === lineId);
    if (!line) return undefined;
    const part = (minor: number) => multiplyRatio(minor, quantity, line.quantity, 'half_up');
    totalMinor += part(line.totalMinor);
    for (const share of line.taxes) {
      const sum = sums.get(keyOf(share)) ?? { taxableMinor: 0, taxMinor: 0 };
      sums.set(keyOf(share), {
        taxableMinor: sum.taxableMinor + part(share.taxableMinor),
        taxMinor: sum.taxMinor + part(share.taxMinor),
      });
    }
  }
  return lines.length > 0 && totalMinor === amountMinor ? sums : undefined;
}

function keyOf({ name, ratePpm }: TaxShare): string {
  return `${ratePpm} ${name}`;
}
