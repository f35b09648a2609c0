import { sumMinor } from '#kernel/money.ts';
import { ok } from '#kernel/result.ts';
import { expiryFor } from '../carts/cart-lifetime.ts';
import { amountAboveLimit, amountLimitMinor } from '../carts/cart-limits.ts';
import type { StoredCart, StoredLine } from '../carts/cart-store.ts';
import { subtotalOf } from '../carts/cart-view.ts';
import type { ChannelPrices } from '../pricing/channel-prices.ts';

/** The cart with other lines: its version rises and it lives on from now. */
export function changedCart(cart: StoredCart, lines: StoredLine[], prices: ChannelPrices = cart) {
  const subtotals = lines.map(subtotalOf);
  if (subtotals.some((subtotal) => subtotal > amountLimitMinor)) return amountAboveLimit();
  if (sumMinor(subtotals) > amountLimitMinor) return amountAboveLimit();
  return ok<StoredCart>({
    ...cart,
    lines,
    currency: prices.currency,
    pricesIncludeTax: prices.pricesIncludeTax,
    version: cart.version + 1,
    expiresAt: expiryFor(cart.ownerKind),
  });
}
