import { z } from 'zod';
import { fail, ok } from '#kernel/result.ts';
import { idPart, PageOrder, textPart } from '#platform/data/page-cursor.ts';
import { PreparedJson } from '#platform/ground/prepared-json.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { CardPages, type Key, type ListInput } from './card-pages.ts';
import { asNamedNow } from './former-shelves.ts';
import { narrowRange } from './narrow-range.ts';
import { KeptAnswers, shelfOf } from '../search/kept-answers.ts';
import { term } from '../read-model/terms.ts';
import type { Editions } from '../read-model/editions.ts';

const orders = {
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
  const pages = new CardPages(database);
  const kept = new KeptAnswers<PreparedJson>(database);
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const order = orders[input.sort].within(input);
    const after = order.after(input.cursor);
    if (!after.ok) return after;
    const { editionId } = edition;
    const key = JSON.stringify([editionId, input]);
    const known = kept.get(key);
    if (known) return ok(known as never);
    const shelf =
      shelfOf(input) ?? (input.vendor === undefined ? undefined : term('vendor', input.vendor));
    const moment = kept.moment(shelf);
    const read = async (asked: ListInput) => {
      const narrow = await narrowRange(database, editionId, asked, invocation);
      return pages.read({ editionId, input: asked, narrow, after: after.value, invocation });
    };
    const asNamed = () => asNamedNow(database, input, invocation);
    const renamed = edition.isRelisting ? await asNamed() : undefined;
    let page = await read(renamed ?? input);
    const now = page.cards === '' && !edition.isRelisting ? await asNamed() : undefined;
    if (now) page = await read(now);
    const { cards, more, lastKey, lastId } = page;
    const next = more ? `"${order.cursorOf([lastKey!, lastId!])}"` : 'null';
    const answer = `{"items":[${cards}],"nextCursor":${next}}`;
    const isKept = shelf !== undefined && !now && cards !== '';
    return ok(
      (isKept
        ? kept.keep(key, PreparedJson.toKeep(answer), moment)
        : new PreparedJson(answer)) as never,
    );
  };
}

export const channelNotFound = fail(
  'channel_not_found',
  'There is no such channel. List the channels to see them.',
);
