import { afterAll, beforeAll, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { must } from '#kernel/result.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { InputOf, OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';
import { facetsOf, type TermCount } from '../storefront/facets.ts';
import { kindOfTerm } from '../read-model/terms.ts';
import { piecesOf, wordsOf } from '../words/typed-words.ts';
import { Vocabulary } from '../words/vocabulary.ts';
import { tiersOf } from './search-tiers.ts';

/*
 * What a search answers, against the documents themselves: all that match are read as they are stored,
 * and ranked, put in order, cut into pages and counted here, in the plainest way.
 */

type Search = InputOf<'product', 'searchProducts'>;

let catalog: Catalog;
const staff = () =>
  catalog.shop.invocation({ actor: catalog.shop.staff(['catalog:read', 'catalog:write']) });
const vendors = ['Speicher', 'Ton', 'Lindholm'];
const tags = ['coffee', 'dark', 'gift', 'new', 'rare'];
const roots = ['Food', 'Home', 'Garden'];
const leaves = ['Roasts', 'Cups', 'Tools', 'Textiles'];
const words = ['amber', 'amberly', 'birch', 'cedar', 'delta', 'roasting', 'roast'];

beforeAll(async () => {
  catalog = await openCatalog();
  const { client } = catalog;
  const fifty = (from: number) => Array.from({ length: 50 }, (_, n) => generated(from + n));
  for (const from of [0, 50]) await load(catalog, ...fifty(from));
  const uk = {
    code: 'uk',
    name: 'Kontor UK',
    currency: 'GBP',
    defaultLocale: 'en-GB',
    locales: ['en-GB', 'fr'],
    pricesIncludeTax: true,
    active: true,
  };
  must(await client.putChannel(uk, staff()), 'channel');
  await offerSomeInUk();
  await saleOnSome();
  // What the version before wrote has no hash of its terms.
  await catalog.shop
    .database('product')
    .query(sql`update document set terms_hash = null where hashtext(handle) % 3 = 0 returning 1`);
}, 300_000);
afterAll(() => catalog.shop.close());

/** Many products that share some of their words, terms and prices, none at random. */
function generated(n: number) {
  const of = <Item>(items: readonly Item[], step: number) =>
    items[Math.floor(n / step) % items.length]!;
  const sizes = ['S', 'M', `Size ${n % 45}`].slice(0, 1 + (n % 3));
  return productOf(`p-${n}`, {
    title: `${of(words, 1)} ${of(words, 3)} ${n % 4 === 0 ? 'Coffee' : 'Thing'}`,
    vendor: n % 10 === 0 ? `Maker ${n}` : of(vendors, 2),
    tags: tags.filter((_, place) => (n >> place) % 2 === 1),
    category: n % 7 === 0 ? null : [of(roots, 1), of(leaves, 5)],
    descriptionHtml: `<p>All of coffee and ${of(words, 7)}, ${of(words, 2)}.</p>`,
    optionNames: ['Size'],
    variants: sizes.map((size, place) =>
      variantOf(`SKU-${n}.${place}`, {
        optionValues: [size],
        priceMinor: 300 + ((n * 37) % 9_000) + place * 100,
        inventoryPolicy: n % 5 === 0 ? 'continue' : 'deny',
      }),
    ),
  });
}

async function offerSomeInUk(): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    const productId = await idOf(`p-${n * 5}`);
    const { client } = catalog;
    must(await client.setListings({ productId, channels: ['default', 'uk'] }, staff()), 'listing');
    const price = { productId, sku: `SKU-${n * 5}.0`, channel: 'uk', amountMinor: 100 + n * 50 };
    must(await client.setPrice({ ...price, compareAtMinor: null }, staff()), 'price');
    if (n % 4 !== 0) continue;
    const translation = {
      title: `Torréfaction ${n}`,
      descriptionHtml: 'amber',
      seoTitle: '',
      seoDescription: '',
    };
    must(await client.putTranslation({ productId, locale: 'fr', translation }, staff()), 'french');
  }
}

/** Two documents each: before the sale and during it, or during it and after it. */
async function saleOnSome(): Promise<void> {
  for (let n = 0; n < 10; n += 1) {
    const startsAt = new Date(clock.nowMs() + (n % 2 === 0 ? 3_600_000 : -60_000)).toISOString();
    const endsAt = n % 2 === 0 ? null : new Date(clock.nowMs() + 3_600_000).toISOString();
    const sale = {
      sku: `SKU-${n * 4}.0`,
      channel: 'default',
      amountMinor: 50 + n,
      startsAt,
      endsAt,
    };
    must(
      await catalog.client.addSalePrice({ productId: await idOf(`p-${n * 4}`), ...sale }, staff()),
      'sale',
    );
  }
}

async function idOf(handle: string): Promise<string> {
  const { client, shop } = catalog;
  return must(await client.getProduct({ handle }, shop.invocation()), handle).productId;
}

interface Stored {
  readonly productId: string;
  readonly terms: string[];
  readonly priceMinor: number;
  readonly inStock: boolean;
  readonly card: object;
  readonly titleWords: number;
  readonly nameKey: string;
  readonly inTiers: boolean[];
}

interface Expected {
  readonly cards: object[];
  readonly matches: number;
  readonly facets: OutputOf<'product', 'searchProducts'>['facets'];
}

/** Without a query everything is found, in one tier. */
async function tiersFor(query: string | undefined, place: { editionId: number; locale: string }) {
  if (query === undefined) return { tiers: [], phrase: '' };
  const pieces = piecesOf(query, place.locale);
  const known = await new Vocabulary(catalog.shop.database('product')).of(
    wordsOf(pieces),
    place,
    catalog.shop.invocation(),
  );
  const tiers = tiersOf({ text: query, pieces, known, instead: [] })!;
  const { code, title, names, wideTitle, anywhere, phrase } = tiers;
  return { tiers: [code, title, names, wideTitle, anywhere], phrase };
}

const byText = (a: string, b: string) => Number(a > b) - Number(a < b);
const orders: Readonly<Record<string, (a: Stored, b: Stored) => number>> = {
  newest: (a, b) => byText(b.productId, a.productId),
  price_ascending: (a, b) => a.priceMinor - b.priceMinor || byText(a.productId, b.productId),
  price_descending: (a, b) => b.priceMinor - a.priceMinor || byText(b.productId, a.productId),
  name: (a, b) => byText(a.nameKey, b.nameKey) || byText(a.productId, b.productId),
};

/** All that should be found, in its order. */
async function expectedOf(search: Search, { channel, locale }: Place): Promise<Expected> {
  const database = catalog.shop.database('product');
  const edition = await database.first<{ editionId: number }>(
    sql`select id as edition_id from edition where channel = ${channel} and locale = ${locale}`,
  );
  const { editionId } = edition!;
  const { tiers, phrase } = await tiersFor(search.query, { editionId, locale });
  const stored = await database.query<Stored>(sql`
    select d.product_id, d.terms, d.price_minor, d.in_stock, d.card, d.title_words, d.name_key,
      array(select d.search @@ tier::tsquery from unnest(${tiers}::text[]) with ordinality
        as t (tier, place) order by place) as in_tiers
    from document d
    where d.edition_id = ${editionId}
      and d.valid_from <= kontor_now() and d.valid_to > kontor_now()`);
  const isApart = (one: Stored) =>
    one.inTiers.indexOf(true) !== 1 || !` ${one.nameKey} `.includes(phrase);
  const byFit = (a: Stored, b: Stored) =>
    a.inTiers.indexOf(true) - b.inTiers.indexOf(true) ||
    Number(isApart(a)) - Number(isApart(b)) ||
    a.titleWords - b.titleWords ||
    orders['newest']!(a, b);
  const { sort = 'relevance' } = search;
  const named = sort === 'relevance' && search.query === undefined ? 'newest' : sort;
  const found = stored
    .filter(({ inTiers }) => search.query === undefined || inTiers.includes(true))
    .filter((document) => fits(document, search))
    .toSorted(orders[named] ?? byFit);
  const currency = channel === 'uk' ? 'GBP' : 'EUR';
  return {
    cards: found.map(({ card }) => card),
    matches: found.length,
    facets: facetsOf(countedTerms(found), currency, new Map(), locale),
  };
}

function fits({ terms, priceMinor, inStock }: Stored, search: Search): boolean {
  const { category, vendor, tag, option, priceFromMinor = 0, priceToMinor = Infinity } = search;
  const { vendors = [], options = [] } = search;
  const sizes = options.map(({ name, value }) => `option:${name}\n${value}`);
  const asked = [
    category && `category:${category}`,
    vendor && `vendor:${vendor}`,
    tag && `tag:${tag}`,
    option && `option:${option.name}\n${option.value}`,
  ].filter((term) => term !== undefined);
  return (
    asked.every((term) => terms.includes(term)) &&
    (vendors.length === 0 || vendors.some((one) => terms.includes(`vendor:${one}`))) &&
    (sizes.length === 0 || sizes.some((one) => terms.includes(one))) &&
    priceMinor >= priceFromMinor &&
    priceMinor <= priceToMinor &&
    (search.inStock === undefined || search.inStock === inStock)
  );
}

/** The most frequent thirty of each kind. */
function countedTerms(found: readonly Stored[]): TermCount[] {
  const counts = new Map<string, number>();
  for (const term of found.flatMap(({ terms }) => terms))
    counts.set(term, (counts.get(term) ?? 0) + 1);
  const ordered = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [...Map.groupBy(ordered, ([term]) => kindOfTerm(term)).values()].flatMap((kind) =>
    kind.slice(0, 30).map(([term, count]) => [term, count, nameOf(term)] as const),
  );
}

/** Categories are named as their last slug, with a capital. */
function nameOf(term: string): string {
  const slug = term.split(/[:/]/).at(-1)!;
  return slug.charAt(0).toUpperCase() + slug.slice(1);
}

type Place = Pick<Invocation, 'channel' | 'locale'>;
const places: readonly Place[] = [
  { channel: 'default', locale: 'en' },
  { channel: 'uk', locale: 'en-GB' },
  { channel: 'uk', locale: 'fr' },
];
const queries = [
  'coffee',
  'a',
  'amber',
  'amber ro',
  'roasting',
  'thing speicher',
  'sku-17',
  'torr',
  'coffee the',
  'the',
];
type Filter = Omit<Search, 'query' | 'limit'>;
const filters: readonly Filter[] = [
  {},
  { category: 'food' },
  { category: 'home/cups', inStock: true },
  { vendor: 'Ton' },
  { tag: 'dark', vendor: 'Speicher' },
  { option: { name: 'Size', value: 'M' } },
  { priceFromMinor: 1_000, priceToMinor: 5_000 },
  { inStock: false },
  { sort: 'price_descending', vendors: ['Ton', 'Maker 10', "No 'one\\"] },
  { sort: 'name', options: ['S', 'M', 'Size 7'].map((value) => ({ name: 'Size', value })) },
  { sort: 'newest', vendor: 'Ton', options: [{ name: 'Size', value: 'M' }], category: 'food' },
  { sort: 'price_ascending', vendors: ['Ton', 'Speicher'], inStock: true },
];
const asked = [...queries, undefined].flatMap((query) =>
  filters.map((filter) => ({ ...(query === undefined ? {} : { query }), ...filter })),
);

/** All pages, one after the other. */
async function answered(search: Omit<Search, 'limit'>, limit: number, place: Place) {
  const { client, shop } = catalog;
  const cards: object[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page: OutputOf<'product', 'searchProducts'> = must(
      await client.searchProducts(
        { ...search, limit, ...(cursor ? { cursor } : {}) },
        shop.invocation(place),
      ),
      'search',
    );
    cards.push(...page.items);
    if (page.nextCursor === null) return { cards, matches: page.matches, facets: page.facets };
    cursor = page.nextCursor;
  }
}

test.each(places)(
  'every search finds what is stored, in $channel and $locale',
  async (place) => {
    let found = 0;
    for (const [n, search] of asked.entries()) {
      const expected = await expectedOf({ ...search, limit: 20 }, place);
      expect(
        await answered(search, [6, 9, 20, 100][n % 4]!, place),
        JSON.stringify(search),
      ).toEqual(expected);
      found += expected.matches;
    }
    expect(found).toBeGreaterThan(100);
  },
  300_000,
);

test('facets that are open count what more of their values would find', async () => {
  const place = places[0]!;
  const chosen: Filter = {
    vendors: ['Ton', 'Speicher'],
    options: [{ name: 'Size', value: 'M' }],
    inStock: true,
    priceToMinor: 6_000,
  };
  for (const query of ['coffee', undefined]) {
    const search = { ...(query === undefined ? {} : { query }), limit: 20 };
    const all = await expectedOf({ ...search, ...chosen }, place);
    const { vendors, options, availability, ...others } = all.facets;
    const without = async (key: keyof Filter) =>
      (await expectedOf({ ...search, ...chosen, [key]: undefined }, place)).facets;
    const open = await answered({ ...search, ...chosen, openFacets: true }, 20, place);
    expect(open.cards).toEqual(all.cards);
    expect(open.matches).toBe(all.matches);
    expect(open.facets).toEqual({
      ...others,
      vendors: (await without('vendors')).vendors,
      options: (await without('options')).options,
      availability: (await without('inStock')).availability,
    });
    expect(open.facets.vendors.length).toBeGreaterThan(vendors.length);
    expect(open.facets.options).not.toEqual(options);
    expect(open.facets.availability).not.toEqual(availability);
  }
}, 300_000);

test('when its sale begins or ends a product is found once, by its other price', async () => {
  await catalog.shop.moveClock(2 * 3_600_000);
  for (const search of asked.slice(0, filters.length)) {
    const expected = await expectedOf({ ...search, limit: 20 }, places[0]!);
    expect(await answered(search, 20, places[0]!), JSON.stringify(search)).toEqual(expected);
  }
}, 300_000);

test('what a search reads is what documents say, whatever has written or changed them', async () => {
  const database = catalog.shop.database('product');
  const differing = () =>
    database.query<{ handle: string }>(sql`
      select coalesce(d.handle, e.name) as handle from document d
      full join search_entry e using (edition_id, product_id, valid_from)
      where (d.valid_to, d.price_minor, d.title_words, d.in_stock, ' ' || d.name_key || ' ',
          d.search || search_terms(d.terms), counted_as(d.terms))
        is distinct from (e.valid_to, e.price_minor, e.title_words, e.in_stock, e.name, e.search,
          e.counted_as)`);
  expect(await differing()).toEqual([]);
  await database.query(sql`
    update document set search = search || 'renamed'::tsvector, terms = terms || 'tag:renamed'::text,
      in_stock = not in_stock, price_minor = price_minor + 1, name_key = name_key || ' x',
      valid_to = valid_to - interval '1 s'
    where handle in ('p-1', 'p-2')`);
  await database.query(sql`delete from document where handle = 'p-3'`);
  expect(await differing()).toEqual([]);
  const found = must(
    await catalog.client.searchProducts({ tag: 'renamed', limit: 1 }, catalog.shop.invocation()),
    'renamed',
  );
  expect(found.matches).toBe(2);
});
