import { sql, type Statement } from '#platform/ground/sql.ts';
import type { CollectionSort } from '../structure/collections/collection-orders.ts';
import { entryConditions, filterQuery, type Choice, type SearchInput } from './entry-filters.ts';
import { allOf, anyOf, without, type Tiers } from './search-tiers.ts';

type Sort = NonNullable<SearchInput['sort']> | CollectionSort;

/** With what little is found widened by. */
export type Asked = Tiers & { readonly wider: string };

/** Written into the text: so many have what was typed, and what merely begins so is not looked for. */
const enough = sql`200`;

/** A title whose words nobody has counted comes after all others of its kind. */
const untitled = sql`32768`;

/** Fragments of the code; what a client sends only chooses among them. */
const sorts: Readonly<Record<Sort, { readonly key?: Statement; readonly order: Statement }>> = {
  relevance: { order: sql`m.sort_key, m.product_id desc` },
  newest: { key: sql`0`, order: sql`m.product_id desc` },
  price_ascending: { key: sql`e.price_minor`, order: sql`m.sort_key, m.product_id` },
  price_descending: { key: sql`e.price_minor`, order: sql`m.sort_key desc, m.product_id desc` },
  name: { key: sql`e.name`, order: sql`m.sort_key, m.product_id` },
  by_hand: { order: sql`m.sort_key, m.product_id` },
};

/** Where a product stands in a collection; one that is just being taken out stands behind all others. */
const placeIn = (collection: string) => sql`coalesce((
  select p.position from collection_product p where p.product_id = e.product_id
    and p.collection_id = (select c.id from collection c where c.handle = ${collection})),
  9223372036854775807)`;

/**
 * Rows that are carried on; there may be thousands of them, so they have nothing that is not needed of
 * each: tier, whether the words stand apart, and the length of the title are one number.
 * @param apart 0, or 65536 where what was typed does not stand in the title as it is
 */
function found(sort: Sort, tier: Statement, apart = sql`65536`): Statement {
  const rank = sql`${tier} * 131072 + ${apart} + coalesce(e.title_words, ${untitled})`;
  return sql`select ${sorts[sort].key ?? rank} as sort_key, e.product_id, e.counted_as, e.in_stock
    from search_entry e where`;
}

/** Whatever fits the filters, with the order that the collection among them has. */
export function allProducts(
  input: SearchInput,
  sort: CollectionSort,
  choices: readonly Choice[],
  editionId: number,
  from: number,
): Statement {
  const filter = filterQuery(input, choices);
  const fits = filter === '' ? sql`` : sql`e.search @@ ${filter}::tsquery and `;
  const { collection } = input;
  const isByHand = sort === 'by_hand' && collection !== undefined;
  const row = isByHand
    ? sql`select ${placeIn(collection)} as sort_key, e.product_id, e.counted_as, e.in_stock
      from search_entry e where`
    : found(sort, sql`0`);
  const ordered =
    collection === undefined
      ? sql`null`
      : sql`(select c.sort from collection c where c.handle = ${collection})`;
  return sql`
    with matched as materialized (
      ${row} ${fits}${entryConditions(input, editionId)})
    ${answer(sql`matched`, sort, input.limit, editionId, from, { collectionSort: ordered })}`;
}

/**
 * What `tieredProducts` finds where all that match have the words in their titles or are asked for by
 * code: its first two tiers, and no question whether there are others.
 */
export function titledProducts(
  input: SearchInput,
  choices: readonly Choice[],
  tiers: Tiers,
  editionId: number,
  from: number,
): Statement {
  const sort = input.sort ?? 'relevance';
  return sql`
    with ${best(input, choices, tiers, editionId)}
    ${answer(sql`best`, sort, input.limit, editionId, from)}`;
}

/** All that is asked for by its code, and all titles that have the words: nothing fits better. */
function best(
  input: SearchInput,
  choices: readonly Choice[],
  { code, title, phrase }: Tiers,
  editionId: number,
): Statement {
  const filter = filterQuery(input, choices);
  const conditions = entryConditions(input, editionId);
  const sort = input.sort ?? 'relevance';
  const coded = sql`${found(sort, sql`0`)} e.search @@ ${narrowed(code, filter)}::tsquery
        and ${conditions} union all`;
  return sql`best as materialized (
      ${code === '' ? sql`` : coded}
      ${found(sort, sql`1`, sql`case when strpos(e.name, ${phrase}) = 0 then 65536 else 0 end`)}
        e.search @@ ${narrowed(without(title, code), filter)}::tsquery and ${conditions})`;
}

/**
 * All that match, however many, the best first: by tier, in a tier titles that have what was typed as
 * it is, then short titles before long ones, then the newest. Each tier finds what those before it do
 * not, from the index alone, so that no entry is looked at twice and the words of none are read.
 */
export function tieredProducts(
  input: SearchInput,
  choices: readonly Choice[],
  asked: Asked,
  editionId: number,
  from: number,
): Statement {
  const filter = filterQuery(input, choices);
  const conditions = entryConditions(input, editionId);
  const sort = input.sort ?? 'relevance';
  const { names, whole, begun, wider } = queriesOf(asked, filter);
  const rest = (tier: Statement, query: Statement) => sql`${found(sort, tier)}
        (select r.some from rest r) and e.search @@ ${query} and ${conditions}`;
  const widened = sql`union all ${found(sort, sql`5`)} e.search @@ ${wider}::tsquery and ${conditions}`;
  return sql`
    with ${best(input, choices, asked, editionId)},
    -- Read as far as it is needed, and planned as if it were read whole: for the first few rows alone
    -- PostgreSQL would walk the table and unpack the words of each entry.
    plenty as materialized (
      select from search_entry e where e.edition_id = ${editionId}::int
        and e.search @@ ${anyOf([asked.wholeAnywhere, asked.code])}::tsquery),
    typed as materialized (
      select case when c.enough then ${whole.wide}::tsquery else ${begun.wide}::tsquery end as wide,
        case when c.enough then ${whole.anywhere}::tsquery else ${begun.anywhere}::tsquery end as anywhere,
        case when c.enough then ${whole.rest}::tsquery else ${begun.rest}::tsquery end as rest
      from (
        select (select count(*) = ${enough} from (select from best limit ${enough}) s) or (
          select count(*) = ${enough} from (select from plenty limit ${enough}) s)
          as enough offset 0) c),
    left_over as materialized (
      select from search_entry e where e.search @@ (select rest from typed)),
    rest as materialized (select exists (select from left_over) as some),
    other as materialized (
      ${rest(sql`2`, sql`${names}::tsquery`)}
      union all ${rest(sql`3`, sql`(select wide from typed)`)}
      union all ${rest(sql`4`, sql`(select anywhere from typed)`)}
      ${wider === '' ? sql`` : widened})
    ${answer(sql`(select * from best union all select * from other)`, sort, input.limit, editionId, from, { others: sql`(select r.some from rest r)` })}`;
}

/** What each tier finds that those before it do not, with the filters. */
function queriesOf(asked: Asked, filter: string) {
  const best = anyOf([asked.title, asked.code]);
  const named = anyOf([asked.names, asked.code]);
  const of = (wide: string, anywhere: string) => ({
    wide: narrowed(without(wide, named), filter),
    anywhere: narrowed(without(anywhere, anyOf([wide, named])), filter),
    rest: narrowed(without(anywhere, best), filter),
  });
  return {
    names: narrowed(without(asked.names, best), filter),
    whole: of(asked.wholeTitle, asked.wholeAnywhere),
    begun: of(asked.wideTitle, asked.anywhere),
    wider: narrowed(without(asked.wider, anyOf([asked.anywhere, named])), filter),
  };
}

function narrowed(query: string, filter: string): string {
  if (query === '' || filter === '') return query;
  return allOf([`(${query})`, `(${filter})`]);
}

interface Besides {
  /** Whether anything may match that is not among the best. */
  readonly others?: Statement;
  /** The order that the collection has which was asked for. */
  readonly collectionSort?: Statement;
}

/** Cards are read for the page alone; of all others it is counted how many are alike. */
function answer(
  matched: Statement,
  sort: Sort,
  limit: number,
  editionId: number,
  from: number,
  { others = sql`false`, collectionSort = sql`null` }: Besides = {},
): Statement {
  return sql`
    select
      (select string_agg(d.card::text, ',' order by p.place) from (
        select m.product_id, row_number() over () as place from (
          select * from ${matched} m order by ${sorts[sort].order}
          limit ${limit} offset ${from}) m) p
        join document d on d.edition_id = ${editionId}::int and d.product_id = p.product_id
          and d.valid_from <= kontor_now() and d.valid_to > kontor_now()) as items,
      coalesce(g.matches, 0)::int as matches, g.hashes, g.counts, g.in_stock, ${others} as others,
      ${collectionSort} as collection_sort
    from (
      select sum(count)::int as matches, array_agg(counted_as)::text as hashes,
        array_agg(count)::text as counts, array_agg(in_stock)::text as in_stock
      from (
        select m.counted_as, count(*)::int as count,
          (count(*) filter (where m.in_stock))::int as in_stock
        from ${matched} m group by m.counted_as) s) g`;
}
