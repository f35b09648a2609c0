import type { Database } from '#platform/data/database.ts';
import type { InputOf } from '#platform/calls/service.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import {
  alternativesOf,
  documentConditions,
  numberPathsOf,
  termsOf,
  type Given,
  type NumberRange,
} from './document-filters.ts';
import type { CollectionSort } from '../structure/collections/collection-orders.ts';
import type { LateNames } from './former-shelves.ts';
import { documentsWithin } from './narrow-range.ts';
import { TickBatch } from './tick-batch.ts';

export type ListInput = InputOf<'product', 'listProducts'> & LateNames;
/** Sort key and product of the last card of the page before. */
export type Key = readonly [value: string | number, productId: string];

/** One row of all cards as JSON text: nobody takes it apart on its way to the shopper. */
export interface CardPage {
  /** Elements of an array with commas between them. */
  readonly cards: string;
  readonly more: boolean;
  /** Of the last card when the page is full. */
  readonly lastKey: string | number | null;
  readonly lastId: string | null;
  /** The order that the collection has, where one was given; null: there is none of that handle. */
  readonly collectionSort: CollectionSort | null;
}

interface Question {
  readonly editionId: number;
  readonly input: ListInput;
  readonly sort: CollectionSort;
  /** Read instead of a shelf: few fit it. */
  readonly narrow: NumberRange | undefined;
  readonly after: Key | undefined;
  readonly invocation: Invocation;
}

interface Sort {
  /** Fragments of the code; what a client sends only chooses among them. */
  readonly key: Statement;
  readonly order: Statement;
  readonly after: (value: Statement | undefined, productId: Statement) => Statement;
  readonly type: Given['type'] | undefined;
}

const sorts: Readonly<Record<CollectionSort, Sort>> = {
  by_hand: {
    key: sql`x.position`,
    order: sql`x.position, x.product_id`,
    after: (position, productId) => sql`(x.position, x.product_id) > (${position}, ${productId})`,
    type: 'bigint',
  },
  newest: {
    key: sql`0`,
    order: sql`x.product_id desc`,
    after: (_value, productId) => sql`x.product_id < ${productId}`,
    type: undefined,
  },
  price_ascending: {
    key: sql`x.price_minor`,
    order: sql`x.price_minor, x.product_id`,
    after: (price, productId) => sql`(x.price_minor, x.product_id) > (${price}, ${productId})`,
    type: 'bigint',
  },
  price_descending: {
    key: sql`x.price_minor`,
    order: sql`x.price_minor desc, x.product_id desc`,
    after: (price, productId) => sql`(x.price_minor, x.product_id) < (${price}, ${productId})`,
    type: 'bigint',
  },
  name: {
    key: sql`x.name_key`,
    order: sql`x.name_key, x.product_id`,
    after: (name, productId) => sql`(x.name_key, x.product_id) > (${name}, ${productId})`,
    type: 'text',
  },
};

/** Written into the text, so that PostgreSQL plans for few rows. A page has one card more to look at. */
const rowLimits = [
  { most: 20, rows: sql`21` },
  { most: 50, rows: sql`51` },
  { most: 100, rows: sql`101` },
];

/** Pages that are asked for in one turn: alike ones are read once, those of one shape in one statement. */
export class CardPages {
  private readonly batch: TickBatch<Question, CardPage>;

  constructor(database: Database) {
    this.batch = new TickBatch((asked) => readPages(database, asked));
  }

  read(question: Question): Promise<CardPage> {
    return this.batch.ask(question);
  }
}

interface Asked {
  readonly question: Question;
  readonly given: readonly Given[];
}

async function readPages(database: Database, asked: readonly Question[]): Promise<CardPage[]> {
  const shapes = new Map<string, Map<string, Asked>>();
  const keys = asked.map((question) => {
    const given = givenOf(question);
    const shape = `${question.sort} ${rowsOf(question.input)} ${given.map(({ name }) => name).join()}`;
    const key = `${shape} ${JSON.stringify(given.map(({ value }) => value))}`;
    const alike = shapes.get(shape) ?? new Map<string, Asked>();
    shapes.set(shape, alike.set(key, { question, given }));
    return key;
  });
  const found = new Map<string, CardPage>();
  await Promise.all(
    [...shapes.values()].map(async (alike) => {
      const statement = pagesStatement([...alike.values()]);
      const { invocation } = alike.values().next().value!.question;
      const rows = await database.query<CardPage & { place: number }>(statement, invocation);
      const places = [...alike.keys()];
      for (const { place, ...page } of rows) found.set(places[place - 1]!, page);
    }),
  );
  return keys.map((key) => found.get(key)!);
}

function rowsOf({ limit }: ListInput): number {
  return rowLimits.findIndex(({ most }) => limit <= most);
}

/** The values of a question in an order that its shape alone decides. */
function givenOf({ editionId, input, sort, narrow, after }: Question): Given[] {
  const { type } = sorts[sort];
  const { collection, priceFromMinor, priceToMinor, inStock } = input;
  const given: Given[] = [
    { name: 'edition', type: 'int', value: editionId },
    { name: 'limit', type: 'int', value: input.limit },
  ];
  if (after !== undefined) {
    if (type !== undefined) given.push({ name: 'afterKey', type, value: after[0] });
    given.push({ name: 'afterId', type: 'uuid', value: after[1] });
  }
  if (collection !== undefined) given.push({ name: 'collection', type: 'text', value: collection });
  for (const term of termsOf(input)) given.push({ name: 'term', type: 'text', value: term });
  for (const [at, some] of alternativesOf(input).entries())
    for (const term of some) given.push({ name: `oneOf${at}`, type: 'text', value: term });
  for (const path of numberPathsOf(input)) given.push({ name: 'path', type: 'text', value: path });
  if (narrow !== undefined) {
    given.push({ name: 'narrowKey', type: 'text', value: narrow.key });
    given.push({ name: 'narrowFrom', type: 'text', value: narrow.from });
    given.push({ name: 'narrowTo', type: 'text', value: narrow.to });
  }
  if (priceFromMinor !== undefined)
    given.push({ name: 'priceFrom', type: 'bigint', value: priceFromMinor });
  if (priceToMinor !== undefined)
    given.push({ name: 'priceTo', type: 'bigint', value: priceToMinor });
  if (inStock !== undefined) given.push({ name: 'inStock', type: 'boolean', value: inStock });
  return given;
}

const columns = [
  { name: sql`c0`, use: sql`k.c0` },
  { name: sql`c1`, use: sql`k.c1` },
  { name: sql`c2`, use: sql`k.c2` },
  { name: sql`c3`, use: sql`k.c3` },
  { name: sql`c4`, use: sql`k.c4` },
  { name: sql`c5`, use: sql`k.c5` },
  { name: sql`c6`, use: sql`k.c6` },
  { name: sql`c7`, use: sql`k.c7` },
  { name: sql`c8`, use: sql`k.c8` },
  { name: sql`c9`, use: sql`k.c9` },
  { name: sql`c10`, use: sql`k.c10` },
  { name: sql`c11`, use: sql`k.c11` },
  { name: sql`c12`, use: sql`k.c12` },
  { name: sql`c13`, use: sql`k.c13` },
  { name: sql`c14`, use: sql`k.c14` },
  { name: sql`c15`, use: sql`k.c15` },
  { name: sql`c16`, use: sql`k.c16` },
  { name: sql`c17`, use: sql`k.c17` },
  { name: sql`c18`, use: sql`k.c18` },
  { name: sql`c19`, use: sql`k.c19` },
  { name: sql`c20`, use: sql`k.c20` },
  { name: sql`c21`, use: sql`k.c21` },
  { name: sql`c22`, use: sql`k.c22` },
  { name: sql`c23`, use: sql`k.c23` },
  { name: sql`c24`, use: sql`k.c24` },
  { name: sql`c25`, use: sql`k.c25` },
  { name: sql`c26`, use: sql`k.c26` },
  { name: sql`c27`, use: sql`k.c27` },
  { name: sql`c28`, use: sql`k.c28` },
  { name: sql`c29`, use: sql`k.c29` },
  { name: sql`c30`, use: sql`k.c30` },
  { name: sql`c31`, use: sql`k.c31` },
  { name: sql`c32`, use: sql`k.c32` },
  { name: sql`c33`, use: sql`k.c33` },
  { name: sql`c34`, use: sql`k.c34` },
  { name: sql`c35`, use: sql`k.c35` },
];

/** Chosen by a query, so that PostgreSQL does not make a plan for every length anew. */
const arrayOf: Readonly<Record<Given['type'], (values: unknown[]) => Statement>> = {
  int: (values) => sql`(select ${values}::int[])`,
  bigint: (values) => sql`(select ${values}::bigint[])`,
  text: (values) => sql`(select ${values}::text[])`,
  uuid: (values) => sql`(select ${values}::uuid[])`,
  boolean: (values) => sql`(select ${values}::boolean[])`,
};

/** Pages of one shape: each a range of an index, of all products or of the shelf of one filter, or the few of a narrow range. */
function pagesStatement(asked: readonly Asked[]): Statement {
  const { question, given } = asked[0]!;
  const { key, order } = sorts[question.sort];
  const columnOf = (name: string) => columns[given.findIndex((value) => value.name === name)]?.use;
  const limit = columnOf('limit')!;
  const collection = columnOf('collection');
  const sort = collection
    ? sql`(select c.sort from collection c where c.handle = ${collection})`
    : sql`null`;
  const names = given.map((_, at) => columns[at]!.name);
  const arrays = given.map(({ type }, at) =>
    arrayOf[type](asked.map((other) => other.given[at]!.value)),
  );
  return sql`
    select k.place::int, q.*, ${sort} as collection_sort
    from unnest(${joinSql(arrays, ', ')}) with ordinality as k (${joinSql(names, ', ')}, place),
    lateral (
      select coalesce(string_agg(r.card::text, ',') filter (where r.at <= ${limit}), '') as cards,
        min(r.sort_key) filter (where r.at = ${limit}) as last_key,
        min(r.product_id::text) filter (where r.at = ${limit}) as last_id,
        count(*) > ${limit} as more
      from (
        select s.*, row_number() over () as at from (
          select d.card, x.product_id, ${key} as sort_key from ${rangeOf(question, given)}
          order by ${order} limit ${rowLimits[rowsOf(question.input)]!.rows}) s) r) q`;
}

/** What a page is cut from: where its cards are read, and what of it fits. */
function rangeOf({ sort }: Question, given: readonly Given[]): Statement {
  const columnOf = (name: string) => columns[given.findIndex((value) => value.name === name)]?.use;
  const allOf = (sought: string) =>
    given.flatMap(({ name }, at) => (name === sought ? [columns[at]!.use] : []));
  const terms = allOf('term');
  const afterId = columnOf('afterId');
  const edition = columnOf('edition')!;
  const narrowKey = columnOf('narrowKey');
  const isByHand = sort === 'by_hand';
  const [shelf] = isByHand || narrowKey ? [] : terms;
  const conditions = [
    isByHand
      ? sql`x.collection_id = (select c.id from collection c where c.handle = ${columnOf('collection')!})`
      : sql`x.edition_id = ${edition}`,
    sql`d.valid_from <= kontor_now() and d.valid_to > kontor_now()`,
    ...(shelf ? [sql`x.term = hashtextextended(${shelf}, 0)`] : []),
    ...(afterId ? [sorts[sort].after(columnOf('afterKey'), afterId)] : []),
    ...documentConditions({
      terms,
      alternatives: [...new Set(given.map(({ name }) => name))]
        .filter((name) => name.startsWith('oneOf'))
        .map(allOf),
      numberPaths: allOf('path'),
      priceFrom: columnOf('priceFrom'),
      priceTo: columnOf('priceTo'),
      inStock: columnOf('inStock'),
    }),
  ];
  const alone = sql`lateral (select x.card, x.valid_from, x.valid_to, x.terms, x.in_stock, x.price_minor, x.numbers) d on true`;
  const from = isByHand
    ? sql`collection_product x join document d on d.edition_id = ${edition} and d.product_id = x.product_id`
    : narrowKey
      ? sql`${documentsWithin(edition, narrowKey, columnOf('narrowFrom')!, columnOf('narrowTo')!)} join ${alone}`
      : shelf
        ? sql`shelf x join document d on d.edition_id = x.edition_id and d.product_id = x.product_id
        and d.valid_from = x.valid_from`
        : sql`document x join ${alone}`;
  return sql`${from} where ${joinSql(conditions, ' and ')}`;
}
