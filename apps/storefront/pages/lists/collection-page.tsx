import type { Query } from '../../serving/addresses.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import type { Page, PageRequest } from '../../serving/page.ts';
import { FacetPanel } from './facet-panel.tsx';
import { appliedFilters, asked, fieldsOf } from './filters.ts';
import { gridSize, ProductGrid, type Found } from './product-grid.tsx';
import { SortForm } from './sort-form.tsx';

interface Collection {
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
}
interface Collections {
  readonly items: readonly Collection[];
  readonly nextCursor: string | null;
}

const readAtOnce = 100;
const readsMax = 20;

/** What the shop put together for an occasion. */
export async function collectionPage(request: PageRequest): Promise<Page> {
  const { at } = request;
  const handle = request.params['handle'] ?? '';
  const { query: _, collection: __, ...narrowed } = fieldsOf(request.query);
  const cursor = request.query.get('cursor') ?? undefined;
  const [collection, found] = await Promise.all([
    findCollection(request, handle),
    request.ask<Found>('searchProducts', {
      ...asked({ ...narrowed, collection: handle }),
      ...(cursor ? { cursor } : {}),
      openFacets: 'true',
      limit: gridSize,
    }),
  ]);
  if (!collection) throw new PageRefused(404);
  const address = (query: Query) => at.collection(handle, query);
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
          <SortForm request={request} action={at.collection(handle)} fields={narrowed} />
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

async function findCollection(request: PageRequest, handle: string) {
  let cursor: string | null = null;
  for (let reads = 0; reads < readsMax; reads += 1) {
    const page: Collections = await request.ask<Collections>('listCollections', {
      limit: readAtOnce,
      ...(cursor === null ? {} : { cursor }),
    });
    const found = page.items.find((each) => each.handle === handle);
    if (found || page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
  return undefined;
}
