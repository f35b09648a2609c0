import type { Query } from '../../serving/addresses.ts';
import type { Page, PageRequest } from '../../serving/page.ts';
import type { ProductCard } from '../../layout/card.tsx';
import { Departments } from '../home.tsx';
import { appliedFilters, fieldsOf, type Facets } from './filters.ts';
import { gridSize, ProductGrid } from './product-grid.tsx';
import { SortForm } from './sort-form.tsx';

interface Found {
  readonly items: ProductCard[];
  readonly nextCursor: string | null;
  readonly matches?: number;
  readonly facets?: Facets;
}

/** What was found, the best first; without a word all that a filter leaves. */
export async function searchPage(request: PageRequest): Promise<Page> {
  const { at, words, formats } = request;
  const fields = fieldsOf(request.query);
  const { query } = fields;
  const cursor = request.query.get('cursor') ?? undefined;
  const paged = { ...(cursor ? { cursor } : {}), limit: gridSize };
  const isAsked = Object.keys(fields).length > 0;
  const found: Found = !isAsked
    ? { items: [], nextCursor: null }
    : query === undefined
      ? await request.ask<Found>('listProducts', { ...without(fields, 'option'), ...paged })
      : await request.ask<Found>('searchProducts', { ...without(fields, 'sort'), ...paged });
  const title = query ?? fields['vendor'] ?? fields['tag'] ?? words.find.title;
  const matches = found.matches;
  return {
    kind: 'search',
    title: query === undefined ? title : words.find.titleOf(query),
    body: (
      <>
        <div class="wrap">
          <header class="list-head">
            <h1>{query === undefined ? title : words.find.titleOf(query)}</h1>
            {matches !== undefined && matches > 0 && (
              <p class="muted num" role="status">
                {words.list.count(formats.count(matches), matches === 1)}
              </p>
            )}
            {!isAsked && <p class="lead">{words.find.what}</p>}
            {isAsked && query === undefined && (
              <SortForm request={request} action={at.search()} fields={fields} />
            )}
          </header>
          {isAsked && <Results request={request} found={found} fields={fields} />}
        </div>
        {(!isAsked || found.items.length === 0) && <Departments request={request} />}
      </>
    ),
  };
}

function Results({
  request,
  found,
  fields,
}: {
  request: PageRequest;
  found: Found;
  fields: Readonly<Record<string, string>>;
}) {
  const { at, words } = request;
  const { query } = fields;
  if (found.items.length === 0 && query !== undefined && Object.keys(fields).length === 1) {
    return (
      <div class="quiet">
        <h2>{words.find.nothing(query)}</h2>
        <p>{words.find.nothingWhat}</p>
      </div>
    );
  }
  return (
    <ProductGrid
      request={request}
      items={found.items}
      applied={appliedFilters(request, fields)}
      address={(asked: Query) => at.search(asked)}
      fields={fields}
      nextCursor={found.nextCursor}
    />
  );
}

/** What an operation does not take. */
function without(fields: Readonly<Record<string, string>>, name: string) {
  return Object.fromEntries(Object.entries(fields).filter(([own]) => own !== name));
}
