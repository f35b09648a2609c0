import { z } from 'zod';

/**
 * Money is an integer of minor units (cents, yen, fils) with its ISO 4217 code; never a float.
 * A sum that would leave the safe integers is a surprise and throws.
 */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ description: 'ISO 4217 currency code', examples: ['EUR'] });

export const amountMinor = z
  .int()
  .min(0)
  .max(999_999_999_999)
  .meta({ description: 'Integer of minor units, e.g. 1999 for 19.99 EUR', examples: [1999] });

export const money = z
  .strictObject({ amountMinor, currency: currencyCode })
  .meta({ id: 'Money', description: 'An amount in minor units and its currency' });
export type Money = z.infer<typeof money>;

export type RoundingMode = 'half_up' | 'half_even' | 'down' | 'up';

const exponents = new Map<string, number>();

/** Number of decimals of a currency by ISO 4217 (EUR 2, JPY 0, KWD 3). Throws for an unknown code. */
export function currencyExponent(currency: string): number {
  let exponent = exponents.get(currency);
  if (exponent === undefined) {
    exponent =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
        .maximumFractionDigits ?? 2;
    exponents.set(currency, exponent);
  }
  return exponent;
}

/** Adds minor units and refuses to leave the safe integers. */
export function sumMinor(amounts: Iterable<number>): number {
  let total = 0;
  for (const amount of amounts) total += amount;
  if (!Number.isSafeInteger(total)) throw new RangeError('money sum leaves the safe integers');
  return total;
}

/** `amount × numerator ÷ denominator`, exact in big integers, rounded once by the given mode. */
export function multiplyRatio(
  amount: number,
  numerator: number,
  denominator: number,
  mode: RoundingMode,
): number {
  const product = BigInt(amount) * BigInt(numerator);
  const divisor = BigInt(denominator);
  if (divisor <= 0n) throw new RangeError('denominator must be positive');
  const negative = product < 0n;
  const size = negative ? -product : product;
  let quotient = size / divisor;
  const rest = size % divisor;
  if (rest !== 0n && roundsAway(quotient, rest * 2n, divisor, mode)) quotient += 1n;
  const rounded = Number(negative ? -quotient : quotient);
  if (!Number.isSafeInteger(rounded))
    throw new RangeError('money product leaves the safe integers');
  return rounded;
}

function roundsAway(quotient: bigint, doubledRest: bigint, divisor: bigint, mode: RoundingMode) {
  if (mode === 'up') return true;
  if (mode === 'down') return false;
  if (doubledRest !== divisor) return doubledRest > divisor;
  return mode === 'half_up' || quotient % 2n === 1n;
}

/**
 * Splits `total` by weights so that the parts sum exactly (largest remainder; ties go to the
 * earlier part). All weights zero: everything goes to the first part.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return [];
  const sum = weights.reduce((left, right) => left + right, 0);
  if (sum === 0) return weights.map((_, index) => (index === 0 ? total : 0));
  const size = BigInt(Math.abs(total));
  const parts = weights.map((weight, index) => {
    const product = size * BigInt(weight);
    return { index, share: product / BigInt(sum), rest: product % BigInt(sum) };
  });
  let left = size - parts.reduce((taken, part) => taken + part.share, 0n);
  const byRest = parts.toSorted((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1,
  );
  for (const part of byRest) {
    if (left === 0n) break;
    part.share += 1n;
    left -= 1n;
  }
  return parts.map((part) => Number(part.share) * (total < 0 ? -1 : 1) + 0);
}

const formats = new Map<string, Intl.NumberFormat>();
const formatsLimit = 500;

/** For people: `19,99 €` by locale. Formats are kept, since making one costs more than using it. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    if (formats.size < formatsLimit) formats.set(key, format);
  }
  return format.format(decimalString(amount, currencyExponent(currency)) as unknown as number);
}

/** Exact decimal text of minor units, e.g. (1999, 2) → "19.99". */
export function decimalString(amount: number, exponent: number): string {
  const digits = Math.abs(amount)
    .toString()
    .padStart(exponent + 1, '0');
  const whole = exponent === 0 ? digits : digits.slice(0, -exponent);
  const sign = amount < 0 ? '-' : '';
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`;
}
