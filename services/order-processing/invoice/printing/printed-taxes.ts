import { sumMinor } from '#kernel/money.ts';
import type { InvoiceSnapshot, Snapshot, TaxShare } from '../issuing/document-snapshot.ts';

type Line = InvoiceSnapshot['lines'][number];

/**
 * The rows of the tax breakdown, one a rate: also of goods that are taxed at zero, which documents
 * of an earlier version had no share of, and none for a delivery that costs nothing.
 */
export function taxRowsOf(snapshot: Snapshot): TaxShare[] {
  const [shares, lines] =
    snapshot.kind === 'invoice' ? [snapshot.totals.taxes, snapshot.lines] : [snapshot.taxes, []];
  const untaxed = lines.filter(({ taxes }) => taxes.length === 0);
  const zero = {
    name: '',
    ratePpm: 0,
    taxableMinor: sumMinor(untaxed.map(netOf)),
    taxMinor: 0,
  };
  const rows = new Map<string, TaxShare>();
  for (const share of untaxed.length > 0 ? [...shares, zero] : shares) {
    const key = `${share.ratePpm} ${share.name}`;
    const row = rows.get(key);
    rows.set(key, {
      ...share,
      taxableMinor: share.taxableMinor + (row?.taxableMinor ?? 0),
      taxMinor: share.taxMinor + (row?.taxMinor ?? 0),
    });
  }
  const isOfGoods = ({ ratePpm, name }: TaxShare): boolean =>
    lines.some(({ taxes }) => taxes.some((tax) => tax.ratePpm === ratePpm && tax.name === name));
  return [...rows.values()].filter(
    (row) => row.taxableMinor !== 0 || row.taxMinor !== 0 || isOfGoods(row) || row === zero,
  );
}

/** The rates of a line, zero where it has none. */
export function ratesOf({ taxes }: Pick<Line, 'taxes'>): number[] {
  return taxes.length > 0 ? taxes.map(({ ratePpm }) => ratePpm) : [0];
}

function netOf({ totalMinor, taxMinor }: Line): number {
  return totalMinor - taxMinor;
}
