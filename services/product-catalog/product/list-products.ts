import { z } from 'zod';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/service.ts';
import { joinSql, sql, type Statement } from '#platform/sql.ts';
import { cursorOf, keyOfCursor } from './cursors.ts';
import type { Editions } from './editions.ts';
import { SharedReads } from './tick-batch.ts';
import { term } from './terms.ts';

type Input = InputOf<'product', 'listProducts'>;
type Card = OutputOf<'product', 'listProducts'>['items'][number];
type Key = readonly [value: string | number, productId: string];

/** One row of all cards: PostgreSQL puts them together faster than Node takes rows apart. */
interface Row {
  readonly cards: Card[] | null;
  readonly count: number;
  /** Sort key of the last card that is shown, where there are more. */
  readonly lastKey: string | number | null;
}

interface Sort {
  /** Fragments of the code; what a client sends only chooses among them. */
  readonly key: Statement;
  readonly order: Statement;
  readonly after: (key: Key) => Statement;
}

const sorts: Readonly<Record<Input['sort'], Sort>> = {
  newest: {
    key: sql`0`,
    order: sql`x.product_id desc`,
    after: ([, productId]) => sql`x.product_id < ${productId}::uuid`,
  },
  price_ascending: {
    key: sql`x.price_minor`,
    order: sql`x.price_minor, x.product_id`,
    after: ([price, productId]) =>
      sql`(x.price_minor, x.product_id) > (${price}::bigint, ${productId}::uuid)`,
  },
  price_descending: {
    key: sql`x.price_minor`,
    order: sql`x.price_minor desc, x.product_id desc`,
    after: ([price, productId]) =>
      sql`(x.price_minor, x.product_id) < (${price}::bigint, ${productId}::uuid)`,
  },
  name: {
    key: sql`x.name_key`,
    order: sql`x.name_key, x.product_id`,
    after: ([name, productId]) =>
      sql`(x.name_key, x.product_id) > (${name}::text, ${productId}::uuid)`,
  },
};

const cursorKey = {
  newest: z.tuple([z.literal(0), z.uuid()]),
  price_ascending: z.tuple([z.int(), z.uuid()]),
  price_descending: z.tuple([z.int(), z.uuid()]),
  name: z.tuple([z.string().max(200), z.uuid()]),
} as const;

/** Cards of a page, from one range of an index: of all products, or of a shelf with one filter's. */
export function listProducts(
  { database }: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'listProducts'> {
  const reads = new SharedReads<Row>();
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const after = keyOfCursor<Key>(input.cursor, cursorKey[input.sort]);
    if (!after.ok) return after;
    const { editionId } = edition;
    const { cards, count, lastKey } = await reads.share(JSON.stringify([editionId, input]), () =>
      database
        .first<Row>(pageStatement(input, editionId, after.value), invocation)
        .then((row) => row!),
    );
    const items = cards ?? [];
    if (count <= input.limit) return ok({ items, nextCursor: null });
    const shown = items.slice(0, input.limit);
    return ok({ items: shown, nextCursor: cursorOf([lastKey, shown.at(-1)!.productId]) });
  };
}

function pageStatement(input: Input, editionId: number, after: Key | undefined): Statement {
  const { key, order, after: afterKey } = sorts[input.sort];
  const [shelf, ...others] = termsOf(input);
  const conditions = [
    sql`x.edition_id = ${editionId}`,
    sql`d.valid_from <= kontor_now() and d.valid_to > kontor_now()`,
    ...(shelf === undefined ? [] : [sql`x.term = hashtextextended(${shelf}, 0)`]),
    ...(after === undefined ? [] : [afterKey(after)]),
    ...documentConditions(input, shelf === undefined ? [] : [shelf, ...others]),
  ];
  const from =
    shelf === undefined
      ? sql`document x join lateral (select x.card, x.valid_from, x.valid_to, x.terms, x.in_stock, x.price_minor) d on true`
      : sql`shelf x join document d on d.edition_id = x.edition_id and d.product_id = x.product_id
          and d.valid_from = x.valid_from`;
  return sql`
    select json_agg(q.card) as cards, count(*)::int as count,
      (array_agg(q.sort_key))[${input.limit}::int] as "lastKey"
    from (
      select d.card, ${key} as sort_key from ${from} where ${joinSql(conditions, ' and ')}
      order by ${order} limit ${input.limit + 1}) q`;
}

/** The most telling filter first: it chooses the shelf. */
function termsOf({ collection, tag, vendor, category }: Filters): string[] {
  return [
    ...(collection === undefined ? [] : [term('collection', collection)]),
    ...(tag === undefined ? [] : [term('tag', tag)]),
    ...(vendor === undefined ? [] : [term('vendor', vendor)]),
    ...(category === undefined ? [] : [term('category', category)]),
  ];
}

type Filters = Pick<
  Input,
  'category' | 'collection' | 'vendor' | 'tag' | 'priceFromMinor' | 'priceToMinor' | 'inStock'
>;

/** Conditions on documents, aliased `d`: terms, price and stock. */
export function documentConditions(filters: Filters, terms = termsOf(filters)): Statement[] {
  const { priceFromMinor, priceToMinor, inStock } = filters;
  return [
    ...(terms.length === 0 ? [] : [sql`d.terms @> ${terms}::text[]`]),
    ...(priceFromMinor === undefined ? [] : [sql`d.price_minor >= ${priceFromMinor}::bigint`]),
    ...(priceToMinor === undefined ? [] : [sql`d.price_minor <= ${priceToMinor}::bigint`]),
    ...(inStock === undefined ? [] : [sql`d.in_stock = ${inStock}`]),
  ];
}

export const channelNotFound = fail(
  'channel_not_found',
  'There is no such channel. List the channels to see them.',
);
