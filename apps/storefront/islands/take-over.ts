/** What of a page that was answered is taken over into the one that is looked at. */

/** Of the head: how much lies in the cart, how much is on the wish list. */
export function takeTool(page: Document, name: 'data-cart' | 'data-wishes'): void {
  const fresh = page.querySelector(`[${name}]`);
  if (fresh) document.querySelector(`[${name}]`)?.replaceWith(document.importNode(fresh, true));
}

/** Whoever was nobody is a guest by the first that they keep: their forms are a guest's from then on. */
export function takeToken(page: Document): void {
  const fresh = page.querySelector<HTMLInputElement>('input[name=formToken]');
  if (!fresh) return;
  for (const own of document.querySelectorAll<HTMLInputElement>('input[name=formToken]')) {
    own.value = fresh.value;
  }
}
