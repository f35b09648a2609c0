import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/** All that a variant is, beside the moment it was archived. */
const columns = sql`id, product_id, sku, position, option_values, barcode, weight_grams,
  requires_shipping, taxable, tax_class, inventory_policy, tracked, image_url, cost_minor, hs_code,
  country_of_origin, attributes, supplier_sku`;
const priceColumns = sql`channel, currency, amount_minor, compare_at_minor`;

export interface ArchivedVariant {
  readonly sku: string;
  readonly policy: 'deny' | 'continue';
  readonly tracked: boolean;
}

/**
 * Takes variants out of their product and keeps them with their prices: orders may still wait for
 * their units, and whoever puts the SKU again finds what was. Sales end with it.
 */
export async function archiveVariants(
  tx: Transaction,
  which: Statement,
): Promise<ArchivedVariant[]> {
  // Another product had the SKU before, and gave it up.
  await tx.query(
    sql`delete from archived_variant where sku in (select sku from variant where ${which})`,
  );
  return tx.query<ArchivedVariant>(sql`
    with gone as (delete from variant where ${which} returning *),
    archived as (
      insert into archived_variant (${columns}) select ${columns} from gone
      returning id, sku, inventory_policy as policy, tracked),
    prices as (
      insert into archived_price (variant_id, ${priceColumns})
      select variant_id, ${priceColumns} from price where variant_id in (select id from gone))
    select sku, policy, tracked from archived`);
}

/** Brings back what the product had under this SKU; false where there is nothing of it. */
export async function restoreVariant(
  tx: Transaction,
  { productId, sku }: { productId: string; sku: string },
): Promise<boolean> {
  const [back] = await tx.query<object>(sql`
    with back as (
      delete from archived_variant a
      where a.product_id = ${productId}::uuid and a.sku = ${sku}
        and not exists (select from variant v where v.sku = ${sku})
      returning *),
    restored as (insert into variant (${columns}) select ${columns} from back returning id),
    prices as (
      insert into price (variant_id, ${priceColumns})
      select variant_id, ${priceColumns} from archived_price
      where variant_id in (select id from back))
    select id from restored`);
  return back !== undefined;
}
