import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { keyOf } from '../../serving/once.ts';
import { cartPage } from '../cart/cart-page.tsx';
import { cartRefusal } from '../cart/cart-refusal.ts';
import { chosenVariant, type Product } from '../product/chosen-variant.ts';
import { savedCartPage } from './saved-cart-page.tsx';
import { summariesOf, wishListOf, type MovedToCart } from './saved-list.ts';
import { wishListPage } from './wish-list-page.tsx';

type Refused = { readonly status: number; readonly code: string; readonly details?: unknown };

/** Puts a product on the wish list, or takes it off: in the variant that is chosen, else the first. */
export async function changeWish(request: PageRequest): Promise<Page | Redirect> {
  const { form, at, session } = request;
  const [on, off, sku] = [form.get('on'), form.get('off'), form.get('sku')];
  if (off !== null) return takeOff(request, off, sku);
  if (on === null) throw new PageRefused(404);
  const product = await request.ask<Product>('getProduct', { handle: on });
  const chosen =
    product.variants.find((variant) => variant.sku === sku) ??
    chosenVariant(product, new URLSearchParams());
  const refused = await session.becomeSomebody();
  if (refused) throw new PageRefused(refused.status, refused.retryAfterSeconds);
  const saved = await request.attempt('saveItem', { sku: chosen.sku });
  if (!saved.ok) return wishListPage(request, refusalOf(request, saved.refused));
  return did(at.wishes('', { did: 'added' }));
}

async function takeOff(
  request: PageRequest,
  handle: string,
  sku: string | null,
): Promise<Page | Redirect> {
  const list = await wishListOf(request, await summariesOf(request));
  const lines = (list?.lines ?? []).filter(
    (line) => line.handle === handle && (sku === null || line.sku === sku),
  );
  for (const { lineId } of lines) {
    await request.attempt('deleteSavedLine', { listId: list!.listId, lineId });
  }
  return did(request.at.wishes('', { did: 'removed' }));
}

/** Takes a line off a list; what is gone already is as it was wanted. */
export async function removeWish(request: PageRequest): Promise<Page | Redirect> {
  const { params, at } = request;
  const { listId, lineId } = params;
  const removed = await request.attempt('deleteSavedLine', { listId, lineId });
  if (!removed.ok && removed.refused.status !== 404) return again(request, removed.refused);
  return did(at.wishes(`/${listId}`, { did: 'removed' }));
}

/** Into the cart; what cannot be bought now stays, and the page says so. */
export async function moveToCart(request: PageRequest): Promise<Page | Redirect> {
  const { params, form, at } = request;
  const { listId } = params;
  const lineId = form.get('lineId');
  const asked = { listId, ...(lineId === null ? {} : { lineIds: [lineId] }) };
  const moved = await request.attempt('moveToCart', asked, keyOf(form, 'move'));
  if (!moved.ok) return again(request, moved.refused);
  const { cart, list } = moved.value as MovedToCart;
  if (list && list.notices.length > 0) {
    return did(at.wishes(`/${list.listId}`, { did: lineId === null ? 'some' : 'none' }));
  }
  const isFewer = cart.notices.some(({ code }) => code === 'quantity_reduced');
  return did(at.cart({ moved: isFewer ? 'fewer' : 'all' }));
}

export async function shareList(request: PageRequest): Promise<Page | Redirect> {
  const { params, form, at } = request;
  const isShared = form.get('shared') === 'yes';
  const asked = { listId: params['listId'], isShared };
  const changed = await request.attempt('updateSavedList', asked);
  if (!changed.ok) return again(request, changed.refused);
  return did(at.wishes('', { did: isShared ? 'shared' : 'unshared' }));
}

export async function renameList(request: PageRequest): Promise<Page | Redirect> {
  const { params, form, at, words } = request;
  const { listId } = params;
  const changed = await request.attempt('updateSavedList', {
    listId,
    name: form.get('name') ?? '',
  });
  if (changed.ok) return did(at.wishes(`/${listId}`, { did: 'renamed' }));
  if (changed.refused.status === 404) return again(request, changed.refused);
  return savedCartPage(request, words.lists.nameNeeded);
}

export async function removeList(request: PageRequest): Promise<Page | Redirect> {
  const { params, at } = request;
  const removed = await request.attempt('deleteSavedList', { listId: params['listId'] });
  if (!removed.ok && removed.refused.status !== 404) return again(request, removed.refused);
  return did(at.wishes('', { did: 'cart-removed' }));
}

/** Moves a line of the cart to the wish list; where it is gone it is as it was wanted. */
export async function saveCartLine(request: PageRequest): Promise<Page | Redirect> {
  const { params, form, at } = request;
  const saved = await request.attempt('saveCartLine', {
    cartId: form.get('cartId') ?? '',
    lineId: params['lineId'],
  });
  if (saved.ok || saved.refused.status === 404) return did(at.cart({ moved: 'kept' }));
  return cartPage(request, refusalOf(request, saved.refused));
}

export async function saveCart(request: PageRequest): Promise<Page | Redirect> {
  const { form, at, words } = request;
  const asked = { cartId: form.get('cartId') ?? '', name: form.get('name') ?? '' };
  const saved = await request.attempt('createSavedCart', asked, keyOf(form, 'save'));
  if (saved.ok) return did(at.wishes('', { did: 'cart-saved' }));
  const { code } = saved.refused;
  if (code === 'too_many_lists') return cartPage(request, words.lists.tooMany);
  if (code === 'cart_completing') return cartPage(request, cartRefusal(request, saved.refused));
  const isName = saved.refused.status === 422 || saved.refused.status === 400;
  return cartPage(request, isName ? words.lists.nameNeeded : words.basket.notTaken);
}

function did(location: string): Redirect {
  return { status: 303, location };
}

/** The list as it is now, with what was not done; a list that is gone leads to those that are there. */
function again(request: PageRequest, refused: Refused): Promise<Page | Redirect> {
  if (refused.status === 404) return Promise.resolve(did(request.at.wishes()));
  return wishListPage(request, refusalOf(request, refused));
}

function refusalOf({ words }: PageRequest, { code }: Refused): string {
  const { lists, basket } = words;
  if (code === 'list_full') return lists.full;
  if (code === 'cart_completing') return basket.completing;
  if (code === 'amount_above_limit') return basket.amount;
  if (code === 'not_sellable' || code === 'sku_not_found') return basket.notSold;
  return lists.notSaved;
}
