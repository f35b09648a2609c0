import { stripeStepOnWire } from '../../payment-gateway/stripe/stripe-amount.ts';

/**
 * What the sandbox takes for its work: 1.5 % and 0.25 of each capture, and 15.00 for each dispute,
 * which it gives back where the shop wins. Refunds cost nothing, and the fee of their capture stays.
 */
const captureShare = { of: 1_000, part: 15 };
const captureFixed = 25;
const disputeFixed = 1_500;

/** Prices are written with two decimals; a currency without any counts the same number of its units. */
function inStep(amount: number, currency: string): number {
  const step = stripeStepOnWire(currency.toUpperCase());
  return Math.round(amount / step) * step;
}

export function captureFee(amount: number, currency: string): number {
  const fee = (amount * captureShare.part) / captureShare.of + captureFixed;
  return Math.min(amount, inStep(Math.round(fee), currency));
}

export function disputeFee(currency: string): number {
  return inStep(disputeFixed, currency);
}
