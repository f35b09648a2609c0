import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { seenBy } from '../../editing/product-filters.ts';
import { refuseRule } from './refuse-rule.ts';
import { fitsRule } from './rule-condition.ts';

type Preview = OutputOf<'product', 'previewCollectionRule'>;

/** So many are counted. */
const mostCounted = sql`10000`;
const shown = sql`10`;

/** How many products a rule would hold, and the newest of them. */
export function previewCollectionRule({
  database,
}: ServiceContext<'product'>): Handler<'product', 'previewCollectionRule'> {
  return async ({ rule }, invocation) => {
    const refused = await refuseRule(
      { first: (statement) => database.first(statement, invocation) },
      rule,
    );
    if (refused) return refused;
    const fitting = sql`from product p where ${fitsRule(rule)} and ${seenBy(invocation.actor)}`;
    const found = await database.first<Preview>(
      sql`
        select (select count(*)::int from (select ${fitting} limit ${mostCounted}) s) as products,
          coalesce((
            select json_agg(json_build_object('productId', s.id, 'handle', s.handle,
              'title', s.title, 'status', s.status) order by s.id desc)
            from (select p.id, p.handle, p.title, p.status ${fitting}
              order by p.id desc limit ${shown}) s), '[]') as items`,
      invocation,
    );
    return ok(found!);
  };
}
