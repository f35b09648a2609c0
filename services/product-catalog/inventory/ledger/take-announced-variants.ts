import type { Reaction } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

type Announced = Reaction<'inventory'>['product.variants_changed'];

/** Keeps what the catalog says of its SKUs. Staff's own policy for a SKU is left as it is. */
export const takeAnnouncedVariants: Announced = async (events, tx) => {
  const bySku = new Map(
    events.flatMap(({ data }) => data.variants.map((variant) => [variant.sku, variant] as const)),
  );
  const variants = [...bySku.values()].toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
  if (variants.length === 0) return;
  await tx.query(sql`
    insert into stock_sku (sku, policy, tracked, removed)
    select * from unnest(${variants.map(({ sku }) => sku)}::text[],
      ${variants.map(({ policy }) => policy)}::text[],
      ${variants.map(({ tracked }) => tracked)}::boolean[],
      ${variants.map(({ removed }) => removed)}::boolean[])
    on conflict (sku) do update set policy = excluded.policy, tracked = excluded.tracked,
      removed = excluded.removed
    where (stock_sku.policy, stock_sku.tracked, stock_sku.removed)
      is distinct from (excluded.policy, excluded.tracked, excluded.removed)`);
};
