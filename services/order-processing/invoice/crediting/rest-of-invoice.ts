import { sumMinor } from '#kernel/money.ts';
import type { InvoiceSnapshot } from '../issuing/document-snapshot.ts';
import { deliveryMinor, type Credit, type Noted } from './credit-taxes.ts';

type Parts = Pick<Credit, 'lines' | 'shippingMinor'>;

/**
 * The goods and the delivery that no credit note has given back yet, nor will.
 * @param underWay what notes to come will give back
 */
export function restOf(
  { lines, totals }: Pick<InvoiceSnapshot, 'lines' | 'totals'>,
  notes: readonly Noted[],
  underWay: Parts = { lines: [], shippingMinor: 0 },
): Parts {
  const noted = notes.flatMap((note) => note.lines ?? []);
  const coming = underWay.lines.map(({ amountMinor = 0, ...line }) => {
    return { ...line, totalMinor: amountMinor };
  });
  const rows = Map.groupBy([...noted, ...coming], ({ lineId }) => lineId);
  const before = [...notes, underWay].map(({ shippingMinor = 0 }) => shippingMinor);
  const taken = sumMinor(before);
  return {
    lines: lines.flatMap(({ lineId, quantity, totalMinor }) => {
      const given = rows.get(lineId) ?? [];
      const left = quantity - given.reduce((units, row) => units + row.quantity, 0);
      const amountMinor = totalMinor - sumMinor(given.map((row) => row.totalMinor));
      return left > 0 ? [{ lineId, quantity: left, amountMinor: Math.max(0, amountMinor) }] : [];
    }),
    shippingMinor: Math.max(0, deliveryMinor(totals) - taken),
  };
}
