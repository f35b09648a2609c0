import type { Link } from '#contracts/product/storefront/links.ts';
import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OpenEdition } from '../../read-model/editions.ts';
import { categoryNamed, collectionNamed } from '../../storefront/former-shelves.ts';
import { isListedIn } from '../../structure/categories/listed-categories.ts';
import { soldCategories } from '../sold-categories.ts';

interface Department {
  readonly path: string;
  readonly parent: string | null;
  readonly name: string;
}

interface Target {
  readonly name: string;
  /** As it is named now: a link keeps what it was given. */
  readonly target: string;
}

/** What links lead to, by kind and target. What shoppers cannot read is not there. */
export type Targets = ReadonlyMap<string, Target>;

export const keyOf = ({ kind, target }: Pick<Link, 'kind' | 'target'>) => `${kind} ${target}`;

/** Categories, collections and products of these links that are there in the edition, by a name of before too. */
export async function readTargets(
  database: Database,
  { editionId, channel, locale }: OpenEdition,
  links: readonly Link[],
): Promise<Map<string, Target>> {
  const of = (kind: Link['kind']) => [
    ...new Set(links.filter((link) => link.kind === kind).map(({ target }) => target)),
  ];
  const wanted = { category: of('category'), collection: of('collection'), product: of('product') };
  if (Object.values(wanted).every((targets) => targets.length === 0)) return new Map();
  const rows = await database.query<Target & { kind: Link['kind']; given: string }>(sql`
    select 'category' as kind, k.given, c.path as target, coalesce(c.names ->> ${locale}, c.name) as name
    from unnest(${wanted.category}::text[]) as k (given)
    join category c on c.id = ${categoryNamed(sql`k.given`)}
      and ${isListedIn(channel, sql`c.path`)}
    union all
    select 'collection', k.given, c.handle, coalesce(c.titles ->> ${locale}, c.title)
    from unnest(${wanted.collection}::text[]) as k (given)
    join collection c on c.id = ${collectionNamed(sql`k.given`)}
    union all
    select 'product', k.given, d.handle, coalesce(t.title, p.title)
    from unnest(${wanted.product}::text[]) as k (given)
    join product p on p.id = coalesce((select id from product where handle = k.given),
      (select product_id from former_product_handle where handle = k.given))
    join document d on d.edition_id = ${editionId}::int and d.product_id = p.id
      and d.valid_from <= kontor_now() and d.valid_to > kontor_now()
    left join translation t on t.product_id = p.id and t.locale = ${locale}`);
  return new Map(
    rows.map(({ kind, given, target, name }) => [keyOf({ kind, target: given }), { name, target }]),
  );
}

/** Categories of the first two levels in which something is sold in the edition. */
export async function readDepartments(
  database: Database,
  { editionId, channel, locale }: OpenEdition,
): Promise<Department[]> {
  return database.query<Department>(sql`
    select c.path, above.path as parent, coalesce(c.names ->> ${locale}, c.name) as name
    from category c left join category above on above.id = c.parent_id
    where (c.parent_id is null or above.parent_id is null) and c.id in (${soldCategories(editionId)})
      and ${isListedIn(channel, sql`c.path`)}
    order by c.position, c.path limit 100`);
}
