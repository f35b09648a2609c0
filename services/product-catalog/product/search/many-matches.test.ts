import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { watchStatements } from '#platform/telemetry/statement-witness.ts';
import { productOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

/* More match than anybody looks at: the best of them are shown first, and all are counted. */

const copies = 1_500;
let catalog: Catalog;

beforeAll(async () => {
  catalog = await openCatalog();
  await load(
    catalog,
    productOf('described', { descriptionHtml: '<p>Goes well with quince.</p>', vendor: 'Ton' }),
  );
  const database = catalog.shop.database('product');
  // One after the other, as an import writes them: those that come last lie last.
  await database.query(sql`
    with made as (
      insert into product (id, handle, title, status)
      select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'copy-' || n, 'x', 'active'
      from generate_series(1, ${copies}::int) as n returning id, handle)
    insert into document (edition_id, product_id, valid_from, valid_to, handle, price_minor, name_key,
      in_stock, terms, terms_hash, search, title_words, card, built, numbers)
    select d.edition_id, made.id, d.valid_from, d.valid_to, made.handle, d.price_minor, d.name_key,
      d.in_stock, d.terms, d.terms_hash, d.search, d.title_words, d.card, d.built, d.numbers
    from made, document d where d.handle = 'described'`);
  await load(
    catalog,
    productOf('tagged', { title: 'Jam', tags: ['quince'] }),
    productOf('long', { title: 'A jelly of the best quince' }),
    productOf('short', { title: 'Quince' }),
  );
}, 300_000);
afterAll(() => catalog.shop.close());

const search = async (query: string, cursor?: string, priceToMinor?: number) =>
  must(
    await catalog.client.searchProducts(
      {
        query,
        limit: 100,
        ...(cursor ? { cursor } : {}),
        ...(priceToMinor ? { priceToMinor } : {}),
      },
      catalog.shop.invocation(),
    ),
    query,
  );

test('the best come first, whenever they were written', async () => {
  const { items, matches, facets } = await search('quince');
  expect(items.slice(0, 3).map(({ handle }) => handle)).toEqual(['short', 'long', 'tagged']);
  expect(matches).toBe(copies + 4);
  expect(facets.vendors).toEqual([{ value: 'Ton', count: copies + 1 }]);
  expect(facets.availability).toEqual({ inStock: 0, outOfStock: copies + 4 });
});

test('where many have a word, others that merely begin so are not looked for', async () => {
  await load(catalog, productOf('begun', { title: 'Quinceberry' }));
  expect((await search('quince')).matches).toBe(copies + 4);
  expect((await search('quinceb')).items.map(({ handle }) => handle)).toEqual(['begun']);
  expect((await search('qui')).matches).toBe(copies + 5);
});

test('what is kept of a large answer is told no longer once this process has changed a product', async () => {
  const before = await search('quince');
  await load(catalog, productOf('short', { title: 'Quince', vendor: 'Anew' }));
  const { items, facets } = await search('quince');
  expect(items).toHaveLength(before.items.length);
  expect(items[0]).toMatchObject({ handle: 'short', vendor: 'Anew' });
  expect(facets.vendors).toEqual([...before.facets.vendors, { value: 'Anew', count: 1 }]);
});

test('a large answer is kept once it is asked for again, and told from then on', async () => {
  let read = 0;
  const unwatch = watchStatements((_, { text }) => {
    if (text.includes('search_entry e')) read += 1;
  });
  const askedFor = async (price: number) => {
    read = 0;
    await search('quince', undefined, price);
    return read;
  };
  expect(await askedFor(2_000_000)).toBe(1);
  expect(await askedFor(2_000_000)).toBe(1);
  // It is kept for a second, which may pass before it is asked for again.
  await expect.poll(() => askedFor(2_000_000), { timeout: 60_000, interval: 10 }).toBe(0);
  unwatch();
});

test('entries that a search looks at are short, and lie close together', async () => {
  const [entries] = await catalog.shop.database('product').query<{ number: number; pages: number }>(
    sql`select count(*)::int as number, (pg_relation_size('search_entry') / 8192)::int as pages
      from search_entry`,
  );
  expect(entries!.number / entries!.pages).toBeGreaterThan(40);
});

test('every match is on some page', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await search('quince', cursor);
    // Copies have the card of their original; they are counted.
    seen.push(...page.items.map(({ handle }) => handle));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(copies + 4);
}, 300_000);

test('what many products are found by waits for no search to read it', async () => {
  const database = catalog.shop.database('product');
  const waiting = async () =>
    (
      await database.query<{ pages: string }>(
        sql`select gin_clean_pending_list('search_entry_search'::regclass)::text as pages`,
      )
    )[0]!.pages;
  await waiting();
  await load(
    catalog,
    ...Array.from({ length: 25 }, (_, n) => productOf(`batch-${n}`, { title: 'Medlar' })),
  );
  expect(await waiting()).toBe('0');
  expect((await search('medlar')).matches).toBe(25);
  await load(catalog, productOf('alone', { title: 'Medlar' }));
  expect(await waiting()).not.toBe('0');
});

test('words of titles alone are looked for nowhere else, until this process has changed a product', async () => {
  await load(
    catalog,
    ...['Sloe', 'Sloe gin', 'Gin with sloe'].map((title, n) => productOf(`sloe-${n}`, { title })),
  );
  let widely = 0;
  const unwatch = watchStatements((_, { text }) => {
    if (text.includes('left_over')) widely += 1;
  });
  // Each asks anew: no answer to another one is told again.
  let price = 1_000_000;
  const searchAnew = async () => {
    widely = 0;
    const { items, matches, facets } = await search('sloe', undefined, (price += 1));
    const handles = items.map(({ handle }) => handle);
    return { handles, matches, facets, isWide: widely > 0 };
  };
  const first = await searchAnew();
  expect(first.isWide).toBe(true);
  expect(first.handles).toEqual(['sloe-0', 'sloe-1', 'sloe-2']);
  // It is known for a second, which may pass before it is asked again.
  let next = await searchAnew();
  for (let attempt = 1; next.isWide && attempt < 100; attempt += 1) next = await searchAnew();
  expect(next).toEqual({ ...first, isWide: false });
  await load(catalog, productOf('sour', { descriptionHtml: '<p>Of sloe.</p>' }));
  const last = await searchAnew();
  unwatch();
  expect(last.isWide).toBe(true);
  expect(last.handles).toEqual(['sloe-0', 'sloe-1', 'sloe-2', 'sour']);
});
