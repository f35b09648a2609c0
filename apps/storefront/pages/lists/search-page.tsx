import type { Query } from '../../serving/addresses.ts';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { Departments } from '../home.tsx';
import { FacetPanel } from './facet-panel.tsx';
import { appliedFilters, asked, fieldsOf, inOwnWords, type Fields } from './filters.ts';
import { gridSize, ProductGrid, type Found } from './product-grid.tsx';
import { SortForm } from './sort-form.tsx';

/** What was found, the best first; without a word all that a filter leaves. */
export async function searchPage(request: PageRequest): Promise<Page | Redirect> {
  const { words, formats, at } = request;
  const fields = fieldsOf(request.query);
  const title = titleOf(request, fields);
  const found = Object.keys(fields).length === 0 ? undefined : await find(request, fields);
  const elsewhere = found && inOwnWords(request, found, (query) => at.search(query));
  if (elsewhere) return elsewhere;
  const near = found?.matches === 0 ? await nearestTo(request, fields) : [];
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
          {found && <Results request={request} found={found} fields={fields} near={near} />}
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

interface Near {
  readonly query: string;
  /** How many there are, where that is known. */
  readonly matches?: number;
}

const nearMost = 5;
/** Each word is searched for by itself. */
const wordsMost = 3;
/** So much of a word is what another one may begin with. */
const begunLetters = 3;

/** What finds something where a search does not: its words one by one, else words that begin like them. */
async function nearestTo(request: PageRequest, { query }: Fields): Promise<readonly Near[]> {
  if (typeof query !== 'string') return [];
  const words = [...new Set(query.split(/\s+/u))]
    .filter(({ length }) => length > 1)
    .slice(0, wordsMost);
  const alone =
    words.length < 2 ? [] : await Promise.all(words.map((word) => countOf(request, word)));
  const found = alone.filter(({ matches }) => matches > 0);
  if (found.length > 0) return found;
  const begun = await Promise.all(
    words.map(async (word) => {
      // By whole letters: half of one is refused.
      const begun = Array.from(word).slice(0, begunLetters).join('');
      const asked = { query: begun, limit: nearMost };
      const read = await request.attempt('getSearchSuggestions', asked);
      return read.ok ? (read.value as { words: string[] }).words : [];
    }),
  );
  return [...new Set(begun.flat())].slice(0, nearMost).map((word) => ({ query: word }));
}

async function countOf(request: PageRequest, query: string) {
  const { matches } = await request.ask<Found>('searchProducts', { query, limit: 1 });
  return { query, matches };
}

function Nearest({ request, near }: { request: PageRequest; near: readonly Near[] }) {
  const { words, formats, at } = request;
  if (near.length === 0) return null;
  return (
    <nav aria-labelledby="nearest">
      <h3 id="nearest">{words.find.nearest}</h3>
      <ul class="chips">
        {near.map(({ query, matches }) => (
          <li key={query}>
            <a class="chip" href={at.search({ query })}>
              {query}
              {matches !== undefined && (
                <span class="muted num">
                  {words.list.count(formats.count(matches), matches === 1)}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
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
  near,
}: {
  request: PageRequest;
  found: Found;
  fields: Fields;
  near: readonly Near[];
}) {
  const { at, words } = request;
  const { query } = fields;
  const address = (narrowed: Query) => at.search(narrowed);
  if (found.items.length === 0 && typeof query === 'string' && Object.keys(fields).length === 1) {
    return (
      <div class="quiet">
        <h2>{words.find.nothing(query)}</h2>
        <p>{words.find.nothingWhat}</p>
        <Nearest request={request} near={near} />
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
