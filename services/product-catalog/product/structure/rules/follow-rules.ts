import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { openWindows } from './aging-windows.ts';
import type { Ruled } from './read-rules.ts';
import { fitsRule } from './rule-condition.ts';

interface Member {
  readonly productId: string;
  readonly collectionId: string;
  readonly createdAt: string;
  readonly isNew: boolean;
}

/**
 * Puts these products into the collections whose rule they fit, and takes them out of the others of a rule:
 * in the transaction of whatever changed them. The caller has locked the products.
 * @returns the handles that each of them stands in by a rule from now on
 */
export async function followRules(
  tx: Transaction,
  productIds: readonly string[],
  rules: readonly Ruled[],
): Promise<ReadonlyMap<string, string[]>> {
  const ids = [...productIds];
  const wanted = rules.map((one) => membersOf(one, sql`p.id = any (${ids}::uuid[])`));
  const members = await tx.query<Member>(sql`
    with wanted as materialized (${joinSql(wanted, ' union all ')}),
    gone as (
      delete from collection_product m using collection o
      where o.id = m.collection_id and o.rule is not null and m.product_id = any (${ids}::uuid[])
        and not exists (
          select from wanted w
          where w.collection_id = m.collection_id and w.product_id = m.product_id)),
    put as (
      insert into collection_product (collection_id, product_id)
      select collection_id, product_id from wanted order by product_id, collection_id
      on conflict do nothing returning collection_id, product_id)
    select w.product_id, w.collection_id, w.created_at, put.product_id is not null as is_new
    from wanted w left join put using (product_id, collection_id)`);
  openWindows(
    tx,
    members.filter(({ isNew }) => isNew),
    rules,
  );
  const handles = new Map(rules.map(({ collectionId, handle }) => [collectionId, handle]));
  const byProduct = Map.groupBy(members, ({ productId }) => productId);
  return new Map(
    [...byProduct].map(([productId, some]) => [
      productId,
      some.map(({ collectionId }) => handles.get(collectionId)!),
    ]),
  );
}

/** Select of the products that a rule holds, of those that the condition leaves. */
export function membersOf({ collectionId, rule }: Ruled, among: Statement): Statement {
  return sql`select ${collectionId}::uuid as collection_id, p.id as product_id, p.created_at
    from product p where ${among} and ${fitsRule(rule)}`;
}
