import { z } from 'zod';
import { wholeList } from '#contracts/shapes.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { PageOrder, textPart } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Editions } from '../read-model/editions.ts';
import type { CategoryCounts } from '../search/category-counts.ts';
import { categoryNamed, collectionNamed } from './former-shelves.ts';

type Category = OutputOf<'product', 'listCategories'>['items'][number];
type Collection = OutputOf<'product', 'listCollections'>['items'][number];
type Channel = OutputOf<'product', 'listChannels'>['items'][number];

const allCategoryPages = new PageOrder('categories', z.tuple([z.int32(), textPart(1_000)]));
const collectionPages = new PageOrder('collections', z.tuple([textPart(300)]));

const columnsIn = (locale: string | null) => sql`c.path,
  coalesce(c.names ->> ${locale}, c.name) as name, above.path as parent,
  exists (select from category b where b.parent_id = c.id) as has_children`;

/** Categories in the order of the tree's paths, or the children of one in their own order. */
export function listCategories(
  { database }: ServiceContext<'product'>,
  editions: Editions,
  counts: CategoryCounts,
): Handler<'product', 'listCategories'> {
  const inDepartments = async (rows: readonly Category[], invocation: Invocation) => {
    const paths = rows.flatMap((row) => (row.parent === null ? [row.path] : []));
    const edition = paths.length === 0 ? undefined : await editions.find(invocation);
    return edition && (await counts.of(paths, edition.editionId, invocation));
  };
  return async ({ parent, limit, cursor }, invocation) => {
    const categoryPages = allCategoryPages.within({ parent });
    const after = categoryPages.after(cursor);
    if (!after.ok) return after;
    const [position, path] = after.value ?? [-1, ''];
    const columns = sql`${columnsIn(invocation.locale)}, c.position`;
    const rows = await database.query<Category & { position: number }>(
      parent === undefined
        ? sql`
            select ${columns} from category c left join category above on above.id = c.parent_id
            where c.path > ${path} order by c.path limit ${limit + 1}`
        : sql`
            select ${columns} from category above join category c on c.parent_id = above.id
            where above.id = ${categoryNamed(sql`${parent}`)} and (c.position, c.path) > (${position}::int, ${path})
            order by c.position, c.path limit ${limit + 1}`,
      invocation,
    );
    const products = await inDepartments(rows, invocation);
    return ok(
      categoryPages.pageOf(
        rows,
        limit,
        (row) => [row.position, row.path],
        ({ position: _position, ...category }): Category => ({
          ...category,
          products: products?.get(category.path),
        }),
      ),
    );
  };
}

/** A category by its path, or one that it had before. */
export function getCategory({
  database,
}: ServiceContext<'product'>): Handler<'product', 'getCategory'> {
  return async ({ path }, invocation) => {
    const category = await database.first<Category>(
      sql`
        select ${columnsIn(invocation.locale)}
        from category c left join category above on above.id = c.parent_id
        where c.id = ${categoryNamed(sql`${path}`)}`,
      invocation,
    );
    return category ? ok(category) : fail('category_not_found', 'There is no such category.');
  };
}

/** A collection by its handle, or one that it had before. */
export function getCollection({
  database,
}: ServiceContext<'product'>): Handler<'product', 'getCollection'> {
  return async ({ handle }, invocation) => {
    const collection = await database.first<Collection>(
      sql`
        select handle, coalesce(titles ->> ${invocation.locale}, title) as title,
          description_html, sort
        from collection where id = ${collectionNamed(sql`${handle}`)}`,
      invocation,
    );
    return collection
      ? ok(collection)
      : fail('collection_not_found', 'There is no such collection.');
  };
}

export function listCollections({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listCollections'> {
  return async ({ limit, cursor }, invocation) => {
    const after = collectionPages.after(cursor);
    if (!after.ok) return after;
    const rows = await database.query<Collection>(
      sql`
        select handle, coalesce(titles ->> ${invocation.locale}, title) as title,
          description_html, sort
        from collection where handle > ${after.value?.[0] ?? ''} order by handle limit ${limit + 1}`,
      invocation,
    );
    return ok(
      collectionPages.pageOf(
        rows,
        limit,
        ({ handle }) => [handle],
        (row) => row,
      ),
    );
  };
}

/** The shops of this deployment that are open. */
export function listChannels({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listChannels'> {
  return async (_input, invocation) => {
    const channels = await database.query<Channel>(
      sql`
        select code, name, currency, default_locale, locales, prices_include_tax,
          array(select host from channel_domain where channel_domain.channel = channel.code
            order by position) as domains
        from channel where active order by code`,
      invocation,
    );
    return ok(wholeList(channels));
  };
}
