import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { keyOf } from '../../serving/once.ts';
import { cartPage, currentCart, type Cart } from './cart-page.tsx';
import { cartRefusal } from './cart-refusal.ts';

const unitsForm = /^\d{1,4}$/;

/** Puts what a product page's form says into the cart, into a new one where there is none yet. */
export async function addToCart(request: PageRequest): Promise<Page | Redirect> {
  const { form, at, session } = request;
  const sku = form.get('sku') ?? '';
  const quantity = form.get('quantity') ?? '1';
  if (sku === '' || !unitsForm.test(quantity)) throw new PageRefused(404);
  const refused = await session.becomeSomebody();
  if (refused) throw new PageRefused(refused.status, refused.retryAfterSeconds);
  const cart =
    (await currentCart(request)) ??
    (await request.ask<Cart>('createCart', {}, keyOf(form, 'cart')));
  const line = { cartId: cart.cartId, sku, quantity: Number(quantity) };
  const added = await request.attempt('addCartLine', line, keyOf(form, 'add'));
  if (!added.ok) return cartPage(request, cartRefusal(request, added.refused));
  return { status: 303, location: `${at.cart()}?added=${encodeURIComponent(sku)}` };
}

/** Sets how many there are of a line; none takes it away. */
export async function changeCartLine(request: PageRequest): Promise<Page | Redirect> {
  const { form, at, params } = request;
  const quantity = form.get('quantity') ?? '';
  if (!unitsForm.test(quantity)) throw new PageRefused(404);
  const changed = await request.attempt('updateCartLine', {
    cartId: form.get('cartId') ?? '',
    lineId: params['lineId'],
    quantity: Number(quantity),
  });
  // What is gone already is as it was wanted.
  if (!changed.ok && !(changed.refused.status === 404 && quantity === '0')) {
    return cartPage(request, cartRefusal(request, changed.refused));
  }
  return { status: 303, location: at.cart() };
}
