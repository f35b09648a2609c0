import type { Link } from '#contracts/product/storefront/links.ts';
import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OpenEdition } from '../read-model/editions.ts';
import { soldCategories } from './sold-categories.ts';

interface Department {
  readonly path: string;
  readonly parent: string | null;
  readonly name: string;
}

/** Names of what links lead to, by kind and target. What shoppers cannot read is not there. */
export type Targets = ReadonlyMap<string, string>;

export const keyOf = ({ kind, target }: Pick<Link, 'kind' | 'target'>) => `${kind} ${target}`;

/** Categories, collections and products of these links that are there in the edition, by name. */
export async function readTargets(
  database: Database,
  { editionId, locale }: OpenEdition,
  links: readonly Link[],
): Promise<Map<string, string>> {
  const of = (kind: Link['kind']) => [
    ...new Set(links.filter((link) => link.kind === kind).map(({ target }) => target)),
  ];
  const wanted = { category: of('category'), collection: of('collection'), product: of('product') };
  if (Object.values(wanted).every((targets) => targets.length === 0)) return new Map();
  const rows = await database.query<{ kind: Link['kind']; target: string; name: string }>(sql`
    select 'category' as kind, path as target, coalesce(names ->> ${locale}, name) as name
    from category where path = any (${wanted.category}::text[])
    union all
    select 'collection', handle, coalesce(titles ->> ${locale}, title)
    from collection where handle = any (${wanted.collection}::text[])
    union all
    select 'product', d.handle, coalesce(t.title, p.title)
    from document d join product p on p.id = d.product_id
    left join translation t on t.product_id = p.id and t.locale = ${locale}
    where d.edition_id = ${editionId}::int and d.handle = any (${wanted.product}::text[])
      and d.valid_from <= kontor_now() and d.valid_to > kontor_now()`);
  return new Map(rows.map(({ kind, target, name }) => [keyOf({ kind, target }), name]));
}

/** Categories of the first two levels in which something is sold in the edition. */
export async function readDepartments(
  database: Database,
  { editionId, locale }: OpenEdition,
): Promise<Department[]> {
  return database.query<Department>(sql`
    select c.path, above.path as parent, coalesce(c.names ->> ${locale}, c.name) as name
    from category c left join category above on above.id = c.parent_id
    where (c.parent_id is null or above.parent_id is null) and c.id in (${soldCategories(editionId)})
    order by c.position, c.path limit 100`);
}
