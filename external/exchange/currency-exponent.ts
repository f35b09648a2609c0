const exponents = new Map<string, number>();

/** Digits after the decimal point of an ISO 4217 currency's minor unit, e.g. 2 for EUR, 0 for JPY. */
export function currencyExponent(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  const exponent = maximumFractionDigits ?? 2;
  exponents.set(currency, exponent);
  return exponent;
}

/** Decimal string of a provider's wire format, exact. */
export function decimalFromMinor(amountMinor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  if (exponent === 0) return String(amountMinor);
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** `undefined` where the decimal has more digits than the currency. */
export function minorFromDecimal(amount: number, currency: string): number | undefined {
  const scaled = amount * 10 ** currencyExponent(currency);
  const rounded = Math.round(scaled);
  return Number.isSafeInteger(rounded) && Math.abs(scaled - rounded) < 1e-6 ? rounded : undefined;
}
