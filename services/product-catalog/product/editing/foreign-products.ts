import { holdsChannels } from '#kernel/actor.ts';
import { channelNotHeld } from '#kernel/channel-wall.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/**
 * Which of these locked products the actor may not change: a product is touched by who may act in
 * all channels that it is offered in, and one that is offered nowhere by who may act in all there
 * are. A statement of its own after the lock: what waited for the lock would see old listings.
 */
export async function foreignProducts(
  tx: Transaction,
  productIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { actor } = tx.invocation;
  if (actor.channels === '*' || productIds.length === 0) return new Set();
  const rows = await tx.query<{ productId: string; channels: string[] }>(sql`
    select id as product_id,
      array(select l.channel from listing l where l.product_id = p.id) as channels
    from unnest(${productIds}::uuid[]) as p (id)`);
  const foreign = rows.filter(({ channels }) => !holdsChannels(actor, channels));
  return new Set(foreign.map(({ productId }) => productId));
}

export const productNotHeld = channelNotHeld(
  'The product is offered in channels that are not yours, or in none.',
);
