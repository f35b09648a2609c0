import { productLimits } from '#contracts/product/limits.ts';
import {
  contentUnits,
  energyClasses,
  type ContentUnit,
} from '#contracts/product/measures/measured.ts';
import type { Content, EnergyLabel } from '#contracts/product/measures/measures.ts';
import { plainCode } from '../../cells/plain-cell.ts';
import { readNumber } from '../../cells/read-number.ts';
import { isImageUrl } from '../collect-images.ts';
import type { ProductFits } from '../product-fits.ts';
import type { ProductRow } from '../product-row.ts';

interface Measures {
  readonly content?: Content | undefined;
  readonly energyLabel?: EnergyLabel | undefined;
}

/** What stands beside a price. What cannot be read is left out and said; the variant stays. */
export function measuresOf(row: ProductRow, fits: ProductFits): Measures {
  return { content: contentOf(row, fits), energyLabel: energyOf(row, fits) };
}

/** As files write a unit, beside those that are its names here. */
const otherNames: Readonly<Record<string, ContentUnit>> = {
  gram: 'g',
  grams: 'g',
  kilogram: 'kg',
  liter: 'l',
  litre: 'l',
  'm²': 'm2',
  sqm: 'm2',
  'cm²': 'cm2',
  item: 'piece',
  items: 'piece',
  pieces: 'piece',
  pc: 'piece',
  pcs: 'piece',
  stk: 'piece',
  stück: 'piece',
};
/** The next smaller unit, and how many of it a unit has: 0.75 l are 750 ml. */
const finer: Readonly<Partial<Record<ContentUnit, readonly [ContentUnit, decimals: number]>>> = {
  kg: ['g', 3],
  g: ['mg', 3],
  l: ['ml', 3],
  cl: ['ml', 1],
  m: ['mm', 3],
  cm: ['mm', 1],
  m2: ['cm2', 4],
};

function contentOf(row: ProductRow, fits: ProductFits): Content | undefined {
  const quantity = plainCode(row.get('contentQuantity'));
  if (quantity === '') return undefined;
  const read = readContent(quantity, unitOf(row.get('contentUnit')), row.decimalComma);
  if (read === undefined) fits.add(row, 'contentQuantity', 'left_out');
  return read;
}

function unitOf(text: string): ContentUnit | undefined {
  const name = plainCode(text).toLowerCase();
  return Object.hasOwn(contentUnits, name) ? (name as ContentUnit) : otherNames[name];
}

/** In a finer unit where that makes it whole; never rounded, since prices are compared by it. */
function readContent(
  text: string,
  unit: ContentUnit | undefined,
  decimalComma: boolean,
): Content | undefined {
  if (unit === undefined) return undefined;
  const number = readNumber(text, { decimals: 3, decimalComma });
  if (number === undefined || number.negative) return undefined;
  let digits = number.whole;
  let { fraction } = number;
  let measured = unit;
  while (fraction !== '') {
    const [next, decimals] = finer[measured] ?? [];
    if (next === undefined || decimals === undefined) return undefined;
    digits += fraction.slice(0, decimals).padEnd(decimals, '0');
    fraction = fraction.slice(decimals);
    measured = next;
  }
  const quantity = Number(digits);
  const fits = quantity >= 1 && quantity <= productLimits.contentQuantity;
  return fits ? { quantity, unit: measured } : undefined;
}

function energyOf(row: ProductRow, fits: ProductFits): EnergyLabel | undefined {
  const given = plainCode(row.get('energyClass')).toUpperCase();
  if (given === '') return undefined;
  const scale = plainCode(row.get('energyScale')).toUpperCase() || 'A-G';
  const [best, worst] = (/^([A-G]\+*)\s*[-–]\s*([A-G]\+*)$/u.exec(scale) ?? []).slice(1);
  // From the best to the worst, the one that is given between them.
  const places = [best, given, worst].map((text) => energyClasses.findIndex((one) => one === text));
  const [first = -1, own = -1, last = -1] = places;
  if (first < 0 || own < first || last < own) {
    fits.add(row, 'energyClass', 'left_out');
    return undefined;
  }
  return {
    class: energyClasses[own]!,
    best: energyClasses[first]!,
    worst: energyClasses[last]!,
    labelUrl: addressOf(row, 'energyLabelUrl', fits),
    sheetUrl: addressOf(row, 'energySheetUrl', fits),
  };
}

function addressOf(
  row: ProductRow,
  column: 'energyLabelUrl' | 'energySheetUrl',
  fits: ProductFits,
): string | null {
  const text = row.get(column);
  if (text === '') return null;
  if (isImageUrl(text)) return text;
  fits.add(row, column, 'left_out');
  return null;
}
