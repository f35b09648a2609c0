import type { Refusal } from '../../../../services/api-gateway/api-gateway/replies/problem.ts';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { keyOf } from '../../serving/once.ts';
import { cartPage, currentCart } from '../cart/cart-page.tsx';
import {
  addressFields,
  checkoutAddress,
  ofInvoice,
  type Checkout,
  type Filled,
} from './checkout.ts';
import { fillInKnown } from './fill-in.ts';
import { checkoutPage, type Said } from './checkout-page.tsx';

/** Begins with what lies in the cart, or goes on with it. */
export async function openCheckout(request: PageRequest): Promise<Page | Redirect> {
  const cart = await currentCart(request);
  if (!cart || cart.lines.length === 0) return { status: 303, location: request.at.cart() };
  const opened = await request.attempt(
    'createCheckout',
    { cartId: cart.cartId },
    keyOf(request.form, 'checkout'),
  );
  if (!opened.ok) return cartPage(request, request.words.basket.notTaken);
  const checkout = opened.value as Checkout;
  await fillInKnown(request, checkout);
  return { status: 303, location: checkoutAddress(request, checkout.checkoutId) };
}

const fields = [...addressFields, 'countryCode'];

function addressFrom(filled: Filled, prefix: string) {
  const given = fields.flatMap((field): [string, string][] => {
    const value = filled[`${prefix}${field}`];
    return value ? [[field, value]] : [];
  });
  return { name: '', street: '', city: '', ...Object.fromEntries(given) };
}

export async function setDetails(request: PageRequest): Promise<Page | Redirect> {
  const { form, params } = request;
  const checkoutId = params['checkoutId']!;
  const filled = Object.fromEntries(
    ['email', 'vatId', ...fields, ...fields.map((field) => `${ofInvoice}${field}`)].map((field) => [
      field,
      form.get(field)?.trim() ?? '',
    ]),
  );
  // Another country asks for other things: nothing is taken yet.
  if (form.get('step') === 'country') return checkoutPage(request, { filled });
  const changed = await request.attempt('updateCheckout', {
    checkoutId,
    email: filled['email'],
    shippingAddress: addressFrom(filled, ''),
    vatId: filled['vatId'] || null,
    // Its country alone is chosen already where nothing was filled in.
    billingAddress: addressFields.some((field) => filled[`${ofInvoice}${field}`])
      ? addressFrom(filled, ofInvoice)
      : null,
  });
  if (!changed.ok) return checkoutPage(request, { ...saidOf(request, changed.refused), filled });
  return { status: 303, location: checkoutAddress(request, checkoutId) };
}

export async function setDelivery(request: PageRequest): Promise<Page | Redirect> {
  const checkoutId = request.params['checkoutId']!;
  const deliveryOptionId = request.form.get('deliveryOptionId');
  if (deliveryOptionId === null) throw new PageRefused(404);
  const changed = await request.attempt('updateCheckout', { checkoutId, deliveryOptionId });
  if (!changed.ok) return checkoutPage(request, saidOf(request, changed.refused));
  return { status: 303, location: checkoutAddress(request, checkoutId) };
}

interface Problem {
  readonly field?: string;
  readonly message: string;
}

/** What is wrong, beside its field where the form has it, else above all. */
function saidOf({ words }: PageRequest, refused: Refusal): Said {
  const { problems = [] } = (refused.details ?? {}) as { problems?: readonly Problem[] };
  const found: readonly Problem[] = [...problems, ...(refused.errors ?? [])];
  const wrong = Object.fromEntries(
    found.flatMap(({ field, message }): [string, string][] =>
      field === undefined
        ? []
        : [
            [
              field.replace(/^shippingAddress\./, '').replace(/^billingAddress\./, ofInvoice),
              message,
            ],
          ],
    ),
  );
  if (Object.keys(wrong).length > 0) return { alert: words.till.look, wrong };
  if (refused.code === 'no_delivery_to_address') {
    return { alert: words.till.notThere, wrong: { countryCode: words.till.notThere } };
  }
  if (refused.status >= 500 || refused.status === 429) {
    throw new PageRefused(refused.status, refused.retryAfterSeconds);
  }
  return { alert: words.till.changed };
}
