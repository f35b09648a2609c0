import { z } from 'zod';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { PageOrder, textPart } from '#platform/data/page-cursor.ts';
import { json, sql } from '#platform/ground/sql.ts';
import { startRebuild } from '../read-model/rebuild-documents.ts';

type Category = OutputOf<'product', 'putCategory'>;

export const categoryColumns = sql`path, (select above.path from category above where above.id = category.parent_id)
  as parent, name, names, position, version`;

type Listed = OutputOf<'product', 'listAdminCategories'>['items'][number];
const pages = new PageOrder('categories of staff', z.tuple([textPart(1_000)]));

/** As staff keep them, with all their names. */
export function listAdminCategories({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listAdminCategories'> {
  return async ({ limit, cursor }, invocation) => {
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const rows = await database.query<Listed>(
      sql`
        select ${categoryColumns},
          (select count(*)::int from product where product.category_id = category.id) as products
        from category where path > ${after.value?.[0] ?? ''} order by path limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pages.pageOf(
        rows,
        limit,
        ({ path }) => [path],
        (row) => row,
      ),
    );
  };
}

/** Adds a category where its path says, or gives the one there another name or place. */
export function putCategory({
  database,
}: ServiceContext<'product'>): Handler<'product', 'putCategory'> {
  return ({ path, name, names, position, expectedVersion }, invocation) =>
    database.transaction('put_category', invocation, async (tx) => {
      const before = await tx.first<Category>(
        sql`select ${categoryColumns} from category where path = ${path} for update`,
      );
      if (before && expectedVersion !== undefined && before.version !== expectedVersion)
        return overtaken(before.version);
      const slugs = path.split('/');
      const parent = slugs.length === 1 ? null : slugs.slice(0, -1).join('/');
      const after = await tx.first<Category>(sql`
        insert into category (parent_id, path, name, names, position, updated_at)
        select above.id, ${path}, ${name}, ${json(names)}::jsonb, ${position}::int, kontor_now()
        from (select 1) one left join category above on above.path = ${parent}
        where ${parent}::text is null or above.id is not null
        on conflict (path) do update set name = excluded.name, names = excluded.names,
          position = excluded.position, version = category.version + 1,
          updated_at = kontor_now()
        returning ${categoryColumns}`);
      if (after === undefined)
        return fail('parent_not_found', `There is no category ${parent}. Add it first.`);
      if (before) await startRebuild(tx, 'category', path);
      tx.audit({ subject: `category ${path}`, before, after });
      return ok(after);
    });
}

export function deleteCategory({
  database,
}: ServiceContext<'product'>): Handler<'product', 'deleteCategory'> {
  return ({ path, expectedVersion }, invocation) =>
    database.transaction('delete_category', invocation, async (tx) => {
      const found = await tx.first<{ id: string; version: number }>(
        sql`select id, version from category where path = ${path} for update`,
      );
      if (found === undefined) return categoryNotFound;
      const { version } = found;
      if (expectedVersion !== undefined && version !== expectedVersion) return overtaken(version);
      const uses = await tx.first(sql`
        select from product where category_id = ${found.id}::uuid
        union all select from category where parent_id = ${found.id}::uuid limit 1`);
      if (uses)
        return fail(
          'category_in_use',
          'Products or other categories stand in it. Move them first.',
        );
      await tx.query(sql`delete from category where id = ${found.id}::uuid`);
      tx.audit({ subject: `category ${path}` });
      return ok({});
    });
}

const overtaken = (version: number) =>
  fail('version_conflict', 'The category changed in the meantime. Read it again.', { version });

export const categoryNotFound = fail('category_not_found', 'There is no such category.');
