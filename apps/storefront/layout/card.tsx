import type { z } from 'zod';
import type { productCard } from '#contracts/product/shapes.ts';
import type { PageRequest } from '../serving/page.ts';
import { keptHtml } from '../serving/kept-html.ts';
import { EnergyClass, UnitPrice } from './measures.tsx';
import { Picture } from './picture.tsx';
import { CardHeart } from './wish.tsx';
import { PriceNote, priceNoteOf } from './price-note.tsx';

export type ProductCard = z.output<typeof productCard>;

interface CardParts {
  readonly product: ProductCard;
  readonly request: PageRequest;
  /** Its picture is loaded at once. */
  readonly lead?: boolean;
  /** Before all others. */
  readonly first?: boolean;
  /** One level below what stands above the grid. */
  readonly heading?: 'h2' | 'h3';
}

/** A product in a grid; the whole of it leads there. Lists of the same products show the same cards. */
export function Card(parts: CardParts) {
  const { product, request, lead, first, heading } = parts;
  const { locale, at, wished } = request;
  const isOn = wished.productIds.has(product.productId);
  const place = [locale, at.prefix, priceNoteOf(request), lead, first, heading, isOn].join(' ');
  const html = keptHtml(`card ${place} ${JSON.stringify(product)}`, () => (
    <CardContent {...parts} />
  ));
  return <li class="card" dangerouslySetInnerHTML={{ __html: html }} />;
}

function CardContent({
  product,
  request,
  lead = false,
  first = false,
  heading: Heading = 'h3',
}: CardParts) {
  const { at, words } = request;
  const before = reducedFrom(product);
  return (
    <>
      <a href={at.product(product.handle)}>
        <div class="plate">
          {product.imageUrl === null ? (
            <span class="no-picture" />
          ) : (
            <Picture
              url={product.imageUrl}
              alt=""
              box="card"
              focal={product.imageFocal}
              turn={first ? 'first' : lead ? 'lead' : 'later'}
            />
          )}
          {product.inStock && before !== null && (
            <span class="flag num">
              {words.price.less(percentLess(product.priceMinor, before))}
            </span>
          )}
        </div>
        <Heading class="card-title">{product.title}</Heading>
        <CardPrice product={product} request={request} />
      </a>
      <CardHeart
        request={request}
        title={product.title}
        handle={product.handle}
        isOn={request.wished.productIds.has(product.productId)}
      />
      {product.inStock ? (
        <p class="muted">
          <PriceNote request={request} />
        </p>
      ) : (
        <p>
          <a class="tell" href={`${at.product(product.handle)}#watch`}>
            {words.account.watching.title}
            <span class="visually-hidden">: {product.title}</span>
          </a>
        </p>
      )}
    </>
  );
}

function CardPrice({ product, request }: { product: ProductCard; request: PageRequest }) {
  const { words, formats } = request;
  const { priceMinor, highestPriceMinor, currency } = product;
  const before = reducedFrom(product);
  if (!product.inStock) return <p class="out">{words.price.soldOut}</p>;
  const price = formats.money(priceMinor, currency);
  const shown = highestPriceMinor > priceMinor ? words.price.from(price) : price;
  return (
    <>
      <p class="num">
        {before !== null ? (
          <>
            <span class="sale">{shown}</span>{' '}
            <s>
              <span class="visually-hidden">{words.price.lowest} </span>
              {formats.money(before, currency)}
            </s>
          </>
        ) : (
          shown
        )}
      </p>
      {product.unitPrice && (
        <p class="muted num">
          <UnitPrice of={product} currency={currency} request={request} />
        </p>
      )}
      <EnergyClass of={product} request={request} />
    </>
  );
}

/** What is announced beside a reduced price: the lowest of the 30 days before, and nothing else. */
export function reducedFrom(price: {
  readonly priceMinor: number;
  readonly priorMinor: number | null;
}): number | null {
  return price.priorMinor !== null && price.priorMinor > price.priceMinor ? price.priorMinor : null;
}

/** Of the price before, rounded down so that nothing is promised that is not there. */
function percentLess(nowMinor: number, beforeMinor: number): number {
  return Math.floor(((beforeMinor - nowMinor) * 100) / beforeMinor);
}
