import type { PageRequest } from '../serving/page.ts';
import { pageOfKind } from '../serving/shop.ts';

/** That tax is in a price or not, and that delivery is not, with what that costs one press away. */
export function PriceNote({ request: { shop, words, at } }: { request: PageRequest }) {
  const page = pageOfKind(shop, 'delivery');
  const { gross, net, delivery } = words.price;
  return (
    <>
      {shop.pricesIncludeTax ? gross : net},{' '}
      {page ? <a href={at.page(page.handle)}>{delivery}</a> : delivery}
    </>
  );
}

/** What of a shop it says, as text: alike where it says the same in one language. */
export function priceNoteOf({ shop }: PageRequest): string {
  return `${shop.pricesIncludeTax} ${pageOfKind(shop, 'delivery')?.handle}`;
}
