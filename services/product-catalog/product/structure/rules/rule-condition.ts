import type { CollectionRule, Condition } from '#contracts/product/shelves/rules.ts';
import { json, joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { categoryNamed } from '../../storefront/former-shelves.ts';

/** Whether a product `p` stands in a collection of this rule: it is for sale and fits. */
export function fitsRule({ match, conditions }: CollectionRule): Statement {
  const each = conditions.map((condition) => sql`(${fits(condition)})`);
  return sql`p.status = 'active' and (${joinSql(each, match === 'all' ? ' and ' : ' or ')})`;
}

function fits(condition: Condition): Statement {
  switch (condition.field) {
    case 'tag':
      return sql`p.tags @> array[${condition.tag}]::text[]`;
    case 'vendor':
      return sql`lower(p.vendor) = lower(${condition.vendor})`;
    case 'category':
      return sql`p.category_id in (
        with recursive within as (
          select ${categoryNamed(sql`${condition.category}`)} as id
          union all select c.id from category c join within w on c.parent_id = w.id)
        select id from within)`;
    case 'price':
      return costs(condition);
    case 'stock':
      return condition.inStock
        ? isThere(condition.channel)
        : sql`not ${isThere(condition.channel)}`;
    case 'created':
      return sql`p.created_at > kontor_now() - ${condition.withinDays}::int * interval '1 day'`;
    case 'attribute':
      // A list holds the value, or it is the value.
      return sql`coalesce(
        p.attributes -> ${condition.key}::text @> ${json(condition.value)}::jsonb, false)`;
  }
}

/** As the read model tells the shoppers of a channel. */
function isThere(channel: string): Statement {
  return sql`exists (
    select from variant v join price r on r.variant_id = v.id and r.channel = ${channel}
    where v.product_id = p.id and (v.inventory_policy = 'continue' or not v.tracked or exists (
      select from variant_stock s where s.sku = v.sku and (s.available > 0 or s.policy = 'continue')
        and s.channels && array['*', ${channel}])))`;
}

function costs({ channel, fromMinor, toMinor }: Extract<Condition, { field: 'price' }>): Statement {
  return sql`exists (
    select from variant v join price r on r.variant_id = v.id and r.channel = ${channel}
    where v.product_id = p.id
      and r.amount_minor between ${fromMinor ?? 0}::bigint and ${toMinor ?? 999_999_999_999}::bigint)`;
}
