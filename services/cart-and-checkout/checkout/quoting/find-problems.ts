import type { Failure } from '#kernel/result.ts';
import type { CheckoutContent, Problem } from '../checkouts/checkout-store.ts';
import type { Cart, TaxQuote } from './freeze-totals.ts';

/** Notices of a cart that keep it from being bought. */
const blocking = new Set<string>(['not_sellable', 'not_enough_stock']);

/** What a person must do to the cart before it can be bought. */
export function cartProblems(cart: Cart): Problem[] {
  return cart.notices
    .filter(({ code }) => blocking.has(code))
    .map(({ code, lineId, message }) => ({ code, message, field: `lines.${lineId}` }));
}

/** Rates that staff have to set before the lines can be sold to where they go. */
export function rateProblems(cart: Cart, quote: TaxQuote | undefined): Problem[] {
  return (quote?.missing ?? []).map(({ taxClass, countryCode, regionCode }) => {
    const line = cart.lines.find((one) => one.taxClass === taxClass);
    const place = regionCode === null ? countryCode : `${countryCode}-${regionCode}`;
    const message = `The shop has no rate of the tax class "${taxClass}" for ${place}, so this cannot be sold there. Use another address, or leave it out; staff can set the rate.`;
    return { code: 'tax_rate_missing', message, ...(line && { field: `lines.${line.lineId}` }) };
  });
}

/** What is still missing before the checkout can be completed. */
export function findProblems(
  content: Omit<CheckoutContent, 'problems'>,
  cart: Cart,
  shipped: boolean,
  refusals: readonly Failure[],
): Problem[] {
  const problems = cartProblems(cart);
  const report = (code: string, message: string, field?: string) =>
    problems.push(field === undefined ? { code, message } : { code, message, field });
  if (content.email === null) report('email_missing', 'Say where to send the receipt.', 'email');
  if (shipped && content.shippingAddress === null) {
    report('shipping_address_missing', 'Say where to send the goods.', 'shippingAddress');
  }
  if (!shipped && content.shippingAddress === null && content.billingAddress === null) {
    report('billing_address_missing', 'Say who is to be billed.', 'billingAddress');
  }
  for (const { code, message } of refusals) report(code, message);
  if (refusals.length === 0 && shipped && content.shippingAddress && !content.delivery) {
    report('delivery_option_missing', 'No way of delivery is offered.', 'deliveryOptionId');
  }
  return problems;
}
