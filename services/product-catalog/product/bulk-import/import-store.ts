import { archiveVariants } from '../editing/archive-variants.ts';
import { json, sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import {
  measureRecord,
  replacedTexts,
  textNames,
  textRecord,
  textTypes,
} from '../product-table.ts';
import { variantsInPart, type KnownProduct, type KnownVariant } from './import-plan.ts';
import type { PlannedProduct } from './import-plan.ts';
import { optionsDocument } from '../stored/documents.ts';

/** Products by handle, locked in one order, and whoever has the handles or SKUs now. */
export async function loadKnown(
  tx: Transaction,
  handles: readonly string[],
  skus: readonly string[],
): Promise<{ products: KnownProduct[]; variants: KnownVariant[] }> {
  const columns = sql`v.id as variant_id, v.product_id, p.handle, v.sku,
    v.option_values, v.inventory_policy, v.tracked, v.supplier_sku, v.attributes`;
  const [products, variants] = await Promise.all([
    tx.query<KnownProduct>(sql`
      select id as product_id, handle, status = 'active' as live, published_at is not null as published,
        import_hashes, options, attributes,
        image_url
      from product where handle = any (${handles}::text[]) order by id for update`),
    tx.query<KnownVariant>(sql`
      select ${columns} from variant v join product p on p.id = v.product_id
      where p.handle = any (${handles}::text[])
      union
      select ${columns} from variant v join product p on p.id = v.product_id
      where v.sku = any (${skus}::text[])`),
  ]);
  // The two were read one after the other: a product that another import has just made would look
  // like a stranger who holds the SKUs.
  const read = new Set(products.map(({ handle }) => handle));
  const asked = new Set(handles);
  if (variants.some(({ handle }) => asked.has(handle) && !read.has(handle))) {
    throw new MadeMeanwhile();
  }
  return { products, variants };
}

/** Everything is to be read again. */
export class MadeMeanwhile extends Error {
  constructor() {
    super('another import has just made one of these products');
  }
}

/** Then the fields are held, and nobody deletes one with its values meanwhile. */
function saysFields(products: readonly PlannedProduct[]): boolean {
  return products.some((product) => product.saysFields);
}

/** Versions of the products as they are now, by id. */
export async function saveProducts(
  tx: Transaction,
  products: readonly PlannedProduct[],
  categories: ReadonlyMap<string, string>,
): Promise<Map<string, number>> {
  const rows = products.map((product) => ({
    ...product.given,
    id: product.productId,
    description_html: product.descriptionHtml,
    description_text: product.descriptionText,
    ...textRecord(product.given),
    category_id: product.categoryPath === null ? null : categories.get(product.categoryPath),
    options: optionsDocument.wrap(product.options),
    image_url: product.imageUrl,
    import_hashes: product.importHashes,
    attributes: product.attributes,
    variants: undefined,
    media: undefined,
  }));
  const saved = await tx.query<{ id: string; version: number }>(sql`
    insert into product (id, handle, title, description_html, description_text, ${textNames},
      tags, status, category_id, options, image_url,
      import_hashes, attributes, published_at)
    select id, handle, title, description_html, description_text, ${textNames}, tags, status,
      category_id, options, image_url, import_hashes, attributes,
      case when status = 'active' then kontor_now() end
    from json_to_recordset(${json(rows)}::json) as x (id uuid, handle text, title text,
      description_html text, description_text text, ${textTypes}, tags text[],
      status text, category_id uuid, options jsonb,
      image_url text, import_hashes text[], attributes jsonb)
    on conflict (id) do update set title = excluded.title,
      description_html = excluded.description_html, description_text = excluded.description_text,
      -- A file without one of these columns says nothing of it.
      ${replacedTexts}, tags = excluded.tags,
      status = excluded.status, category_id = excluded.category_id,
      options = excluded.options, image_url = excluded.image_url,
      import_hashes = excluded.import_hashes,
      attributes = case when ${saysFields(products)}::boolean then excluded.attributes
        else product.attributes end,
      published_at = coalesce(product.published_at, excluded.published_at),
      version = product.version + 1, updated_at = kontor_now()
    returning id, version`);
  return new Map(saved.map(({ id, version }) => [id, version]));
}

/** Variants, prices in the channel, images and the listing of saved products. */
export async function saveParts(
  tx: Transaction,
  products: readonly PlannedProduct[],
  channel: string,
  currency: string,
): Promise<void> {
  const removed = products.flatMap((product) => product.removed.map(({ variantId }) => variantId));
  const ids = products.map(({ productId }) => productId);
  // Before others take their SKUs and their places.
  if (removed.length > 0) await archiveVariants(tx, sql`id = any (${removed}::uuid[])`);
  await Promise.all([
    saveVariants(tx, products),
    savePrices(tx, products, channel, currency),
    tx.query(sql`
      insert into listing (product_id, channel)
      select id, ${channel} from unnest(${ids}::uuid[]) as id on conflict do nothing`),
    tx.query(sql`
      delete from media m using unnest(${ids}::uuid[],
        ${products.map(({ given }) => given.part * variantsInPart)}::int[]) as x (id, first)
      where m.product_id = x.id and m.position >= x.first`),
    saveMedia(tx, products),
    saveStockPolicies(tx, products),
  ]);
}

function saveVariants(tx: Transaction, products: readonly PlannedProduct[]) {
  const rows = products.flatMap(({ productId, variants }) =>
    variants.map((variant) => ({
      id: variant.variantId,
      product_id: productId,
      sku: variant.sku,
      position: variant.position,
      option_values: variant.optionValues,
      barcode: variant.barcode,
      weight_grams: variant.weightGrams,
      requires_shipping: variant.requiresShipping,
      taxable: variant.taxable,
      tax_class: variant.taxClass,
      inventory_policy: variant.inventoryPolicy,
      tracked: variant.tracked,
      supplier_sku: variant.supplierSku,
      image_url: variant.imageUrl,
      cost_minor: variant.costMinor,
      hs_code: variant.hsCode ?? null,
      country_of_origin: variant.countryOfOrigin ?? null,
      attributes: variant.attributes,
      ...measureRecord(variant),
    })),
  );
  return tx.query(sql`
    insert into variant (id, product_id, sku, position, option_values, barcode, weight_grams,
      requires_shipping, taxable, tax_class, inventory_policy, tracked, supplier_sku, image_url,
      cost_minor, hs_code, country_of_origin, attributes, content_quantity, content_unit,
      energy_class, energy_best, energy_worst, energy_label_url, energy_sheet_url)
    select * from json_to_recordset(${json(rows)}::json) as x (id uuid, product_id uuid, sku text,
      position int, option_values text[], barcode text, weight_grams int, requires_shipping boolean,
      taxable boolean, tax_class text, inventory_policy text, tracked boolean, supplier_sku text,
      image_url text, cost_minor bigint, hs_code text, country_of_origin text, attributes jsonb,
      content_quantity int, content_unit text, energy_class text, energy_best text,
      energy_worst text, energy_label_url text, energy_sheet_url text)
    on conflict (id) do update set position = excluded.position,
      option_values = excluded.option_values, barcode = excluded.barcode,
      weight_grams = excluded.weight_grams, requires_shipping = excluded.requires_shipping,
      taxable = excluded.taxable, tax_class = excluded.tax_class,
      inventory_policy = excluded.inventory_policy, tracked = excluded.tracked,
      supplier_sku = coalesce(excluded.supplier_sku, variant.supplier_sku), image_url = excluded.image_url,
      cost_minor = excluded.cost_minor,
      -- A file without these columns says nothing of them.
      hs_code = coalesce(excluded.hs_code, variant.hs_code),
      country_of_origin = coalesce(excluded.country_of_origin, variant.country_of_origin),
      content_quantity = coalesce(excluded.content_quantity, variant.content_quantity),
      content_unit = coalesce(excluded.content_unit, variant.content_unit),
      energy_class = case when excluded.energy_class is null then variant.energy_class else excluded.energy_class end,
      energy_best = case when excluded.energy_class is null then variant.energy_best else excluded.energy_best end,
      energy_worst = case when excluded.energy_class is null then variant.energy_worst else excluded.energy_worst end,
      energy_label_url = case when excluded.energy_class is null then variant.energy_label_url else excluded.energy_label_url end,
      energy_sheet_url = case when excluded.energy_class is null then variant.energy_sheet_url else excluded.energy_sheet_url end,
      attributes = case when ${saysFields(products)}::boolean then excluded.attributes
        else variant.attributes end`);
}

function savePrices(
  tx: Transaction,
  products: readonly PlannedProduct[],
  channel: string,
  currency: string,
) {
  const variants = products.flatMap((product) => product.variants);
  return tx.query(sql`
    insert into price (variant_id, channel, currency, amount_minor, compare_at_minor)
    select id, ${channel}, ${currency}, amount, compare_at
    from unnest(${variants.map(({ variantId }) => variantId)}::uuid[],
      ${variants.map(({ priceMinor }) => priceMinor)}::bigint[],
      ${variants.map(({ compareAtMinor }) => compareAtMinor)}::bigint[]) as x (id, amount, compare_at)
    on conflict (variant_id, channel, currency) do update
      set amount_minor = excluded.amount_minor, compare_at_minor = excluded.compare_at_minor`);
}

function saveMedia(tx: Transaction, products: readonly PlannedProduct[]) {
  const rows = products.flatMap(({ productId, given }) =>
    given.media.map(({ url, altText }, index) => ({
      product_id: productId,
      position: given.part * variantsInPart + index,
      url,
      alt_text: altText,
    })),
  );
  return tx.query(sql`
    insert into media (product_id, position, url, alt_text)
    select * from json_to_recordset(${json(rows)}::json)
      as x (product_id uuid, position int, url text, alt_text text)`);
}

/** Inventory tells a changed policy with the next change of stock; until then the product's own counts. */
async function saveStockPolicies(tx: Transaction, products: readonly PlannedProduct[]) {
  const changed = products.flatMap(({ variants }) =>
    variants.filter(
      ({ known, inventoryPolicy }) => known && known.inventoryPolicy !== inventoryPolicy,
    ),
  );
  if (changed.length === 0) return;
  await tx.query(sql`
    update variant_stock s set policy = x.policy
    from unnest(${changed.map(({ sku }) => sku)}::text[],
      ${changed.map(({ inventoryPolicy }) => inventoryPolicy)}::text[]) as x (sku, policy)
    where s.sku = x.sku`);
}
