import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

interface Shelves {
  readonly category?: string | undefined;
  readonly collection?: string | undefined;
}

/** The id of the category that has a path, or else had it. */
export const categoryNamed = (path: Statement) => sql`coalesce(
  (select id from category where path = ${path}),
  (select category_id from former_category_path where path = ${path}))`;

/** The id of the collection that has a handle, or else had it. */
export const collectionNamed = (handle: Statement) => sql`coalesce(
  (select id from collection where handle = ${handle}),
  (select collection_id from former_collection_handle where handle = ${handle}))`;

/** Names that a shelf had till lately, under which some of its products are still listed. */
export interface LateNames {
  readonly lateCategories?: readonly string[];
  readonly lateCollections?: readonly string[];
}

/** A shelf has given up a name for good when its products have been listed anew, long before that. */
const lately = sql`renamed_at > kontor_now() - interval '1 day'`;
const mostLateNames = 4;

/** Select of the paths that a category, given by its path, had till lately. */
export const lateNamesOf = (path: Statement) => sql`
  select f.path from former_category_path f join category c on c.id = f.category_id
  where c.path = ${path} and f.${lately}
    and not exists (select from category t where t.path = f.path)`;

/**
 * A question with its category and collection as they are named now, and what else its products may
 * stand under while they are listed anew; undefined where it is as good as it was asked. Asked where a
 * shelf is being listed anew, and where nothing was found, so that what is found costs nothing more.
 */
export async function asNamedNow<Asked extends Shelves>(
  database: Database,
  asked: Asked,
  invocation: Invocation,
): Promise<(Asked & LateNames) | undefined> {
  const { category, collection } = asked;
  if (category === undefined && collection === undefined) return undefined;
  const now = (await database.first<NamedNow>(
    sql`
      with named as materialized (
        select (select path from category
            where id = ${categoryNamed(sql`${category ?? null}::text`)}) as path,
          (select handle from collection
            where id = ${collectionNamed(sql`${collection ?? null}::text`)}) as handle)
      select n.path as category, n.handle as collection,
        array(select f.path from former_category_path f join category c on c.id = f.category_id
          where (c.path = n.path or starts_with(c.path, n.path || '/')) and f.${lately}
            and not exists (select from category t where t.path = f.path)
          order by length(f.path), f.path) as late_categories,
        array(select f.handle from former_collection_handle f
          join collection c on c.id = f.collection_id
          where c.handle = n.handle and f.${lately}
            and not exists (select from collection t where t.handle = f.handle)
          order by f.renamed_at desc, f.handle) as late_collections
      from named n`,
    invocation,
  ))!;
  const path = now.category ?? category;
  const handle = now.collection ?? collection;
  const lateCategories = withoutThoseBelow(now.lateCategories, path).slice(0, mostLateNames);
  const lateCollections = now.lateCollections.slice(0, mostLateNames);
  const late = lateCategories.length + lateCollections.length > 0;
  if (path === category && handle === collection && !late) return undefined;
  return {
    ...asked,
    category: path,
    collection: handle,
    ...(lateCategories.length > 0 && { lateCategories }),
    ...(lateCollections.length > 0 && { lateCollections }),
  };
}

interface NamedNow {
  readonly category: string | null;
  readonly collection: string | null;
  readonly lateCategories: readonly string[];
  readonly lateCollections: readonly string[];
}

/** Whatever stands in a category stands in those above it too. */
function withoutThoseBelow(paths: readonly string[], top: string | undefined): string[] {
  const kept: string[] = [];
  for (const path of paths) {
    const above = top === undefined ? kept : [top, ...kept];
    if (!above.some((one) => path.startsWith(`${one}/`))) kept.push(path);
  }
  return kept;
}
