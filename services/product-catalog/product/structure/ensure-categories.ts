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

/** Ids by path of categories given by their names from the root; missing ones are made. */
export async function ensureCategories(
  tx: Transaction,
  trails: readonly (readonly string[])[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, { name: string; parent: string | null; level: number }>();
  for (const names of trails) {
    for (let level = 1; level <= names.length; level += 1) {
      const path = categoryPath(names.slice(0, level))!;
      const parent = level === 1 ? null : categoryPath(names.slice(0, level - 1))!;
      wanted.set(path, { name: names[level - 1]!, parent, level });
    }
  }
  if (wanted.size === 0) return new Map();
  const known = await idsOf(tx, [...wanted.keys()]);
  const missing = [...wanted].filter(([path]) => !known.has(path)).toSorted(byLevelThenPath);
  if (missing.length === 0) return known;
  for (const level of new Set(missing.map(([, { level: depth }]) => depth))) {
    const rows = missing.filter(([, { level: depth }]) => depth === level);
    await tx.query(sql`
      insert into category (parent_id, path, name)
      select above.id, x.path, x.name
      from unnest(${rows.map(([path]) => path)}::text[], ${rows.map(([, { name }]) => name)}::text[],
        ${rows.map(([, { parent }]) => parent)}::text[]) as x (path, name, parent)
      left join category above on above.path = x.parent
      on conflict (path) do nothing`);
  }
  return idsOf(tx, [...wanted.keys()]);
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
    sql`select path, id from category where path = any (${paths}::text[])`,
  );
  return new Map(rows.map(({ path, id }) => [path, id]));
}

type Missing = [string, { level: number }];
function byLevelThenPath([left, a]: Missing, [right, b]: Missing): number {
  return a.level - b.level || (left < right ? -1 : 1);
}
