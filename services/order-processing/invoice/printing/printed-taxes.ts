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
  const untaxedMinor =
    snapshot.kind === 'invoice' ? untaxedOfInvoice(snapshot) : untaxedOfNote(snapshot);
  const zero = { name: '', ratePpm: 0, taxableMinor: untaxedMinor ?? 0, taxMinor: 0 };
  const rows = new Map<string, TaxShare>();
  for (const share of untaxedMinor === undefined ? shares : [...shares, zero]) {
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
    (row) => row.taxableMinor !== 0 || row.taxMinor !== 0 || isOfGoods(row),
  );
}

/** The rates of a line, zero where it has none. */
export function ratesOf({ taxes }: Pick<Line, 'taxes'>): number[] {
  return taxes.length > 0 ? taxes.map(({ ratePpm }) => ratePpm) : [0];
}

/** Goods, and a delivery, that no rate is written of; undefined where there are none. */
function untaxedOfInvoice({ lines, totals }: InvoiceSnapshot): number | undefined {
  const goods = lines.filter(({ taxes }) => taxes.length === 0).map(netOf);
  const { shippingMinor, shippingTaxMinor, taxes } = totals;
  const taxableOf = (of: readonly TaxShare[]) => sumMinor(of.map((share) => share.taxableMinor));
  const isInShares = taxableOf(taxes) > taxableOf(lines.flatMap((line) => line.taxes));
  const delivery = shippingMinor > 0 && shippingTaxMinor === 0 && !isInShares;
  if (goods.length === 0 && !delivery) return undefined;
  return sumMinor(delivery ? [...goods, shippingMinor] : goods);
}

type Note = Exclude<Snapshot, InvoiceSnapshot>;

/**
 * What is left beside the taxed, where parts are given back that no rate is written of: an adjustment
 * takes its share of them too. Where a part is taxed twice it cannot be told from the sums.
 */
function untaxedOfNote(note: Note): number | undefined {
  const { lines, shippingMinor = 0, shippingTaxes, taxes, totalMinor } = note;
  const parts = [...lines, { totalMinor: shippingMinor, taxes: shippingTaxes }];
  if (parts.some((part) => (part.taxes?.length ?? 0) > 1)) return undefined;
  const paid = parts.filter((part) => part.totalMinor > 0);
  if (taxes.length > 0 && !paid.some((part) => part.taxes?.length === 0)) return undefined;
  return totalMinor - sumMinor(taxes.flatMap((share) => [share.taxableMinor, share.taxMinor]));
}

function netOf({ totalMinor, taxMinor }: Line): number {
  return totalMinor - taxMinor;
}
