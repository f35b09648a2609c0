import { sumMinor } from '#kernel/money.ts';
import type { InvoiceSnapshot } from '../issuing/document-snapshot.ts';
import { deliveryMinor, type Credit, type Noted } from './credit-taxes.ts';

/** The goods and the delivery that no credit note has given back yet. */
export function restOf(
  { lines, totals }: Pick<InvoiceSnapshot, 'lines' | 'totals'>,
  notes: readonly Noted[],
): Pick<Credit, 'lines' | 'shippingMinor'> {
  const rows = Map.groupBy(
    notes.flatMap((note) => note.lines ?? []),
    ({ lineId }) => lineId,
  );
  const taken = sumMinor(notes.map(({ shippingMinor = 0 }) => shippingMinor));
  return {
    lines: lines.flatMap(({ lineId, quantity, totalMinor }) => {
      const before = rows.get(lineId) ?? [];
      const left = quantity - before.reduce((units, row) => units + row.quantity, 0);
      const amountMinor = totalMinor - sumMinor(before.map((row) => row.totalMinor));
      return left > 0 ? [{ lineId, quantity: left, amountMinor: Math.max(0, amountMinor) }] : [];
    }),
    shippingMinor: Math.max(0, deliveryMinor(totals) - taken),
  };
}
