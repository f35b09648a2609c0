import { z } from 'zod';
import type { FocalPoint } from '#contracts/product/media/media-url.ts';
import { wholeList } from '#contracts/shapes.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { PageOrder, textPart } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Editions } from '../read-model/editions.ts';
import type { CategoryCounts } from '../search/category-counts.ts';
import { categoryNamed, collectionNamed } from './former-shelves.ts';
import { isListedIn } from '../structure/categories/listed-categories.ts';

type Category = OutputOf<'product', 'listCategories'>['items'][number];
type Collection = OutputOf<'product', 'listCollections'>['items'][number];
type Channel = OutputOf<'product', 'listChannels'>['items'][number];

const allCategoryPages = new PageOrder('categories', z.tuple([z.int32(), textPart(1_000)]));
const collectionPages = new PageOrder('collections', z.tuple([textPart(300)]));

const columnsIn = ({ channel, locale }: Invocation) => sql`c.path,
  coalesce(c.names ->> ${locale}, c.name) as name, above.path as parent,
  exists (select from category b
    where b.parent_id = c.id and ${isListedIn(channel, sql`b.path`)}) as has_children`;

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
    const columns = sql`${columnsIn(invocation)}, c.position,
      c.image_url is not null or exists (
        select from category_text t where t.category_id = c.id) as described`;
    const listed = isListedIn(invocation.channel, sql`c.path`);
    const rows = await database.query<Category & { position: number }>(
      parent === undefined
        ? sql`
            select ${columns} from category c left join category above on above.id = c.parent_id
            where c.path > ${path} and ${listed} order by c.path limit ${limit + 1}`
        : sql`
            select ${columns} from category above join category c on c.parent_id = above.id
            where above.id = ${categoryNamed(sql`${parent}`)} and (c.position, c.path) > (${position}::int, ${path})
              and ${listed}
            order by c.position, c.path limit ${limit + 1}`,
      invocation,
    );
    const products = await inDepartments(rows, invocation);
    return ok(
      categoryPages.pageOf(
        rows,
        limit,
        (row) => [row.position, row.path],
        ({ position: _position, described, ...category }): Category => ({
          ...category,
          ...(described && { described }),
          products: products?.get(category.path),
        }),
      ),
    );
  };
}

interface CategoryRow extends Omit<Category, 'descriptionHtml' | 'picture' | 'seo'> {
  readonly imageUrl: string | null;
  readonly imageAlt: string;
  readonly focal: FocalPoint | null;
  readonly textLocale: string | null;
  readonly descriptionHtml: string | null;
  readonly seoTitle: string | null;
  readonly seoDescription: string | null;
}

/** Words in the language asked for, else in one near it, else in the channel's own, else in any. */
const textIn = ({ channel, locale }: Invocation) => sql`
  select t.locale as text_locale, t.description_html, t.seo_title, t.seo_description
  from category_text t where t.category_id = c.id
  order by t.locale = ${locale} desc, left(t.locale, 2) = left(${locale}, 2) desc,
    t.locale = (select h.default_locale from channel h where h.code = ${channel}) desc, t.locale
  limit 1`;

/** A category by its path, or one that it had before, with all that its page shows. */
export function getCategory({
  database,
}: ServiceContext<'product'>): Handler<'product', 'getCategory'> {
  return async ({ path }, invocation) => {
    const row = await database.first<CategoryRow>(
      sql`
        select ${columnsIn(invocation)}, c.image_url, w.*,
          coalesce((select a.text from media_alt a where a.sha256 = media_sha256(c.image_url)
            and a.locale = ${invocation.locale}), c.image_alt) as image_alt,
          (select json_build_object('x', o.focal_x, 'y', o.focal_y) from media_object o
            where o.sha256 = media_sha256(c.image_url) and o.focal_x is not null) as focal
        from category c left join category above on above.id = c.parent_id
        left join lateral (${textIn(invocation)}) w on true
        where c.id = ${categoryNamed(sql`${path}`)} and ${isListedIn(invocation.channel, sql`c.path`)}`,
      invocation,
    );
    return row ? ok(categoryOf(row)) : fail('category_not_found', 'There is no such category.');
  };
}

function categoryOf(row: CategoryRow): Category {
  const { imageUrl, imageAlt, focal, descriptionHtml, seoTitle, seoDescription, ...category } = row;
  return {
    ...category,
    picture:
      imageUrl === null ? null : { url: imageUrl, altText: imageAlt, ...(focal && { focal }) },
    descriptionHtml: descriptionHtml ?? '',
    seo: { title: seoTitle ?? '', description: seoDescription ?? '' },
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
