import { currencyExponent } from '../../exchange/currency-exponent.ts';

/** Of Stripe's page on currencies: all others have two decimals there, whatever ISO 4217 says. */
const zeroDecimal = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);
const threeDecimal = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));
/** Written with two decimals for old times' sake, which must both be 0. */
const wholeUnits = new Set(['ISK', 'UGX']);

function decimals(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** How many of Stripe's smallest units one of ours is: another runtime may count ours otherwise. */
function factorOf(currency: string): number {
  return 10 ** (decimals(currency) - currencyExponent(currency));
}

/** Stripe takes amounts of three decimals with a last digit of 0, and of some whole units alone. */
export function stripeStepOnWire(currency: string): number {
  if (wholeUnits.has(currency)) return 100;
  return threeDecimal.has(currency) ? 10 : 1;
}

/** The step of amounts that Stripe takes, in our minor units. */
export function stripeStepOf(currency: string): number {
  return Math.max(1, Math.round(stripeStepOnWire(currency) / factorOf(currency)));
}

/** `undefined` where Stripe does not take the amount. */
export function toStripeAmount(amountMinor: number, currency: string): number | undefined {
  const amount = amountMinor * factorOf(currency);
  const taken = Number.isSafeInteger(amount) && amount % stripeStepOnWire(currency) === 0;
  return taken ? amount : undefined;
}

/** `undefined` where the answer holds a fraction of our minor unit. */
export function fromStripeAmount(amount: number, currency: string): number | undefined {
  const amountMinor = amount / factorOf(currency);
  return Number.isSafeInteger(amountMinor) ? amountMinor : undefined;
}

/** The whole number of our minor unit that is nearest to what the answer holds. */
export function roundedMinor(amount: number, currency: string): number {
  return Math.round(amount / factorOf(currency));
}
