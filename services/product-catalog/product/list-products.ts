import { z } from 'zod';
import { fail } from '#kernel/result.ts';
import { okPrepared } from '#platform/prepared-json.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import { CardPages, type Key } from './card-pages.ts';
import { cursorOf, keyOfCursor } from './cursors.ts';
import type { Editions } from './editions.ts';

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
  const pages = new CardPages(database);
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const after = keyOfCursor<Key>(input.cursor, cursorKey[input.sort]);
    if (!after.ok) return after;
    const { editionId } = edition;
    const page = await pages.read({ editionId, input, after: after.value, invocation });
    const { cards, more, lastKey, lastId } = page;
    const next = more ? `"${cursorOf([lastKey, lastId])}"` : 'null';
    return okPrepared(`{"items":[${cards}],"nextCursor":${next}}`);
  };
}

export const channelNotFound = fail(
  'channel_not_found',
  'There is no such channel. List the channels to see them.',
);
