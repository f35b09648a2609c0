import type { SnapshotLine } from '#contracts/shapes.ts';
import type { Rate } from '../../services/cart-and-checkout/tax/tax-book.ts';
import type { Basket } from './basket.ts';
import type { Bought } from './buy-basket.ts';

const million = 1_000_000n;

/**
 * I12 computed anew, from prices and rates alone and in whole numbers of any size: what is wrong with
 * a purchase, in words; nothing where all sums are exact.
 */
export function wrongSums(basket: Basket, { lines, totals }: Bought): string[] {
  const { pricesIncludeTax, stepMinor } = basket;
  const wrong: string[] = [];
  const same = (what: string, seen: number, expected: number) => {
    if (seen !== expected) wrong.push(`${what} is ${seen}, not ${expected}`);
  };
  const step = (what: string, minor: number) => {
    if (minor % stepMinor !== 0) wrong.push(`${what}, ${minor}, is no multiple of ${stepMinor}`);
    if (minor < 0) wrong.push(`${what}, ${minor}, is below nothing`);
  };
  for (const [index, line] of lines.entries()) {
    const asked = basket.lines[index]!;
    same(`subtotal of line ${index}`, line.subtotalMinor, asked.quantity * asked.unitPriceMinor);
    const net = line.subtotalMinor - line.discountMinor;
    same(`total of line ${index}`, line.totalMinor, net + (pricesIncludeTax ? 0 : line.taxMinor));
    same(`taxes of line ${index}`, sumOf(line.taxes, 'taxMinor'), line.taxMinor);
    step(`total of line ${index}`, line.totalMinor);
    if (line.discountMinor < 0 || line.discountMinor > line.subtotalMinor)
      wrong.push(`discount of line ${index} is ${line.discountMinor} of ${line.subtotalMinor}`);
    wrong.push(...wrongTax(basket, line, asked.taxClass, index));
  }
  const addedMinor = pricesIncludeTax ? 0 : totals.taxMinor;
  const goodsMinor = sumOf(lines, 'subtotalMinor') - sumOf(lines, 'discountMinor');
  same('subtotal', totals.subtotalMinor, sumOf(lines, 'subtotalMinor'));
  same('discount', totals.discountMinor, sumOf(lines, 'discountMinor'));
  same('tax', totals.taxMinor, sumOf(lines, 'taxMinor') + totals.shippingTaxMinor);
  same('tax by its rows', totals.taxMinor, sumOf(totals.taxes, 'taxMinor'));
  same('total', totals.totalMinor, goodsMinor + totals.shippingMinor + addedMinor);
  step('total', totals.totalMinor);
  step('delivery', totals.shippingMinor + (pricesIncludeTax ? 0 : totals.shippingTaxMinor));
  if (totals.shippingMinor > basket.shippingMinor)
    wrong.push(`delivery of ${basket.shippingMinor} became ${totals.shippingMinor}`);
  wrong.push(...wrongTaxables(basket, lines, totals));
  return wrong;
}

/**
 * The tax of a line by its rate, half a unit off at the most where each line is rounded, less than a
 * whole one where what has one rate is rounded together and shared out.
 */
function wrongTax(basket: Basket, line: SnapshotLine, taxClass: string, index: number): string[] {
  const { pricesIncludeTax, isExempt, settings, stepMinor } = basket;
  const ppm = isExempt ? 0n : BigInt(ratePpmOf(basket.rates, taxClass));
  const priced = line.subtotalMinor - (line.subtotalMinor % stepMinor);
  const whole = pricesIncludeTax ? million + ppm : million;
  const exact = BigInt(priced) * ppm;
  // Where so little is left that the step takes all of it, nothing is taxed.
  if (line.totalMinor === 0) return line.taxMinor === 0 ? [] : [`line ${index} is free and taxed`];
  const off = BigInt(line.taxMinor) * whole - exact;
  const distance = off < 0n ? -off : off;
  const isFine = settings.roundingLevel === 'line' ? 2n * distance <= whole : distance < 2n * whole;
  return isFine ? [] : [`tax of line ${index}, ${line.taxMinor}, is not ${ppm} ppm of ${priced}`];
}

/** What is taxed by each rate is what the parts cost that bear it, without the tax itself. */
function wrongTaxables(
  { pricesIncludeTax }: Basket,
  lines: readonly SnapshotLine[],
  totals: Bought['totals'],
): string[] {
  const wrong: string[] = [];
  const shares = lines.flatMap(({ taxes }) => taxes);
  for (const line of lines) {
    if (line.taxes.length !== 1 || line.totalMinor === 0) continue;
    const [share] = line.taxes;
    const gross = share!.taxableMinor + share!.taxMinor;
    if (gross !== line.totalMinor)
      wrong.push(`line of ${line.totalMinor} has ${gross} in its tax row`);
  }
  for (const row of totals.taxes) {
    const own = shares.filter(({ name, ratePpm }) => name === row.name && ratePpm === row.ratePpm);
    const rest = row.taxMinor - sumOf(own, 'taxMinor');
    const taxable = row.taxableMinor - sumOf(own, 'taxableMinor');
    // The rest of a row is the delivery's.
    if (rest < 0 || rest > totals.shippingTaxMinor)
      wrong.push(`row ${row.name} ${row.ratePpm}: its parts leave ${rest} of tax`);
    const most = totals.shippingMinor;
    if (taxable < 0 || taxable > most)
      wrong.push(`row ${row.name} ${row.ratePpm}: its parts leave ${taxable} of ${most}`);
  }
  const onDelivery = sumOf(totals.taxes, 'taxMinor') - sumOf(shares, 'taxMinor');
  if (onDelivery !== totals.shippingTaxMinor)
    wrong.push(`rows leave ${onDelivery} for a delivery taxed ${totals.shippingTaxMinor}`);
  if (pricesIncludeTax && totals.taxMinor > totals.totalMinor) wrong.push('more tax than total');
  return wrong;
}

function ratePpmOf(rates: readonly Rate[], taxClass: string): number {
  const own = rates.find((one) => one.taxClass === taxClass);
  return own?.ratePpm ?? 0;
}

type Named<Name extends string> = Readonly<Record<Name, number>>;

export function sumOf<Name extends string>(parts: readonly Named<Name>[], name: Name): number {
  return Number(parts.reduce((sum, part) => sum + BigInt(part[name]), 0n));
}
