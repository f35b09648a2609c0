/** Stripe counts a few currencies in another minor unit than ISO 4217 does. */
const stripeFactor: Record<string, number> = { ISK: 100, UGX: 100, MGA: 1 / 100 };

/** `undefined` where Stripe cannot express the amount. */
export function toStripeAmount(amountMinor: number, currency: string): number | undefined {
  const amount = amountMinor * (stripeFactor[currency] ?? 1);
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/** `undefined` where the answer holds a fraction of our minor unit. */
export function fromStripeAmount(amount: number, currency: string): number | undefined {
  const amountMinor = amount / (stripeFactor[currency] ?? 1);
  return Number.isSafeInteger(amountMinor) ? amountMinor : undefined;
}
