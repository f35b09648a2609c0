import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { validateAddress, validatePhone } from '#kernel/postal-address/postal-address.ts';
import { normalizeVatId } from '#kernel/tax/vat-id.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { idleUntil, totalsGoodUntil } from '../checkouts/checkout-lifetime.ts';
import {
  checkoutNotFound,
  checkoutNotOpen,
  ownCheckout,
  type OwnCheckout,
  type Problem,
  saveCheckout,
  type StoredCheckout,
  versionConflict,
  viewCheckout,
} from '../checkouts/checkout-store.ts';
import { withOfferedMethods } from './offered-methods.ts';
import { quoteCheckout, quotesOffered, type Wishes } from './quote-checkout.ts';

type Change = InputOf<'checkout', 'updateCheckout'>;

const attemptsLimit = 4;
const vatIdInvalid: Problem = {
  code: 'vat_id_invalid',
  message: 'A VAT number begins with its country, as DE123456789 does. Check it, or leave it out.',
  field: 'vatId',
};

/**
 * Takes what the person says, reads the cart as it is now, quotes delivery and tax, and freezes the
 * totals under the next version. The write is one round trip; who was overtaken begins again.
 */
export function updateCheckout(
  context: ServiceContext<'checkout'>,
): Handler<'checkout', 'updateCheckout'> {
  return async (input, invocation) => {
    for (let attempt = 1; ; attempt += 1) {
      const found = await context.database.first<OwnCheckout>(
        ownCheckout(input.checkoutId, invocation),
        invocation,
      );
      if (!found) return checkoutNotFound();
      if (found.state !== 'open') return checkoutNotOpen(found.state);
      const overtaken = attempt > attemptsLimit;
      if (overtaken || (input.expectedVersion ?? found.version) !== found.version) {
        return versionConflict(found.version);
      }
      const next = await changedCheckout(context, found, input, invocation);
      if (!next.ok) return next;
      if (await save(context, next.value, invocation)) return ok(viewCheckout(next.value));
    }
  };
}

async function changedCheckout(
  context: ServiceContext<'checkout'>,
  found: OwnCheckout,
  input: Change,
  invocation: Invocation,
) {
  const wishes = readWishes(found, input);
  if (!wishes.ok) return wishes;
  const cart = await context.call.cart.getCartForCheckout({ cartId: found.cartId }, invocation);
  if (!cart.ok) {
    const { code, message } = cart.failure;
    return fail('cart_changed', 'The cart cannot be bought any more.', {
      problems: [{ code, message }],
    });
  }
  const version = found.version + 1;
  // Quoted for another address they are for nobody.
  const kept = input.shippingAddress === undefined ? quotesOffered(found, cart.value) : [];
  const quoted = await quoteCheckout(
    context,
    cart.value,
    { ...wishes.value, quotesOffered: kept },
    `${found.checkoutId}:${version}`,
    invocation,
  );
  if (input.shippingAddress && !quoted.delivery.ok) return quoted.delivery;
  if (!quoted.tax.ok) return quoted.tax;
  const { ownerKind, ownerId } = found;
  const owner = { ownerKind, ownerId, groups: cart.value.groups ?? [] };
  const content = await withOfferedMethods(context, quoted.content, owner, invocation);
  const wished = input.deliveryOptionId ?? undefined;
  if (wished !== undefined && content.delivery?.optionId !== wished)
    return fail('delivery_option_unknown', 'Choose one of the delivery options of this checkout.');
  const { version: cartVersion } = cart.value;
  const until = { totalsUntil: totalsGoodUntil(context.settings), expiresAt: idleUntil() };
  return ok<StoredCheckout>({ ...found, content, cartVersion, version, ...until });
}

/** What was said before with what is said now, checked by the rules of its country. */
function readWishes(found: OwnCheckout, input: Change) {
  const { content } = found;
  const problems: Problem[] = [];
  const take = <Value>(checked: { value: Value; problems: Problem[] }): Value => {
    problems.push(...checked.problems);
    return checked.value;
  };
  const addressOf = (field: 'shippingAddress' | 'billingAddress') => {
    const given = input[field];
    if (given === undefined) return content[field];
    return given && take(validateAddress(given, field));
  };
  const shippingAddress = addressOf('shippingAddress');
  const billingAddress = addressOf('billingAddress');
  const countryCode = (shippingAddress ?? billingAddress)?.countryCode;
  // A form that was emptied says so by no letters.
  const said = input.phone?.trim() === '' ? null : input.phone;
  const phone =
    typeof said === 'string'
      ? take(validatePhone(said, countryCode, 'phone'))
      : stored(said, content.phone);
  const vatId = vatIdOf(found, input, problems);
  if (problems.length > 0) {
    return fail('address_invalid', 'Some of what was given cannot be right.', { problems });
  }
  return ok<Omit<Wishes, 'quotesOffered'>>({
    email: stored(input.email, content.email),
    phone,
    shippingAddress,
    billingAddress,
    vatId,
    deliveryOptionId: stored(input.deliveryOptionId, content.delivery?.optionId) ?? undefined,
    deliveryPriceMinor: knownPrice(found, input),
    exemptions: found.exemptions ?? [],
  });
}

function vatIdOf({ content }: StoredCheckout, { vatId: given }: Change, problems: Problem[]) {
  if (given === undefined) return content.vatId;
  if (given === null) return undefined;
  const vatId = normalizeVatId(given);
  if (vatId === undefined) problems.push(vatIdInvalid);
  return vatId;
}

/** What is given counts, null too: it takes away what was said before. */
function stored<Given, Before>(given: Given | undefined, before: Before): Given | Before {
  return given === undefined ? before : given;
}

/** The price that the delivery had before: most changes leave it as it is. */
function knownPrice({ content }: StoredCheckout, { deliveryOptionId }: Change): number | undefined {
  if (deliveryOptionId === undefined) return content.delivery?.priceMinor;
  return content.deliveryOptions.find(({ optionId }) => optionId === deliveryOptionId)?.priceMinor;
}

/** False when somebody else wrote the next version first. */
async function save(
  { database }: ServiceContext<'checkout'>,
  next: StoredCheckout,
  invocation: Invocation,
): Promise<boolean> {
  const move = { moved: saveCheckout(next) };
  return (await database.move('updateCheckout', move, invocation)) !== undefined;
}
