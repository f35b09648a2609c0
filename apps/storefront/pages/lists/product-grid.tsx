import { renderToString } from 'preact-render-to-string';
import type { Query } from '../../serving/addresses.ts';
import type { PageRequest } from '../../serving/page.ts';
import { Card, type ProductCard } from '../../layout/card.tsx';
import { WishForm } from '../../layout/wish.tsx';
import { Icon } from '../../layout/icon.tsx';
import { priceNoteOf } from '../../layout/price-note.tsx';
import { keptHtmlOf } from '../../serving/kept-html.ts';
import type { Facets, Fields, Filter, Option } from './filters.ts';

export const gridSize = 20;
/** Above the fold at desk width: their pictures are loaded at once. */
const leadCount = 4;

/** A page of what was found, the whole counted. */
export interface Found {
  readonly items: readonly ProductCard[];
  readonly nextCursor: string | null;
  readonly matches: number;
  readonly facets: Facets;
  readonly translatedOptions?: readonly Option[];
}

export interface GridParts {
  readonly request: PageRequest;
  readonly items: readonly ProductCard[];
  readonly applied: readonly Filter[];
  /** Of the same list, asked otherwise. */
  readonly address: (query: Query) => string;
  readonly fields: Fields;
  readonly nextCursor: string | null;
}

export function ProductGrid({ request, items, applied, address, fields, nextCursor }: GridParts) {
  const { words } = request;
  const isContinued = request.query.has('cursor');
  return (
    <div class="results">
      {applied.length > 0 && (
        <ul class="applied">
          {applied.map(({ label, without }) => (
            <li key={label}>
              <a class="chip" href={address(without)}>
                <span class="visually-hidden">{words.list.remove(label)}</span>
                <span aria-hidden="true">{label}</span>
                <Icon name="cross" />
              </a>
            </li>
          ))}
        </ul>
      )}
      {items.length === 0 ? (
        <div class="quiet">
          <h2>{words.list.empty}</h2>
          <p>{words.list.emptyWhat}</p>
        </div>
      ) : (
        <>
          <WishForm request={request} />
          <ul
            class="cards"
            data-grid
            dangerouslySetInnerHTML={{ __html: cardsHtml(request, items) }}
          />
        </>
      )}
      {(nextCursor !== null || isContinued) && (
        <p class="paging" data-paging>
          {nextCursor !== null && (
            <a class="button plain" href={address({ ...fields, cursor: nextCursor })} rel="next">
              {words.list.more}
            </a>
          )}
          {isContinued && (
            <a class="more" href={address(fields)}>
              {words.list.fromStart}
            </a>
          )}
        </p>
      )}
    </div>
  );
}

/** Made once for all who are shown one list while it stays as it is, and have marked nothing. */
function cardsHtml(request: PageRequest, items: GridParts['items']): string {
  const { locale, at, wished } = request;
  const make = () => (
    <>
      {items.map((product, place) => (
        <Card
          key={product.productId}
          product={product}
          request={request}
          lead={place < leadCount}
          first={place === 0}
          heading="h2"
        />
      ))}
    </>
  );
  if (wished.productIds.size > 0) return renderToString(make());
  return keptHtmlOf(items, `cards ${locale} ${at.prefix} ${priceNoteOf(request)}`, make);
}
