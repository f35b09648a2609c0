import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { Frames } from '../content/frames.ts';
import type { Editions } from '../read-model/editions.ts';
import { startRebuild } from '../read-model/rebuild-documents.ts';
import { categoryColumns, categoryNotFound } from './put-category.ts';

type Category = OutputOf<'product', 'renameCategory'>;
const longestPath = 900;

/**
 * Gives a category another path, maybe below another parent, and with it all that lie below it; the
 * paths that they had lead to them. Lists of their products follow in the background.
 */
export function renameCategory(
  { database }: ServiceContext<'product'>,
  frames: Frames,
  editions: Editions,
): Handler<'product', 'renameCategory'> {
  return ({ path, newPath, expectedVersion }, invocation) =>
    database.transaction('rename_category', invocation, async (tx) => {
      // Nothing is added below it meanwhile, by the path that it had.
      await tx.query(sql`lock table category in share row exclusive mode`);
      const before = await readCategory(tx, path);
      if (before === undefined) return categoryNotFound;
      const { version } = before;
      if (expectedVersion !== undefined && version !== expectedVersion)
        return fail('version_conflict', 'The category changed in the meantime. Read it again.', {
          version,
        });
      if (newPath === path) return ok(before);
      const refused = await refuse(tx, { path, newPath });
      if (refused) return refused;
      await move(tx, path, newPath);
      await startRebuild(tx, 'category', newPath);
      const after = (await readCategory(tx, newPath))!;
      tx.audit({ subject: `category ${newPath}`, before, after });
      tx.afterwards(() => {
        frames.forget();
        editions.forget();
      });
      return ok(after);
    });
}

function readCategory(tx: Transaction, path: string): Promise<Category | undefined> {
  return tx.first<Category>(sql`select ${categoryColumns} from category where path = ${path}`);
}

const parentOf = (path: string) =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : null;

async function refuse(
  tx: Transaction,
  { path, newPath }: Pick<InputOf<'product', 'renameCategory'>, 'path' | 'newPath'>,
) {
  const parent = parentOf(newPath);
  if (newPath.startsWith(`${path}/`))
    return fail('category_inside_itself', 'A category cannot lie below itself.');
  const found = await tx.first<{ taken: boolean; parent: boolean; longest: number }>(sql`
    select exists (select from category where path = ${newPath}) as taken,
      ${parent}::text is null or exists (select from category where path = ${parent}) as parent,
      (select max(length(path)) from category where path = ${path} or starts_with(path, ${`${path}/`}))
        + length(${newPath}) - length(${path}) as longest`);
  if (found!.taken) return fail('path_taken', 'Another category has this path.');
  if (!found!.parent)
    return fail('parent_not_found', `There is no category ${parent}. Add it first.`);
  if (found!.longest > longestPath)
    return fail(
      'path_too_long',
      `A path has ${longestPath} characters at most, and one below it would have more.`,
      { most: longestPath },
    );
  return undefined;
}

async function move(tx: Transaction, path: string, newPath: string): Promise<void> {
  const moved = sql`(path = ${path} or starts_with(path, ${`${path}/`}))`;
  await tx.query(sql`
    insert into former_category_path (path, category_id)
    select path, id from category where ${moved}
    on conflict (path) do update set category_id = excluded.category_id,
      renamed_at = kontor_now()`);
  await tx.query(sql`
    update category set path = ${newPath} || substr(path, length(${path}) + 1),
      parent_id = case when path = ${path} then
        (select above.id from category above where above.path = ${parentOf(newPath)}) else parent_id end,
      version = version + 1, updated_at = kontor_now()
    where ${moved}`);
}
