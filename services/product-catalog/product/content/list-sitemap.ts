import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { PageOrder, textPart } from '#platform/data/page-cursor.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Editions } from '../read-model/editions.ts';
import { channelNotFound } from '../storefront/list-products.ts';
import { isListedIn } from '../structure/categories/listed-categories.ts';
import { soldCategories } from './sold-categories.ts';

type Entry = OutputOf<'product', 'listSitemapEntries'>['items'][number];
interface Row extends Entry {
  readonly key: string;
}

const entries = new PageOrder('sitemap', z.tuple([textPart(1_000)]));

/** All of one kind that shoppers of the channel can read, in an order that does not move. */
export function listSitemapEntries(
  { database }: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'listSitemapEntries'> {
  return async ({ kind, limit, cursor }, invocation) => {
    const order = entries.within({ kind });
    const after = order.after(cursor);
    if (!after.ok) return after;
    const edition = await editions.find(invocation);
    if (!edition) return channelNotFound;
    const [from] = after.value ?? [''];
    const rows = await database.query<Row>(
      sql`select x.key, x.target, x.updated_at,
          coalesce(x.locales, (select locales from channel where code = ${edition.channel})) as locales
        from (${statementOf[kind](edition, from, limit + 1)}) x order by x.key`,
      invocation,
    );
    return ok(
      order.pageOf(
        rows,
        limit,
        ({ key }) => [key],
        ({ key: _key, ...entry }): Entry => entry,
      ),
    );
  };
}

interface Edition {
  readonly editionId: number;
  readonly channel: string;
}
type Part = (edition: Edition, from: string, most: number) => ReturnType<typeof sql>;

type Kind = InputOf<'product', 'listSitemapEntries'>['kind'];
const kinds: readonly Kind[] = ['pages', 'categories', 'collections', 'products'];
/** More than any shop has of a kind, so that a statement has an end. */
const allOfThem = 10_000_000;

/** Where each part begins: behind the last entry of the one before. */
export function listSitemapParts(
  { database }: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'listSitemapParts'> {
  return async ({ entries: size }, invocation) => {
    const edition = await editions.find(invocation);
    if (!edition) return channelNotFound;
    const read = async (kind: Kind) => {
      const begins = await database.query<{ before: string | null }>(
        sql`select y.before from (
            select lag(x.key) over (order by x.key) as before,
              row_number() over (order by x.key) as place
            from (${statementOf[kind](edition, '', allOfThem)}) x) y
          where y.place % ${size}::int = 1 order by y.place`,
        invocation,
      );
      const order = entries.within({ kind });
      return begins.map(({ before }) => ({
        kind,
        cursor: before === null ? null : order.cursorOf([before]),
      }));
    };
    const items = (await Promise.all(kinds.map(read))).flat();
    return ok({ items, nextCursor: null });
  };
}

const statementOf: Readonly<Record<Kind, Part>> = {
  // In the order of the primary key, so that a page reads no row but its own.
  products: ({ editionId }, from, most) => sql`
    select d.product_id::text collate "C" as key, d.handle as target, p.updated_at,
      null::text[] as locales
    from document d join product p on p.id = d.product_id
    where d.edition_id = ${editionId}::int
      and d.product_id > coalesce(nullif(${from}, ''), '00000000-0000-0000-0000-000000000000')::uuid
      and d.valid_from <= kontor_now() and d.valid_to > kontor_now()
    order by d.product_id limit ${most}`,
  categories: ({ editionId, channel }, from, most) => sql`
    select c.path collate "C" as key, c.path as target, c.updated_at, null::text[] as locales
    from category c where c.path collate "C" > ${from} and c.id in (${soldCategories(editionId)})
      and ${isListedIn(channel, sql`c.path`)}
    order by c.path collate "C" limit ${most}`,
  collections: ({ editionId }, from, most) => sql`
    select c.handle collate "C" as key, c.handle as target, c.updated_at, null::text[] as locales
    from collection c where c.handle collate "C" > ${from} and exists (
      select from collection_product m join document d on d.product_id = m.product_id
        and d.edition_id = ${editionId}::int where m.collection_id = c.id)
    order by c.handle collate "C" limit ${most}`,
  pages: ({ channel }, from, most) => sql`
    select p.handle collate "C" as key, p.handle as target, max(v.published_at) as updated_at,
      array_agg(v.locale order by v.locale) as locales
    from content_page p join published_text v on v.page_id = p.id and v.ended_at is null
    where p.channel = ${channel} and p.published and p.handle collate "C" > ${from}
    group by p.id, p.handle order by p.handle collate "C" limit ${most}`,
};
