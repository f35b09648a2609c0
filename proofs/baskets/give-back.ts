import {
  creditOf,
  remainingOf,
  type Credit,
  type Credited,
  type Noted,
} from '../../services/order-processing/invoice/crediting/credit-taxes.ts';
import { restOf } from '../../services/order-processing/invoice/crediting/rest-of-invoice.ts';
import { multiplyRatio } from '#kernel/money.ts';
import type { GivingBack } from './basket.ts';
import type { Bought } from './buy-basket.ts';
import { sumOf } from './sums-of-purchase.ts';

type Note = Noted & { readonly lines: NonNullable<Noted['lines']> };

/**
 * Credit notes of parts and of amounts, some of them cancelled again, and in the end all that is left:
 * what is wrong with them, in words.
 */
export function wrongNotes(bought: Bought, wanted: readonly GivingBack[]): string[] {
  const wrong: string[] = [];
  let notes: Note[] = [];
  for (const step of wanted) {
    if (step.isCancelled && notes.length > 0) {
      // What a cancelled note had given back is to be given again: it counts no more.
      notes = notes.filter((_, index) => index !== step.at % notes.length);
      continue;
    }
    const credit = creditAsked(bought, notes, step);
    if (credit === undefined) continue;
    const credited = creditOf(bought, notes, credit);
    wrong.push(...wrongNote(credit, credited));
    notes = [...notes, noteOf(credit, credited)];
    wrong.push(...belowNothing(bought, notes));
  }
  const left = remainingOf(bought, notes).totalMinor;
  if (left > 0) {
    const credit = { amountMinor: left, ...restOf(bought, notes) };
    const credited = creditOf(bought, notes, credit);
    wrong.push(...wrongNote(credit, credited));
    notes = [...notes, noteOf(credit, credited)];
  }
  return [...wrong, ...wrongInTheEnd(bought, notes)];
}

/** Undefined where nothing would be given, or more than is left. */
function creditAsked(bought: Bought, notes: readonly Note[], step: GivingBack): Credit | undefined {
  const rest = restOf(bought, notes);
  const line = bought.lines[step.at % bought.lines.length]!;
  const left = rest.lines.find(({ lineId }) => lineId === line.lineId);
  const quantity = Math.min(step.units, left?.quantity ?? 0);
  const unitsMinor =
    left && quantity > 0 ? multiplyRatio(left.amountMinor!, quantity, left.quantity, 'half_up') : 0;
  const lines = quantity > 0 ? [{ lineId: line.lineId, quantity, amountMinor: unitsMinor }] : [];
  const shippingMinor = Math.floor((rest.shippingMinor * step.deliveryPercent) / 100);
  const amountMinor = unitsMinor + shippingMinor + step.adjustmentMinor;
  if (amountMinor < 1 || amountMinor > remainingOf(bought, notes).totalMinor) return undefined;
  return { amountMinor, lines, shippingMinor };
}

function noteOf({ amountMinor }: Credit, { lines, shipping, taxes }: Credited): Note {
  const named = { sku: '', title: '', variantTitle: null };
  return {
    totalMinor: amountMinor,
    taxes,
    lines: lines.map((part) => ({ ...named, ...part })),
    shippingMinor: shipping.totalMinor,
    shippingTaxes: shipping.taxes,
  };
}

/** The parts of a note and what was added or held back are what it gives. */
function wrongNote({ amountMinor }: Credit, credited: Credited): string[] {
  const parts = sumOf([...credited.lines, credited.shipping], 'totalMinor');
  const given = parts + credited.adjustmentMinor;
  const taxed = sumOf(credited.taxes, 'taxMinor');
  return [
    ...(given === amountMinor ? [] : [`the parts of a note of ${amountMinor} sum to ${given}`]),
    ...(taxed <= amountMinor ? [] : [`a note of ${amountMinor} holds ${taxed} of tax`]),
    ...credited.taxes
      .filter(({ taxMinor, taxableMinor }) => taxMinor < 0 || taxableMinor < 0)
      .map(({ name }) => `a note has less than nothing of ${name}`),
  ];
}

function belowNothing(bought: Bought, notes: readonly Note[]): string[] {
  const { totalMinor, taxes } = remainingOf(bought, notes);
  if (totalMinor < 0) return [`notes gave back ${-totalMinor} too much`];
  return taxes
    .filter(({ name, ratePpm, taxMinor, taxableMinor }) => {
      const rows = notes
        .flatMap((note) => note.taxes)
        .filter((row) => row.name === name && row.ratePpm === ratePpm);
      const whole = bought.totals.taxes.find(
        (row) => row.name === name && row.ratePpm === ratePpm,
      )!;
      return (
        sumOf(rows, 'taxMinor') + taxMinor !== whole.taxMinor ||
        sumOf(rows, 'taxableMinor') + taxableMinor !== whole.taxableMinor
      );
    })
    .map(({ name }) => `notes hold more of ${name} than the invoice`);
}

/** Refunds of all are the total, and the rows of all notes those of the invoice. */
function wrongInTheEnd({ totals }: Bought, notes: readonly Note[]): string[] {
  const wrong: string[] = [];
  const givenMinor = sumOf(notes, 'totalMinor');
  if (givenMinor !== totals.totalMinor)
    wrong.push(`all that was given back is ${givenMinor}, not ${totals.totalMinor}`);
  // What costs nothing has rows that nobody paid.
  if (totals.totalMinor === 0) return wrong;
  for (const row of totals.taxes) {
    const own = notes
      .flatMap(({ taxes }) => taxes)
      .filter(({ name, ratePpm }) => name === row.name && ratePpm === row.ratePpm);
    const [taxMinor, taxableMinor] = [sumOf(own, 'taxMinor'), sumOf(own, 'taxableMinor')];
    if (taxMinor !== row.taxMinor || taxableMinor !== row.taxableMinor) {
      wrong.push(
        `notes gave back ${taxMinor} of ${taxableMinor} of ${row.name} ${row.ratePpm}, and the invoice has ${row.taxMinor} of ${row.taxableMinor}`,
      );
    }
  }
  return wrong;
}
