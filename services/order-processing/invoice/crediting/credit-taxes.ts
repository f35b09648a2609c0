import { allocate, multiplyRatio, sumMinor } from '#kernel/money.ts';
import type {
  CreditNoteSnapshot,
  InvoiceSnapshot,
  TaxShare,
} from '../issuing/document-snapshot.ts';

type Invoiced = Pick<InvoiceSnapshot, 'lines' | 'totals'>;
/** What a credit note says of what it gave back; one of an earlier version says less of it. */
export type Noted = Pick<CreditNoteSnapshot, 'totalMinor' | 'taxes'> &
  Partial<Pick<CreditNoteSnapshot, 'lines' | 'shippingMinor' | 'shippingTaxes'>>;

export interface Credit {
  readonly amountMinor: number;
  /** Without an amount, as an earlier version asks: what so many units cost. */
  readonly lines: readonly { lineId: string; quantity: number; amountMinor?: number | undefined }[];
  readonly shippingMinor: number;
}

export interface CreditedPart {
  readonly totalMinor: number;
  readonly taxes: TaxShare[];
}

/** What is given back, part by part; what the parts do not make up is an adjustment, of either sign. */
export interface Credited {
  readonly lines: readonly (CreditedPart & { lineId: string; quantity: number })[];
  readonly shipping: CreditedPart;
  readonly adjustmentMinor: number;
  readonly taxes: TaxShare[];
}

/** What of an invoice no credit note has taken back yet. */
export interface Remaining {
  readonly totalMinor: number;
  readonly taxes: readonly TaxShare[];
}

export function remainingOf({ totals }: Invoiced, notes: readonly Noted[]): Remaining {
  return {
    totalMinor: totals.totalMinor - sumMinor(notes.map(({ totalMinor }) => totalMinor)),
    taxes: less(
      totals.taxes,
      notes.flatMap(({ taxes }) => taxes),
    ),
  };
}

/**
 * The taxes within a credit. Lines and delivery have the taxes that they were invoiced with: each
 * part takes its share of what of it remains, and the last one all of it. What is given beyond them
 * has its share of every tax that then remains; what is held back of them takes its share of theirs.
 * So the notes together never hold more of a tax than the invoice, and in the end exactly as much.
 */
export function creditOf(invoice: Invoiced, notes: readonly Noted[], credit: Credit): Credited {
  const remaining = remainingOf(invoice, notes);
  const lines = linesOf(invoice, notes, credit);
  const shipping = partOf(remainingDelivery(invoice, notes), credit.shippingMinor);
  const partsMinor = sumMinor([...lines, shipping].map(({ totalMinor }) => totalMinor));
  const adjustmentMinor = credit.amountMinor - partsMinor;
  const own = sum([...lines, shipping].flatMap(({ taxes }) => taxes));
  const taxes = taxesOf(credit.amountMinor, remaining, { own, partsMinor });
  return { lines, shipping, adjustmentMinor, taxes: standing(lifted(taxes, credit, remaining)) };
}

/**
 * What a credit leaves is never less than the tax that it leaves: where several taxes are on the same
 * part, each is rounded by itself, and what is last would be taxed with more than it gives.
 */
function lifted(
  taxes: readonly TaxShare[],
  { amountMinor }: Credit,
  remaining: Remaining,
): readonly TaxShare[] {
  const taxed = taxIn(taxes);
  const excess = taxIn(remaining.taxes) - taxed - (remaining.totalMinor - amountMinor);
  const room = less(remaining.taxes, taxes);
  const more = Math.min(excess, amountMinor - taxed, taxIn(room));
  if (more <= 0) return taxes;
  const shares = allocate(
    more,
    room.map(({ taxMinor }) => taxMinor),
  );
  const added = room.map((tax, index) => ({ ...tax, taxableMinor: 0, taxMinor: shares[index]! }));
  return sum([...taxes, ...added]);
}

function taxIn(taxes: readonly TaxShare[]): number {
  return sumMinor(taxes.map(({ taxMinor }) => taxMinor));
}

function taxesOf(
  amountMinor: number,
  remaining: Remaining,
  { own, partsMinor }: { own: readonly TaxShare[]; partsMinor: number },
): TaxShare[] {
  if (amountMinor >= remaining.totalMinor) return [...remaining.taxes];
  if (amountMinor <= partsMinor) {
    return within(shareOf(own, amountMinor, partsMinor), remaining.taxes);
  }
  const given = within(own, remaining.taxes);
  const rest = less(remaining.taxes, given);
  return sum([
    ...given,
    ...shareOf(rest, amountMinor - partsMinor, remaining.totalMinor - partsMinor),
  ]);
}

function linesOf(invoice: Invoiced, notes: readonly Noted[], { lines }: Credit): Credited['lines'] {
  const before: Noted[] = [...notes];
  return lines.map(({ lineId, quantity, amountMinor }) => {
    const line = invoice.lines.find((one) => one.lineId === lineId);
    if (!line) throw new Error(`the invoice has no line ${lineId}`);
    const part = partOf(remainingLine(line, before), amountMinor ?? costOf(line, quantity, before));
    const { sku, title, variantTitle } = line;
    // A line that is asked for in two parts takes its second one from what the first one left.
    const row = { lineId, sku, title, variantTitle, quantity, ...part };
    before.push({ totalMinor: 0, taxes: [], lines: [row] });
    return { lineId, quantity, ...part };
  });
}

/** So many units after those that were credited before, as earlier versions counted what they cost. */
function costOf(
  { lineId, quantity: all, totalMinor }: Invoiced['lines'][number],
  quantity: number,
  notes: readonly Noted[],
): number {
  const rows = notes.flatMap(({ lines = [] }) => lines).filter((row) => row.lineId === lineId);
  const taken = rows.reduce((units, row) => units + row.quantity, 0);
  const upTo = (units: number) => multiplyRatio(totalMinor, Math.min(units, all), all, 'half_up');
  return upTo(taken + quantity) - upTo(taken);
}

function remainingLine(line: Invoiced['lines'][number], notes: readonly Noted[]): Remaining {
  const { lineId, quantity, totalMinor, taxes } = line;
  const rows = notes
    .flatMap(({ lines = [] }) => lines)
    .filter((row) => row.lineId === lineId)
    // Of an earlier version, which noted no taxes of a line.
    .map((row) => ({ ...row, taxes: row.taxes ?? shareOf(taxes, row.quantity, quantity) }));
  return {
    totalMinor: Math.max(0, totalMinor - sumMinor(rows.map((row) => row.totalMinor))),
    taxes: less(
      taxes,
      rows.flatMap((row) => row.taxes),
    ),
  };
}

/** With its tax, as it was paid. */
export function deliveryMinor({
  pricesIncludeTax,
  shippingMinor,
  shippingTaxMinor,
}: Invoiced['totals']) {
  return shippingMinor + (pricesIncludeTax ? 0 : shippingTaxMinor);
}

/** Its taxes are what the lines leave of the invoice’s. */
function remainingDelivery({ lines, totals }: Invoiced, notes: readonly Noted[]): Remaining {
  const own = less(
    totals.taxes,
    lines.flatMap(({ taxes }) => taxes),
  );
  const taken = sumMinor(notes.map(({ shippingMinor = 0 }) => shippingMinor));
  return {
    totalMinor: Math.max(0, deliveryMinor(totals) - taken),
    taxes: less(
      own,
      notes.flatMap(({ shippingTaxes = [] }) => shippingTaxes),
    ),
  };
}

function partOf({ totalMinor, taxes }: Remaining, amountMinor: number): CreditedPart {
  const share = shareOf(taxes, Math.min(amountMinor, totalMinor), totalMinor);
  return { totalMinor: amountMinor, taxes: standing(share) };
}

/**
 * So much of an amount with these taxes in it. Where one tax is on each part of it, taxes and what is
 * taxed sum exactly to the share; where several are on the same part, each is rounded by itself.
 */
function shareOf(taxes: readonly TaxShare[], part: number, whole: number): TaxShare[] {
  if (part >= whole) return [...taxes];
  const grosses = taxes.map(grossOf);
  const untaxed = whole - sumMinor(grosses);
  if (untaxed < 0) {
    const of = (minor: number) => multiplyRatio(minor, part, whole, 'half_up');
    return taxes.map((tax) => ({
      ...tax,
      taxableMinor: of(tax.taxableMinor),
      taxMinor: of(tax.taxMinor),
    }));
  }
  const shares = allocate(part, [...grosses, untaxed]);
  return taxes.map((tax, index) => grossShareOf(tax, shares[index]!));
}

function grossShareOf(tax: TaxShare, grossMinor: number): TaxShare {
  const whole = grossOf(tax);
  const taxMinor = whole === 0 ? 0 : multiplyRatio(tax.taxMinor, grossMinor, whole, 'half_up');
  return { ...tax, taxMinor, taxableMinor: grossMinor - taxMinor };
}

/** No more of a tax than is left of it. What an adjustment took of it before is taken of the others. */
function within(asked: readonly TaxShare[], left: readonly TaxShare[]): TaxShare[] {
  const taken = left.map((share) => {
    const own = asked.find((other) => keyOf(other) === keyOf(share));
    return {
      ...share,
      taxableMinor: Math.min(own?.taxableMinor ?? 0, share.taxableMinor),
      taxMinor: Math.min(own?.taxMinor ?? 0, share.taxMinor),
    };
  });
  const missing = sumMinor(asked.map(grossOf)) - sumMinor(taken.map(grossOf));
  if (missing <= 0) return taken;
  const room = less(left, taken);
  const rooms = room.map(grossOf);
  const more = allocate(Math.min(missing, sumMinor(rooms)), rooms);
  return sum([...taken, ...room.map((share, index) => grossShareOf(share, more[index]!))]);
}

function grossOf({ taxableMinor, taxMinor }: TaxShare): number {
  return taxableMinor + taxMinor;
}

/** Shares of one tax become one. */
function sum(shares: readonly TaxShare[]): TaxShare[] {
  return [...Map.groupBy(shares, keyOf).values()].map((same) => ({
    ...same[0]!,
    taxableMinor: sumMinor(same.map(({ taxableMinor }) => taxableMinor)),
    taxMinor: sumMinor(same.map(({ taxMinor }) => taxMinor)),
  }));
}

/** Each tax of the first less what the second has of its tax, never below nothing. */
function less(shares: readonly TaxShare[], taken: readonly TaxShare[]): TaxShare[] {
  const sums = new Map(sum(taken).map((share) => [keyOf(share), share]));
  return sum(shares).map((share) => {
    const { taxableMinor = 0, taxMinor = 0 } = sums.get(keyOf(share)) ?? {};
    return {
      ...share,
      taxableMinor: Math.max(0, share.taxableMinor - taxableMinor),
      taxMinor: Math.max(0, share.taxMinor - taxMinor),
    };
  });
}

function standing(taxes: readonly TaxShare[]): TaxShare[] {
  return taxes.filter(({ taxMinor, taxableMinor }) => taxMinor > 0 || taxableMinor > 0);
}

function keyOf({ name, ratePpm }: TaxShare): string {
  return `${ratePpm} ${name}`;
}
