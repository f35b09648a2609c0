import { z } from 'zod';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { idPart, PageOrder, textPart } from '#platform/data/page-cursor.ts';
import type { Database } from '#platform/data/database.ts';
import { PreparedJson } from '#platform/ground/prepared-json.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { CardPages, type Key, type ListInput } from './card-pages.ts';
import {
  CollectionOrders,
  type CollectionSort,
} from '../structure/collections/collection-orders.ts';
import { asNamedNow } from './former-shelves.ts';
import { narrowRange } from './narrow-range.ts';
import { KeptAnswers, shelfOf } from '../search/kept-answers.ts';
import { term } from '../read-model/terms.ts';
import type { Editions } from '../read-model/editions.ts';

const orders = {
  by_hand: orderOf('by_hand', z.int()),
  newest: orderOf('newest', z.literal(0)),
  price_ascending: orderOf('price_ascending', z.int()),
  price_descending: orderOf('price_descending', z.int()),
  name: orderOf('name', textPart(200)),
} as const;

function orderOf(sort: string, value: z.ZodType<string | number>): PageOrder<Key> {
  return new PageOrder(`products ${sort}`, z.tuple([value, idPart]));
}

/** Cards of a page, from one range of an index: of all products, or of a shelf with one filter's. */
export function listProducts(
  { database }: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'listProducts'> {
  const readPage = pageReader(database);
  const kept = new KeptAnswers<PreparedJson>(database);
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const begun = beginningOf(input);
    if (!begun.ok) return begun;
    const { editionId } = edition;
    const key = JSON.stringify([editionId, input]);
    const known = kept.get(key);
    if (known) return ok(known as never);
    const shelf =
      shelfOf(input) ?? (input.vendor === undefined ? undefined : term('vendor', input.vendor));
    const moment = kept.moment(shelf);
    const read = (asked: ListInput) => readPage(asked, begun.value, editionId, invocation);
    const asNamed = () => asNamedNow(database, input, invocation);
    const renamed = edition.isRelisting ? await asNamed() : undefined;
    let page = await read(renamed ?? input);
    const now = page.cards === '' && !edition.isRelisting ? await asNamed() : undefined;
    if (now) page = await read(now);
    const { cards, more, lastKey, lastId, sort } = page;
    const cursor = () => orders[sort].within(input).cursorOf([lastKey!, lastId!]);
    const answer = `{"items":[${cards}],"nextCursor":${more ? `"${cursor()}"` : 'null'}}`;
    const isKept = shelf !== undefined && !now && cards !== '';
    return ok(
      (isKept
        ? kept.keep(key, PreparedJson.toKeep(answer), moment)
        : new PreparedJson(answer)) as never,
    );
  };
}

interface Beginning {
  /** Undefined: the collection says it. */
  readonly sort: CollectionSort | undefined;
  readonly after: Key | undefined;
}

/** Where no order is asked for, the one that the page before was cut in goes on. */
function beginningOf(input: ListInput) {
  const { collection, cursor } = input;
  const isOfCollection = input.sort === undefined && collection !== undefined;
  if (isOfCollection && cursor === undefined)
    return ok<Beginning>({ sort: undefined, after: undefined });
  if (isOfCollection)
    for (const sort of collectionSorts) {
      const after = orders[sort].within(input).after(cursor);
      if (after.ok) return ok<Beginning>({ sort, after: after.value });
    }
  const sort = input.sort ?? 'newest';
  const after = orders[sort].within(input).after(cursor);
  return after.ok ? ok<Beginning>({ sort, after: after.value }) : after;
}

const collectionSorts = Object.keys(orders) as CollectionSort[];

function pageReader(database: Database) {
  const pages = new CardPages(database);
  const collections = new CollectionOrders();
  return async (
    input: ListInput,
    { sort, after }: Beginning,
    editionId: number,
    invocation: Invocation,
  ) => {
    const narrow = await narrowRange(database, editionId, input, invocation);
    const read = async (by: CollectionSort) => ({
      ...(await pages.read({
        editionId,
        input,
        sort: by,
        narrow: by === 'by_hand' ? undefined : narrow,
        after,
        invocation,
      })),
      sort: by,
    });
    const { collection } = input;
    if (sort !== undefined || collection === undefined) return read(sort ?? 'newest');
    const page = await read(collections.of(collection));
    const isOtherwise = collections.learn(collection, page.collectionSort);
    return isOtherwise ? read(page.collectionSort!) : page;
  };
}

export const channelNotFound = fail(
  'channel_not_found',
  'There is no such channel. List the channels to see them.',
);
