import type { FocalPoint } from '#contracts/product/media/media-url.ts';
import { Picture } from '../../layout/picture.tsx';
import { summaryOf } from '../../layout/summary.ts';
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
  /** Whether there is more to its page. */
  readonly described?: boolean | undefined;
  readonly picture?: { readonly url: string; readonly altText: string; focal?: FocalPoint } | null;
  readonly descriptionHtml?: string;
  readonly seo?: { readonly title: string; readonly description: string };
  readonly textLocale?: string | null;
}

/** A department or what lies below it, with all products of both. */
export async function categoryPage(request: PageRequest): Promise<Page | Redirect> {
  const { at } = request;
  const path = request.params['*'] ?? '';
  const all = request.shop.categories;
  const read = () => request.ask<Category>('getCategory', { path });
  const known: Category = all.find((each) => each.path === path) ?? (await read());
  if (known.path !== path)
    return { status: 301, location: at.category(known.path, askedAnew(request.query)) };
  const { query: _, ...narrowed } = fieldsOf(request.query);
  const fields = { ...narrowed, category: path };
  const cursor = request.query.get('cursor') ?? undefined;
  const [found, category] = await Promise.all([
    request.ask<Found>('searchProducts', {
      ...asked(fields),
      ...(cursor ? { cursor } : {}),
      openFacets: 'true',
      limit: gridSize,
    }),
    known.described ? read() : known,
  ]);
  const { items, nextCursor, facets, matches } = found;
  const address = (query: Query) => at.category(path, { ...query, category: undefined });
  const elsewhere = inOwnWords(request, found, address);
  if (elsewhere) return elsewhere;
  const applied = appliedFilters(request, fields);
  const isPlain = applied.length === 0 && !cursor && !('sort' in fields);
  return {
    kind: 'category',
    title: category.seo?.title || category.name,
    description: descriptionOf(request, category),
    ...(category.picture ? { picture: category.picture.url } : {}),
    department: path.split('/', 1)[0]!,
    ...(isPlain && items.length > 0
      ? { canonical: at.category(path).slice(at.prefix.length) }
      : {}),
    body: (
      <div class="wrap">
        <Crumbs request={request} category={category} />
        <header class="list-head">
          <h1>{category.name}</h1>
          {!cursor && <About category={category} />}
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

function Crumbs({ request, category }: { request: PageRequest; category: Category }) {
  const { at, words, shop } = request;
  return (
    <nav class="crumbs" aria-label={words.breadcrumb}>
      <ol>
        {ancestorsOf(shop.categories, category.path).map((each) => (
          <li key={each.path}>
            <a href={at.category(each.path)}>{each.name}</a>
          </li>
        ))}
        <li aria-current="page">{category.name}</li>
      </ol>
    </nav>
  );
}

/** In its own words, else by what it says of itself. */
function descriptionOf({ words, shop }: PageRequest, category: Category): string {
  const { name, seo, descriptionHtml = '' } = category;
  return seo?.description || summaryOf(descriptionHtml) || words.list.description(name, shop.name);
}

function About({ category: { picture, descriptionHtml, textLocale } }: { category: Category }) {
  if (!picture && !descriptionHtml) return null;
  return (
    <div class="list-about">
      {picture && (
        <Picture
          url={picture.url}
          alt={picture.altText}
          box="card"
          focal={picture.focal}
          turn="lead"
        />
      )}
      {descriptionHtml && (
        <div
          class="prose"
          lang={textLocale ?? undefined}
          dangerouslySetInnerHTML={{ __html: descriptionHtml }}
        />
      )}
    </div>
  );
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
