import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import { GroupCommit } from '#platform/data/group-commit.ts';
import { sql } from '#platform/ground/sql.ts';

/** What a SKU that is not tracked always has. */
export const untrackedAvailable = 1_000_000;

type Item = OutputOf<'inventory', 'getAvailability'>['items'][number];

interface Asked {
  readonly skus: readonly string[];
  readonly invocation: Invocation;
}

/**
 * Always live. Who asks while a statement is under way shares the next one, and is told what was so
 * after it asked.
 */
export function getAvailability({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'getAvailability'> {
  const reads = new GroupCommit<Asked, Item[]>((asked) => readAll(database, asked), 1);
  return async ({ skus }, invocation) => ok({ items: await reads.submit({ skus, invocation }) });
}

/** One statement for all that is asked in a channel. */
async function readAll(database: Database, asked: readonly Asked[]): Promise<Item[][]> {
  const channelOf = ({ invocation }: Asked) => invocation.channel;
  const items = new Map<string, Map<string, Item>>();
  const read = async ([channel, those]: [string, Asked[]]) =>
    items.set(channel, await readItems(database, those));
  await Promise.all([...Map.groupBy(asked, channelOf)].map(read));
  return asked.map((one) => one.skus.map((sku) => items.get(channelOf(one))!.get(sku)!));
}

/** Over the locations of the channel, by SKU. */
async function readItems(database: Database, asked: readonly Asked[]): Promise<Map<string, Item>> {
  const { invocation } = asked[0]!;
  const skus = [...new Set(asked.flatMap((one) => one.skus))];
  const items = await database.query<Item>(
    sql`
      select asked.sku, coalesce(s.policy_override, s.policy, 'deny') as policy,
        coalesce(s.tracked, true) as tracked,
        case when s.expected_on >= kontor_now()::date then s.expected_on::text end as expected_on,
        case when s.sku is null or s.removed then 0
             when not s.tracked then ${untrackedAvailable}::int
             else coalesce((
               select sum(greatest(0, i.on_hand - i.reserved - i.safety_stock))
               from stock_item i join location l on l.id = i.location_id
               where i.sku = asked.sku and l.active and l.channels && array['*', ${invocation.channel}::text]
             ), 0)::int end as available
      from unnest(${skus}::text[]) as asked (sku)
      left join stock_sku s on s.sku = asked.sku`,
    invocation,
  );
  return new Map(items.map((item) => [item.sku, item]));
}
