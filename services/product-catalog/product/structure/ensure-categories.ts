import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/** `Food & Drink` → `food-drink`; empty where a name holds neither letters nor digits. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}

/** The path of a category by the names from the root, or undefined where a name has no slug. */
export function categoryPath(names: readonly string[]): string | undefined {
  const slugs = names.map(slugOf);
  return slugs.includes('') ? undefined : slugs.join('/');
}

interface Wanted {
  readonly name: string;
  readonly slug: string;
  readonly parent: string | null;
  readonly level: number;
}

/**
 * Ids by path of categories given by their names from the root; missing ones are made, below what has
 * the path of their parent now or had it before.
 */
export async function ensureCategories(
  tx: Transaction,
  trails: readonly (readonly string[])[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, Wanted>();
  for (const names of trails) {
    for (let level = 1; level <= names.length; level += 1) {
      const path = categoryPath(names.slice(0, level))!;
      const parent = level === 1 ? null : categoryPath(names.slice(0, level - 1))!;
      const name = names[level - 1]!;
      wanted.set(path, { name, slug: slugOf(name), parent, level });
    }
  }
  if (wanted.size === 0) return new Map();
  const known = await idsOf(tx, [...wanted.keys()]);
  const missing = [...wanted].filter(([path]) => !known.has(path)).toSorted(byLevelThenPath);
  for (const level of new Set(missing.map(([, { level: depth }]) => depth))) {
    const rows = missing.filter(([, { level: depth }]) => depth === level);
    const made = await addCategories(tx, rows, known);
    for (const { asked, id } of made) known.set(asked, id);
  }
  return known;
}

/** Of one level: two that come to lie at the same place are one. */
function addCategories(
  tx: Transaction,
  rows: readonly (readonly [path: string, wanted: Wanted])[],
  known: ReadonlyMap<string, string>,
) {
  const parents = rows.map(([, { parent }]) => (parent === null ? null : known.get(parent)!));
  return tx.query<{ asked: string; id: string }>(sql`
    with placed as (
      select x.asked, x.name, above.id as parent_id, concat(above.path || '/', x.slug) as path
      from unnest(${rows.map(([path]) => path)}::text[], ${rows.map(([, { slug }]) => slug)}::text[],
        ${rows.map(([, { name }]) => name)}::text[], ${parents}::uuid[]) as x (asked, slug, name, parent_id)
      left join category above on above.id = x.parent_id),
    made as (
      insert into category (parent_id, path, name)
      select distinct on (path) parent_id, path, name from placed order by path, asked
      on conflict (path) do update set name = category.name
      returning id, path)
    select p.asked, m.id from placed p join made m on m.path = p.path`);
}

/** Which of these ways through the tree are not there yet, wholly or in part. */
export async function missingCategories(
  tx: Transaction,
  trails: readonly (readonly string[])[],
): Promise<ReadonlySet<string>> {
  const paths = trails.flatMap((names) => categoryPath(names) ?? []);
  const known = await idsOf(tx, paths);
  return new Set(paths.filter((path) => !known.has(path)));
}

async function idsOf(tx: Transaction, paths: string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ path: string; id: string }>(
    sql`
      select path, id from category where path = any (${paths}::text[])
      union all
      select f.path, f.category_id from former_category_path f
      where f.path = any (${paths}::text[])
        and not exists (select from category c where c.path = f.path)`,
  );
  return new Map(rows.map(({ path, id }) => [path, id]));
}

type Missing = [string, { level: number }];
function byLevelThenPath([left, a]: Missing, [right, b]: Missing): number {
  return a.level - b.level || (left < right ? -1 : 1);
}
