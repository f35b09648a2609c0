import { ok } from '#kernel/result.ts';
import { newId } from '#kernel/ids.ts';
import { claimIdempotencyKey, recordReply } from '#platform/data/idempotency.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { transition } from '#platform/data/transition.ts';
import { Unwind, type Transaction } from '#platform/data/transaction.ts';
import { cartMoves } from '../cart-states.ts';
import { linesLimit, quantityLimit } from '../carts/cart-limits.ts';
import {
  actorCannotOwn,
  cartCompleting,
  cartNotActive,
  cartNotFound,
  cartsToMerge,
  insertCart,
  lockCartsToMerge,
  ownerOf,
  saveLines,
  type StoredCart,
  type StoredLine,
} from '../carts/cart-store.ts';
import { viewCart, type CartNotice, type CartView } from '../carts/cart-view.ts';
import { askCatalog, type LiveCatalog } from '../pricing/live-catalog.ts';
import { repriceCart } from '../pricing/reprice-cart.ts';
import { changedCart } from './change-cart.ts';
import { isSameLine } from './fill-in-line.ts';
import { emptyCart } from './create-cart.ts';

/**
 * Moves a guest's lines into the customer's newest cart that is not empty, or into a new one. The gateway passes the
 * guest's id from a verified guest token: cart and id must belong together, which the query checks.
 * A guest's cart that this customer has taken already answers the cart it went into. The answer is at
 * today's prices, and tells what is not as it was put in; without catalog or stock, as both carts were.
 */
export function mergeCart(context: ServiceContext<'cart'>): Handler<'cart', 'mergeCart'> {
  return async (input, invocation) => {
    const owner = ownerOf(invocation.actor);
    if (owner?.kind !== 'customer') return actorCannotOwn();
    const catalog = await catalogOf(context, input, invocation);
    const shown = (cart: StoredCart, notices: readonly CartNotice[] = []) =>
      withPrices(cart, notices, catalog, context.settings.shownUnits);
    return context.database.transaction('mergeCart', invocation, async (tx) => {
      const [claim, carts] = await Promise.all([
        claimIdempotencyKey<OutputOf<'cart', 'mergeCart'>>(tx, 'mergeCart', input, invocation),
        tx.query<StoredCart>(lockCartsToMerge(input.guestCartId, input.guestId, invocation)),
      ]);
      if (!claim.fresh) throw new Unwind(claim.reply);
      const guests = carts.find(({ cartId }) => cartId === input.guestCartId);
      if (!guests) return cartNotFound();
      const taken = carts.find(
        (cart) => cart.cartId === guests.mergedInto && cart.ownerId === owner.id,
      );
      if (guests.state === 'merged' && taken) return ok(shown(taken));
      if (guests.state !== 'active') return cartNotActive(guests.state);
      if (guests.completing) return cartCompleting();
      const own = carts.find(({ ownerKind }) => ownerKind === 'customer');
      const target = own ?? emptyCart(owner, invocation.channel, guests);
      const merged = mergeLines(target.lines, guests.lines);
      const changed = changedCart(target, merged.lines);
      if (!changed.ok) return changed;
      const saved = own ? changed.value : { ...changed.value, version: 1 };
      tx.last(own ? saveLines(saved) : insertCart(saved, invocation.locale));
      closeGuestCart(tx, guests.cartId, saved.cartId);
      const view = shown(saved, merged.notices);
      recordReply(tx, claim.record, view);
      return ok(view);
    });
  };
}

/** Asked before the carts are locked; nothing where there is none, or nobody answers. */
async function catalogOf(
  context: ServiceContext<'cart'>,
  { guestCartId, guestId }: InputOf<'cart', 'mergeCart'>,
  invocation: Invocation,
): Promise<LiveCatalog | undefined> {
  const asked = cartsToMerge(guestCartId, guestId, invocation);
  const carts = await context.database.query<StoredCart>(asked, invocation);
  const skus = new Set(carts.flatMap(({ lines }) => lines.map(({ sku }) => sku)));
  if (skus.size === 0) return undefined;
  try {
    const catalog = await askCatalog(context, [...skus], invocation);
    return catalog.ok ? catalog.value : undefined;
  } catch (error) {
    context.log.warn({ invocation, error: String(error) }, 'carts are merged without prices');
    return undefined;
  }
}

function withPrices(
  cart: StoredCart,
  notices: readonly CartNotice[],
  catalog: LiveCatalog | undefined,
  shownUnits: number,
): CartView {
  // A line that came in since the catalog was asked is not looked at there.
  const isKnown = catalog && cart.lines.every(({ sku }) => catalog.stock.has(sku));
  if (!isKnown) return viewCart(cart, notices);
  const priced = repriceCart(cart, catalog, shownUnits);
  return { ...priced, notices: [...notices, ...priced.notices] };
}

/** Quantities of the same SKU with the same values are added; what goes beyond a limit is left out and told. */
export function mergeLines(own: readonly StoredLine[], guests: readonly StoredLine[]) {
  const lines = [...own];
  const notices: CartNotice[] = [];
  for (const line of guests) {
    const at = lines.findIndex((mine) => isSameLine(mine, line));
    if (at < 0 && lines.length >= linesLimit) {
      notices.push({
        code: 'line_left_out',
        lineId: line.lineId,
        message: `${line.title} was left out: a cart can hold at most ${linesLimit} lines.`,
      });
    } else if (at < 0) {
      lines.push({ ...line, lineId: newId() });
    } else {
      const wanted = lines[at]!.quantity + line.quantity;
      lines[at] = { ...lines[at]!, quantity: Math.min(wanted, quantityLimit) };
      if (wanted > quantityLimit) notices.push(quantityReduced(lines[at]));
    }
  }
  return { lines, notices };
}

function quantityReduced(line: StoredLine): CartNotice {
  return {
    code: 'quantity_reduced',
    lineId: line.lineId,
    message: `Of ${line.title} only ${quantityLimit} can be bought at once.`,
  };
}

/** The transaction holds the lock of the active cart, so the move cannot be lost. */
function closeGuestCart(tx: Transaction, guestCartId: string, mergedInto: string): void {
  const set = sql`merged_into = ${mergedInto}, updated_at = kontor_now()`;
  tx.last(transition(cartMoves.merge, guestCartId, { set }));
}
