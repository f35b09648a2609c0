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

/**
 * A question with its category and collection as they are named now; undefined where they are asked for
 * by what they are named. Asked where nothing was found, so that what is found costs nothing more.
 */
export async function asNamedNow<Asked extends Shelves>(
  database: Database,
  asked: Asked,
  invocation: Invocation,
): Promise<Asked | undefined> {
  const { category, collection } = asked;
  if (category === undefined && collection === undefined) return undefined;
  const now = await database.first<{ category: string | null; collection: string | null }>(
    sql`
      select (select path from category where id = ${categoryNamed(sql`${category ?? null}::text`)}) as category,
        (select handle from collection where id = ${collectionNamed(sql`${collection ?? null}::text`)}) as collection`,
    invocation,
  );
  const path = now?.category ?? category;
  const handle = now?.collection ?? collection;
  if (path === category && handle === collection) return undefined;
  return { ...asked, category: path, collection: handle };
}
