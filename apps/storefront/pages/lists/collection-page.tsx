import type { Query } from '../../serving/addresses.ts';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { FacetPanel } from './facet-panel.tsx';
import { appliedFilters, asked, askedAnew, fieldsOf, inOwnWords, type OwnSort } from './filters.ts';
import { gridSize, ProductGrid, type Found } from './product-grid.tsx';
import { SortForm } from './sort-form.tsx';

interface Collection {
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly sort?: OwnSort;
}

/** What the shop put together for an occasion. */
export async function collectionPage(request: PageRequest): Promise<Page | Redirect> {
  const { at } = request;
  const handle = request.params['handle'] ?? '';
  const { query: _, collection: __, ...narrowed } = fieldsOf(request.query);
  const cursor = request.query.get('cursor') ?? undefined;
  const [collection, found] = await Promise.all([
    request.ask<Collection>('getCollection', { handle }),
    request.ask<Found>('searchProducts', {
      ...asked({ ...narrowed, collection: handle }),
      ...(cursor ? { cursor } : {}),
      openFacets: 'true',
      limit: gridSize,
    }),
  ]);
  if (collection.handle !== handle) {
    const location = at.collection(collection.handle, askedAnew(request.query));
    return { status: 301, location };
  }
  const address = (query: Query) => at.collection(handle, query);
  const elsewhere = inOwnWords(request, found, address);
  if (elsewhere) return elsewhere;
  const applied = appliedFilters(request, narrowed);
  const isPlain = applied.length === 0 && !cursor && !('sort' in narrowed);
  return {
    kind: 'category',
    title: collection.title,
    ...(isPlain && found.items.length > 0
      ? { canonical: at.collection(handle).slice(at.prefix.length) }
      : {}),
    body: (
      <div class="wrap">
        <header class="list-head">
          <h1>{collection.title}</h1>
          {collection.descriptionHtml !== '' && (
            <div class="prose" dangerouslySetInnerHTML={{ __html: collection.descriptionHtml }} />
          )}
          <SortForm
            request={request}
            action={at.collection(handle)}
            fields={narrowed}
            own={collection.sort}
          />
        </header>
        <FacetPanel
          request={request}
          facets={found.facets}
          fields={narrowed}
          address={address}
          matches={found.matches}
        />
        <ProductGrid
          request={request}
          items={found.items}
          applied={applied}
          address={address}
          fields={narrowed}
          nextCursor={found.nextCursor}
        />
      </div>
    ),
  };
}
