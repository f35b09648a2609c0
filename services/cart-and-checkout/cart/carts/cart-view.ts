import { sumMinor } from '#kernel/money.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import type { StoredCart, StoredLine } from './cart-store.ts';

export type CartView = OutputOf<'cart', 'getCart'>;
export type CartNotice = CartView['notices'][number];

export function subtotalOf(line: StoredLine): number {
  return line.quantity * line.unitPriceMinor;
}

/** A cart as its contract shows it. */
export function viewCart(cart: StoredCart, notices: readonly CartNotice[] = []): CartView {
  return {
    cartId: cart.cartId,
    version: cart.version,
    state: cart.state,
    channel: cart.channel,
    currency: cart.currency,
    pricesIncludeTax: cart.pricesIncludeTax,
    owner: { kind: cart.ownerKind, id: cart.ownerId },
    lines: cart.lines.map((line) => ({ ...line, subtotalMinor: subtotalOf(line) })),
    subtotalMinor: sumMinor(cart.lines.map(subtotalOf)),
    notices: [...notices],
    expiresAt: cart.expiresAt,
  };
}
