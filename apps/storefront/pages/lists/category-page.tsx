import type { Query } from '../../serving/addresses.ts';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { FacetPanel } from './facet-panel.tsx';
import { appliedFilters, asked, askedAnew, fieldsOf, inOwnWords } from './filters.ts';
import { gridSize, ProductGrid, type Found } from './product-grid.tsx';
import { SortForm } from './sort-form.tsx';

interface Category {
  readonly path: string;
  readonly name: string;
  readonly parent: string | null;
}

/** A department or what lies below it, with all products of both. */
export async function categoryPage(request: PageRequest): Promise<Page | Redirect> {
  const { at, words } = request;
  const path = request.params['*'] ?? '';
  const all = request.shop.categories;
  const category =
    all.find((each) => each.path === path) ??
    (await request.ask<Category>('getCategory', { path }));
  if (category.path !== path)
    return { status: 301, location: at.category(category.path, askedAnew(request.query)) };
  const { query: _, ...narrowed } = fieldsOf(request.query);
  const fields = { ...narrowed, category: path };
  const cursor = request.query.get('cursor') ?? undefined;
  const found = await request.ask<Found>('searchProducts', {
    ...asked(fields),
    ...(cursor ? { cursor } : {}),
    openFacets: 'true',
    limit: gridSize,
  });
  const { items, nextCursor, facets, matches } = found;
  const address = (query: Query) => at.category(path, { ...query, category: undefined });
  const elsewhere = inOwnWords(request, found, address);
  if (elsewhere) return elsewhere;
  const applied = appliedFilters(request, fields);
  const isPlain = applied.length === 0 && !cursor && !('sort' in fields);
  return {
    kind: 'category',
    title: category.name,
    description: words.list.description(category.name, request.shop.name),
    department: path.split('/', 1)[0]!,
    ...(isPlain && items.length > 0
      ? { canonical: at.category(path).slice(at.prefix.length) }
      : {}),
    body: (
      <div class="wrap">
        <nav class="crumbs" aria-label={words.breadcrumb}>
          <ol>
            {ancestorsOf(all, path).map((each) => (
              <li key={each.path}>
                <a href={at.category(each.path)}>{each.name}</a>
              </li>
            ))}
            <li aria-current="page">{category.name}</li>
          </ol>
        </nav>
        <header class="list-head">
          <h1>{category.name}</h1>
          <Below request={request} categories={all.filter(({ parent }) => parent === path)} />
          <SortForm request={request} action={at.category(path)} fields={fields} />
        </header>
        <FacetPanel
          request={request}
          facets={facets}
          fields={fields}
          address={address}
          matches={matches}
        />
        <ProductGrid
          request={request}
          items={items}
          applied={applied}
          address={address}
          fields={fields}
          nextCursor={nextCursor}
        />
      </div>
    ),
  };
}

function ancestorsOf(all: readonly Category[], path: string): readonly Category[] {
  return all.filter((each) => path.startsWith(`${each.path}/`));
}

function Below({
  request: { at, words },
  categories,
}: {
  request: PageRequest;
  categories: readonly Category[];
}) {
  if (categories.length === 0) return null;
  return (
    <nav aria-label={words.list.within}>
      <ul class="chips">
        {categories.map(({ path, name }) => (
          <li key={path}>
            <a class="chip" href={at.category(path)}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
