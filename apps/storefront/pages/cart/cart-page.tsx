import type { z } from 'zod';
import type { cartLine, cartShape } from '#contracts/cart/shapes.ts';
import { FormFields } from '../../layout/form-fields.tsx';
import { UnitPrice } from '../../layout/measures.tsx';
import { PriceNote } from '../../layout/price-note.tsx';
import { Picture } from '../../layout/picture.tsx';
import type { Page, PageRequest } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { Done } from '../account/fields.tsx';

export type Cart = z.output<typeof cartShape>;
type CartLine = z.output<typeof cartLine>;

/** What lies in the cart, priced now. @param said why something was not taken, if so */
export async function cartPage(request: PageRequest, said?: string): Promise<Page> {
  const { words } = request;
  const cart = await currentCart(request);
  return {
    kind: 'cart',
    title: words.basket.title,
    ...(said === undefined ? {} : { status: 409 }),
    body: (
      <div class="wrap basket">
        <Done request={request} />
        {said !== undefined && (
          <p class="alert" role="alert">
            {said}
          </p>
        )}
        {cart === undefined || cart.lines.length === 0 ? (
          <Empty request={request} />
        ) : (
          <Filled request={request} cart={cart} />
        )}
      </div>
    ),
  };
}

/** Undefined for whoever has put nothing anywhere yet. */
export async function currentCart(request: PageRequest): Promise<Cart | undefined> {
  if (request.session.kind === 'none') return undefined;
  const read = await request.attempt('getCurrentCart');
  if (read.ok) return read.value as Cart;
  const { status, retryAfterSeconds } = read.refused;
  if (status === 404 || status === 403) return undefined;
  throw new PageRefused(status, retryAfterSeconds);
}

function Empty({ request }: { request: PageRequest }) {
  const { words, at } = request;
  return (
    <section class="quiet">
      <h1>{words.basket.empty}</h1>
      <Moved request={request} />
      <p class="lead">{words.basket.emptyWhat}</p>
      <p>
        <a class="button" href={at.home()}>
          {words.basket.toShop}
        </a>
      </p>
      <p>
        <a class="more" href={at.wishes()}>
          {words.lists.toList}
        </a>
      </p>
    </section>
  );
}

/** What became of what was moved here, or from here to the wish list. */
function Moved({ request: { words, query, at } }: { request: PageRequest }) {
  const { lists } = words;
  const said = { all: lists.moved, fewer: lists.movedFewer, kept: lists.kept };
  const what = query.get('moved');
  if (what !== 'all' && what !== 'fewer' && what !== 'kept') return null;
  return (
    <p class="good" role="status">
      {said[what]} {what === 'kept' && <a href={at.wishes()}>{lists.toList}</a>}
    </p>
  );
}

/** All of it under a name, for another time. */
function SaveCart({ request, cart }: { request: PageRequest; cart: Cart }) {
  const { words, at } = request;
  const { lists } = words;
  return (
    <details class="save-cart">
      <summary>{lists.saveCart}</summary>
      <form class="fields" method="post" action={`${at.cart()}/save`}>
        <FormFields request={request} />
        <input type="hidden" name="cartId" value={cart.cartId} />
        <p class="muted">{lists.saveCartWhat}</p>
        <div class="field">
          <label for="cart-name">{lists.cartName}</label>
          <input id="cart-name" name="name" maxLength={100} required />
        </div>
        <button class="button plain">{lists.saveCartNow}</button>
      </form>
    </details>
  );
}

function Filled({ request, cart }: { request: PageRequest; cart: Cart }) {
  const { words, formats, at, query } = request;
  const added = cart.lines.find(({ sku }) => sku === query.get('added'));
  return (
    <>
      <header class="list-head">
        <h1>{words.basket.title}</h1>
        {added && (
          <p class="good" role="status">
            {words.basket.added(added.title)}
          </p>
        )}
        <Moved request={request} />
      </header>
      <div class="checkout">
        <ul class="basket-lines">
          {cart.lines.map((line) => (
            <Line key={line.lineId} request={request} cart={cart} line={line} />
          ))}
        </ul>
        <section class="summary" aria-labelledby="sum">
          <dl class="sums num">
            <dt id="sum">{words.basket.subtotal}</dt>
            <dd>{formats.money(cart.subtotalMinor, cart.currency)}</dd>
          </dl>
          <p class="muted">
            <PriceNote request={request} />
          </p>
          <p class="muted">{words.basket.later}</p>
          <form method="post" action={`${at.prefix}/checkout`}>
            <FormFields request={request} />
            <button class="button big">{words.basket.checkout}</button>
          </form>
          <SaveCart request={request} cart={cart} />
        </section>
      </div>
    </>
  );
}

function Line({ request, cart, line }: { request: PageRequest; cart: Cart; line: CartLine }) {
  const { words, formats, at } = request;
  const { currency } = cart;
  const product = at.product(line.handle, { variant: line.sku });
  return (
    <li class="basket-line">
      <a class="plate" href={product} tabIndex={-1} aria-hidden="true">
        {line.imageUrl === null ? (
          <span class="no-picture" />
        ) : (
          <Picture url={line.imageUrl} alt="" box="line" turn="lead" />
        )}
      </a>
      <div class="basket-text">
        <h2>
          <a href={product}>{line.title}</a>
        </h2>
        {line.variantTitle !== null && <p class="muted">{line.variantTitle}</p>}
        {(line.attributes ?? []).map(({ key, name, text }) => (
          <p key={key} class="muted">
            {name}: {text}
          </p>
        ))}
        <p class="muted num">{words.basket.each(formats.money(line.unitPriceMinor, currency))}</p>
        {line.unitPrice && (
          <p class="muted num">
            <UnitPrice of={line} currency={currency} request={request} />
          </p>
        )}
        {line.expectedOn !== undefined && (
          <p class="muted">{words.basket.expected(formats.day(line.expectedOn))}</p>
        )}
        {noticesOf(request, cart, line).map((notice) => (
          <p key={notice} class="note">
            {notice}
          </p>
        ))}
      </div>
      <LineForms request={request} cart={cart} line={line} />
      <p class="basket-sum num">{formats.money(line.subtotalMinor, currency)}</p>
    </li>
  );
}

/** How many of it, and none of it at all. */
function LineForms({ request, cart, line }: { request: PageRequest; cart: Cart; line: CartLine }) {
  const { words, at } = request;
  const address = `${at.cart()}/lines/${line.lineId}`;
  return (
    <>
      <form class="basket-units" method="post" action={address} data-changes>
        <FormFields request={request} />
        <input type="hidden" name="cartId" value={cart.cartId} />
        <div
          class="qty"
          data-quantity
          data-fewer={words.product.fewer}
          data-more={words.product.more}
        >
          <label class="visually-hidden" for={`units-${line.lineId}`}>
            {words.basket.units}: {line.title}
          </label>
          <input
            class="num"
            id={`units-${line.lineId}`}
            name="quantity"
            type="number"
            inputMode="numeric"
            min="0"
            max="9999"
            required
            value={line.quantity}
          />
        </div>
        <noscript>
          <button class="button plain">{words.basket.set}</button>
        </noscript>
      </form>
      <form class="basket-remove" method="post" action={address}>
        <FormFields request={request} />
        <input type="hidden" name="cartId" value={cart.cartId} />
        <input type="hidden" name="quantity" value="0" />
        <button class="text-button">
          <span aria-hidden="true">{words.basket.remove}</span>
          <span class="visually-hidden">{words.basket.removeOf(line.title)}</span>
        </button>
      </form>
      <form class="basket-keep" method="post" action={`${address}/save`}>
        <FormFields request={request} />
        <input type="hidden" name="cartId" value={cart.cartId} />
        <button class="text-button">
          <span aria-hidden="true">{words.lists.save}</span>
          <span class="visually-hidden">{words.lists.keepOf(line.title)}</span>
        </button>
      </form>
    </>
  );
}

function noticesOf({ words, formats }: PageRequest, cart: Cart, line: CartLine): string[] {
  const { basket } = words;
  return cart.notices
    .filter(({ lineId }) => lineId === line.lineId)
    .map(({ code, previousUnitPriceMinor, available }) => {
      switch (code) {
        case 'price_changed':
          return previousUnitPriceMinor === undefined
            ? basket.notTaken
            : basket.priceWas(formats.money(previousUnitPriceMinor, cart.currency));
        case 'not_enough_stock':
          return available ? basket.onlyLeft(formats.count(available)) : basket.noneLeft;
        case 'quantity_reduced':
          return basket.reduced;
        case 'line_left_out':
          return basket.leftOut;
        case 'not_sellable':
          return basket.gone;
      }
    });
}
