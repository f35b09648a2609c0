import type { Query } from '../../serving/addresses.ts';
import type { Page, PageRequest } from '../../serving/page.ts';
import { Departments } from '../home.tsx';
import { FacetPanel } from './facet-panel.tsx';
import { appliedFilters, asked, fieldsOf, type Fields } from './filters.ts';
import { gridSize, ProductGrid, type Found } from './product-grid.tsx';
import { SortForm } from './sort-form.tsx';

/** What was found, the best first; without a word all that a filter leaves. */
export async function searchPage(request: PageRequest): Promise<Page> {
  const { words, formats } = request;
  const fields = fieldsOf(request.query);
  const title = titleOf(request, fields);
  const found = Object.keys(fields).length === 0 ? undefined : await find(request, fields);
  return {
    kind: 'search',
    title,
    body: (
      <>
        <div class="wrap">
          <header class="list-head">
            <h1>{title}</h1>
            {found === undefined ? (
              <p class="lead">{words.find.what}</p>
            ) : (
              <p class="muted num" role="status">
                {words.list.count(formats.count(found.matches), found.matches === 1)}
              </p>
            )}
            {found !== undefined && found.matches > 1 && (
              <SortForm
                request={request}
                action={request.at.search()}
                fields={fields}
                withBest={'query' in fields}
              />
            )}
          </header>
          {found && <Results request={request} found={found} fields={fields} />}
        </div>
        {(found === undefined || found.items.length === 0) && <Departments request={request} />}
      </>
    ),
  };
}

function find(request: PageRequest, fields: Fields): Promise<Found> {
  const cursor = request.query.get('cursor');
  return request.ask<Found>('searchProducts', {
    ...asked(fields),
    ...(cursor === null ? {} : { cursor }),
    openFacets: 'true',
    limit: gridSize,
  });
}

function titleOf({ words }: PageRequest, { query, vendor, tag }: Fields): string {
  if (typeof query === 'string') return words.find.titleOf(query);
  const [first] = [vendor ?? [], tag ?? []].flat();
  return first ?? words.find.title;
}

function Results({
  request,
  found,
  fields,
}: {
  request: PageRequest;
  found: Found;
  fields: Fields;
}) {
  const { at, words } = request;
  const { query } = fields;
  const address = (narrowed: Query) => at.search(narrowed);
  if (found.items.length === 0 && typeof query === 'string' && Object.keys(fields).length === 1) {
    return (
      <div class="quiet">
        <h2>{words.find.nothing(query)}</h2>
        <p>{words.find.nothingWhat}</p>
      </div>
    );
  }
  return (
    <>
      <FacetPanel
        request={request}
        facets={found.facets}
        fields={fields}
        address={address}
        matches={found.matches}
      />
      <ProductGrid
        request={request}
        items={found.items}
        applied={appliedFilters(request, fields)}
        address={address}
        fields={fields}
        nextCursor={found.nextCursor}
      />
    </>
  );
}
