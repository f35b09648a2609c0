import { untoldTax } from '#contracts/tax/untold.ts';
import type { Address, OrderSnapshot } from '#contracts/shapes.ts';

/**
 * An order is placed at most so long after it was taxed: totals hold for half an hour unless set
 * otherwise, and who pays at the bank may take a while.
 */
export const frozenAtMostMs = 86_400_000;

/** Whether the shop's own rates taxed it; an earlier version kept nothing of a provider's silence. */
export function taxedByTable({
  taxCalculationId,
}: Pick<OrderSnapshot, 'taxCalculationId'>): boolean {
  return taxCalculationId === undefined || taxCalculationId === untoldTax('table_fallback');
}

/** Where it was taxed: what is not sent is taxed where the bill goes. */
export function destinationOf({
  shippingAddress,
  billingAddress,
}: Pick<OrderSnapshot, 'shippingAddress' | 'billingAddress'>): Address {
  return shippingAddress ?? billingAddress;
}
