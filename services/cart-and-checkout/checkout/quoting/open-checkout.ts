import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { idleUntil, totalsGoodUntil } from '../checkouts/checkout-lifetime.ts';
import {
  type CheckoutContent,
  insertCheckout,
  type OwnCheckout,
  ownCheckoutOfCart,
  saveCheckout,
  type StoredCheckout,
  viewCheckout,
} from '../checkouts/checkout-store.ts';
import { cartProblems } from './find-problems.ts';
import type { Cart } from './freeze-totals.ts';
import { withOfferedMethods } from './offered-methods.ts';
import { quoteCheckout, saidOf } from './quote-checkout.ts';

interface Opening {
  readonly known: OwnCheckout | undefined;
  readonly next: StoredCheckout;
  readonly attempt: number;
}

const attemptsLimit = 5;
const nothingSaid = {
  email: null,
  phone: null,
  shippingAddress: null,
  billingAddress: null,
  vatId: undefined,
  deliveryOptionId: undefined,
  deliveryPriceMinor: undefined,
  quotesOffered: [],
  exemptions: [],
};

/**
 * Opens a checkout on the actor's cart: one read and one statement that writes. Where the cart has an
 * open one already, that is refreshed with the cart as it is now and keeps what the person said.
 */
export function openCheckout(
  context: ServiceContext<'checkout'>,
): Handler<'checkout', 'openCheckout'> {
  return async (input, invocation) => {
    const cart = await context.call.cart.getCartForCheckout(input, invocation);
    if (!cart.ok) return cart;
    const problems = cartProblems(cart.value);
    if (problems.length > 0) {
      return fail('cart_has_problems', 'Some lines cannot be bought now.', { problems });
    }
    let known: OwnCheckout | undefined;
    for (let attempt = 1; attempt <= attemptsLimit; attempt += 1) {
      const content = await freezeAgain(context, cart.value, known, invocation);
      const totalsUntil = totalsGoodUntil(context.settings);
      const frozen = { content, totalsUntil, cartVersion: cart.value.version };
      const next = nextCheckout(cart.value, known, frozen, invocation);
      const opened = await writeOpened(context, input, { known, next, attempt }, invocation);
      if (!('found' in opened)) return opened;
      known = opened.found;
    }
    throw new Error('a checkout changed under every try to refresh it');
  };
}

/** The frozen content: of a checkout that is there already what was said is kept and quoted anew. */
async function freezeAgain(
  context: ServiceContext<'checkout'>,
  cart: Cart,
  known: OwnCheckout | undefined,
  invocation: Invocation,
): Promise<CheckoutContent> {
  const said = known ? saidOf(known, cart, known.exemptions ?? []) : nothingSaid;
  const reference = known ? `${known.checkoutId}:${known.version + 1}` : 'new';
  const { content } = await quoteCheckout(context, cart, said, reference, invocation);
  const owner = { ownerKind: cart.owner.kind, ownerId: cart.owner.id, groups: cart.groups ?? [] };
  return withOfferedMethods(context, content, owner, invocation);
}

function nextCheckout(
  cart: Cart,
  known: StoredCheckout | undefined,
  now: Pick<StoredCheckout, 'content' | 'totalsUntil' | 'cartVersion'>,
  invocation: Invocation,
): StoredCheckout {
  const frozen = { ...now, expiresAt: idleUntil() };
  if (known) return { ...known, ...frozen, version: known.version + 1 };
  return {
    ...frozen,
    checkoutId: newId(),
    cartId: cart.cartId,
    version: 1,
    state: 'open',
    channel: cart.channel,
    locale: invocation.locale,
    ownerKind: cart.owner.kind,
    ownerId: cart.owner.id,
    orderId: null,
    orderNumber: null,
  };
}

/** The cart's checkout is another than this request was prepared for; quotes are got outside. */
class Overtaken extends Error {
  readonly found: OwnCheckout;

  constructor(found: OwnCheckout) {
    super('another request has changed the checkout');
    this.found = found;
  }
}

async function writeOpened(
  context: ServiceContext<'checkout'>,
  input: { cartId: string },
  { known, next, attempt }: Opening,
  invocation: Invocation,
) {
  const decide = (found: OwnCheckout | undefined) => {
    if (found && found.state !== 'open') {
      return fail('cart_not_active', 'This cart is being bought or was. Create a new one.');
    }
    if (found && found.version !== known?.version) {
      // Since this request began somebody else froze the same cart: that is as good.
      const asGood = attempt > 1 && found.cartVersion === next.cartVersion;
      if (asGood) return ok({ move: { moved: sql`select 1` }, value: viewCheckout(found) });
      throw new Overtaken(found);
    }
    const moved = found ? saveCheckout(next) : insertCheckout(next);
    return ok({ move: { moved }, value: viewCheckout(next) });
  };
  try {
    const read = ownCheckoutOfCart(input.cartId, invocation);
    const { database } = context;
    return await database.moveCommand('openCheckout', input, invocation, read, decide);
  } catch (error) {
    if (error instanceof Overtaken) return { found: error.found };
    if (isSecondCheckout(error)) return { found: known };
    throw error;
  }
}

/** Two requests opened the cart's checkout at once: the second refreshes the first one's. */
function isSecondCheckout(error: unknown): boolean {
  return (error as { constraint?: string }).constraint === 'checkout_of_cart';
}
