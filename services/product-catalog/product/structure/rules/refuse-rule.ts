import type { CollectionRule } from '#contracts/product/shelves/rules.ts';
import { fail } from '#kernel/result.ts';
import type { Statement } from '#platform/ground/sql.ts';
import { sql } from '#platform/ground/sql.ts';
import { categoryNamed } from '../../storefront/former-shelves.ts';

interface Asks {
  first<Row extends object>(statement: Statement): Promise<Row | undefined>;
}

/** Refuses a rule that names a category, a channel or a field that is not there: it would hold nothing. */
export async function refuseRule(asks: Asks, { conditions }: CollectionRule) {
  const named = conditions.map((each) => {
    switch (each.field) {
      case 'category':
        return { kind: 'category', name: each.category };
      case 'price':
      case 'stock':
        return { kind: 'channel', name: each.channel };
      case 'attribute':
        return { kind: 'attribute', name: each.key };
      case 'tag':
      case 'vendor':
      case 'created':
        return { kind: '', name: '' };
    }
  });
  const missing = await asks.first<{ at: number }>(sql`
    select k.place::int - 1 as at
    from unnest(${named.map(({ kind }) => kind)}::text[],
      ${named.map(({ name }) => name)}::text[]) with ordinality as k (kind, name, place)
    where case k.kind
      when 'category' then ${categoryNamed(sql`k.name`)} is null
      when 'channel' then not exists (select from channel c where c.code = k.name)
      when 'attribute' then not exists (
        select from field_definition f where f.owner = 'product' and f.key = k.name)
      else false end
    order by k.place limit 1`);
  if (!missing) return undefined;
  const { name } = named[missing.at]!;
  return fail('condition_names_nothing', `There is no ${name}.`, { at: missing.at });
}
