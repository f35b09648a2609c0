import type { PageProduct } from './page-catalog.ts';

/** One value that a page shows, and what of. */
export interface ShownValue {
  readonly thing: string;
  readonly value: string;
}

/** How the things of a product are called whose values change. */
export const things = {
  price: ({ handle }: Pick<PageProduct, 'handle'>) => `price of ${handle}`,
  units: ({ handle }: Pick<PageProduct, 'handle'>) => `units of ${handle}`,
  soldOut: ({ handle }: Pick<PageProduct, 'handle'>) => `${handle} sold out`,
};

/**
 * What a product page says of its product, to programs and to people: the price of the variant that
 * changes, and how many of it there are where it is the one that is shown.
 */
export function shownOfProduct(html: string, product: Pick<PageProduct, 'handle' | 'sku'>) {
  const shown: ShownValue[] = [];
  const price = things.price(product);
  const offer = html.indexOf(`"sku":"${product.sku}"`);
  if (offer >= 0)
    shown.push({ thing: price, value: digits(between(html, '"price":"', '"', offer)) });
  if (html.includes(`name="sku" value="${product.sku}"`)) {
    const from = html.indexOf('class="pricing"');
    shown.push({ thing: price, value: digits(between(html, '<strong>', '</strong>', from)) });
    const said = between(html, '<b>', '</b>', html.indexOf('data-stock'));
    // Few are counted; that there are none, or that nobody knows, is said without a number.
    const none = html.includes('class="buy"') ? 'some' : '0';
    shown.push({ thing: things.units(product), value: digits(said) || none });
  }
  return shown;
}

/** What the cards on a page say of the products that are known. */
export function shownOnCards(html: string, handles: ReadonlySet<string>): ShownValue[] {
  return html
    .split('<li class="card">')
    .slice(1)
    .flatMap((card) => {
      const handle = between(card, 'href="', '"').split('/').at(-1)!;
      if (!handles.has(handle)) return [];
      const isSoldOut = card.includes('class="out"');
      const soldOut = { thing: things.soldOut({ handle }), value: String(isSoldOut) };
      if (isSoldOut) return [soldOut];
      const price = digits(between(card, '<p class="num">', '</p>'));
      return [soldOut, { thing: things.price({ handle }), value: price }];
    });
}

function between(text: string, start: string, end: string, from = 0): string {
  const at = from < 0 ? -1 : text.indexOf(start, from);
  if (at < 0) return '';
  return text.slice(at + start.length, text.indexOf(end, at + start.length));
}

/** Of an amount or a number, however a language writes it. */
function digits(text: string): string {
  return text.replaceAll(/<[^>]*>|\D/g, '');
}
