import { Icon } from '../../layout/icon.tsx';
import type { PageRequest } from '../../serving/page.ts';

/**
 * Where the cart is shown beside a product that was put into it: empty, and never open, without
 * JavaScript. What it shows is the cart's own page, so that both say the same.
 */
export function CartDrawer({ request: { words, at } }: { request: PageRequest }) {
  return (
    <dialog class="drawer" aria-labelledby="drawer-title" data-drawer data-lost={words.basket.lost}>
      <header class="drawer-head">
        <h2 id="drawer-title" tabIndex={-1}>
          {words.basket.title}
        </h2>
        <button class="tool" type="button" data-close>
          <Icon name="cross" />
          <span class="visually-hidden">{words.basket.close}</span>
        </button>
      </header>
      <p class="good drawer-said" role="status" />
      <div class="basket" data-basket />
      <a class="button plain big" href={at.cart()} data-to-cart hidden>
        {words.basket.toCart}
      </a>
    </dialog>
  );
}
