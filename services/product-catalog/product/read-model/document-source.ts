import type { Attributes } from '#contracts/attributes.ts';
import type { Field } from '#contracts/fields.ts';
import type { Content, EnergyLabel } from '#contracts/product/measures/measures.ts';
import type { FocalPoint } from '#contracts/product/media/media-url.ts';
import type { ProductTexts } from '#contracts/product/text-schemas.ts';
import { plannedFor, sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { readFields, type FieldRow } from '#platform/fields/define-field.ts';
import { fieldsAsJson } from '#platform/fields/keep-fields.ts';
import { fieldDocument } from '../stored/documents.ts';
import { readRules, rulesAsJson, type RuledRows } from '../structure/rules/read-rules.ts';
import { contentOfVariant, energyOfVariant, textColumns } from '../product-table.ts';

/** All that documents are made of, as it is stored. Money in minor units, times in ISO 8601. */
export interface ProductSource extends ProductTexts {
  readonly productId: string;
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly descriptionText: string;
  readonly tags: string[];
  readonly categoryPath: string | null;
  readonly options: { name: string; values: string[] }[];
  readonly imageUrl: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly collections: string[];
  readonly channels: string[];
  readonly media: MediaSource[];
  readonly translations: TranslationSource[];
  readonly variants: VariantSource[];
  readonly attributes: Attributes;
}

export interface MediaSource {
  readonly url: string;
  readonly altText: string;
  /** What the picture itself is said to show, by language. */
  readonly alt?: Readonly<Record<string, string>> | null;
  /** What of it has to be seen where it is cut, where somebody said it. */
  readonly focal?: FocalPoint | null;
}

export interface TranslationSource {
  readonly locale: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly descriptionText: string;
  readonly seoTitle: string;
  readonly seoDescription: string;
  /** What options and their values are called, by what the product calls them. */
  readonly optionNames: Readonly<Record<string, string>>;
  readonly optionValues: Readonly<Record<string, string>>;
}

export interface VariantSource {
  readonly variantId: string;
  readonly sku: string;
  readonly optionValues: string[];
  readonly barcode: string;
  readonly weightGrams: number;
  readonly requiresShipping: boolean;
  readonly inventoryPolicy: 'deny' | 'continue';
  readonly tracked: boolean;
  readonly imageUrl: string | null;
  readonly attributes: Attributes;
  readonly content: Content | null;
  readonly energyLabel: EnergyLabel | null;
  readonly prices: {
    channel: string;
    currency: string;
    amountMinor: number;
    compareAtMinor: number | null;
  }[];
  readonly sales: SaleSource[];
  /** What it cost, as far as it is known; what holds now has no end. */
  readonly history: PastPrice[];
  readonly stock: { available: number; channels: string[]; policy: string }[];
}

export interface SaleSource {
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly startsAt: string;
  readonly endsAt: string | null;
}

export interface PastPrice {
  readonly channel: string;
  readonly currency: string;
  readonly kind: 'price' | 'sale';
  readonly amountMinor: number;
  readonly from: string;
  readonly to: string | null;
}

export interface CategorySource {
  readonly path: string;
  readonly name: string;
  readonly names: Record<string, string>;
  /** Whose shoppers see it, and what lies below it; null: those of all. */
  readonly channels: readonly string[] | null;
}

/** Those of the shop's own fields whose values shoppers see: nothing else gets into a document. */
export interface ShownFields {
  readonly product: readonly Field[];
  readonly variant: readonly Field[];
}

export interface Edition {
  readonly editionId: number;
  readonly channel: string;
  readonly locale: string;
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
}

const variants = sql`
  select json_agg(json_build_object('variantId', v.id, 'sku', v.sku,
    'optionValues', v.option_values, 'barcode', v.barcode, 'weightGrams', v.weight_grams,
    'requiresShipping', v.requires_shipping, 'inventoryPolicy', v.inventory_policy,
    'tracked', v.tracked, 'imageUrl', v.image_url, 'attributes', v.attributes,
    'content', ${contentOfVariant}, 'energyLabel', ${energyOfVariant},
    'prices', coalesce((select json_agg(json_build_object('channel', r.channel,
        'currency', r.currency, 'amountMinor', r.amount_minor, 'compareAtMinor', r.compare_at_minor))
      from price r where r.variant_id = v.id), '[]'),
    'sales', coalesce((select json_agg(json_build_object('channel', s.channel,
        'currency', s.currency, 'amountMinor', s.amount_minor, 'startsAt', s.starts_at,
        'endsAt', s.ends_at)) from sale_price s where s.variant_id = v.id), '[]'),
    'history', coalesce((select json_agg(json_build_object('channel', h.channel,
        'currency', h.currency, 'kind', h.kind, 'amountMinor', h.amount_minor,
        'from', h.valid_from, 'to', h.valid_to)) from price_history h where h.variant_id = v.id), '[]'),
    'stock', coalesce((select json_agg(json_build_object('available', k.available,
        'channels', k.channels, 'policy', k.policy)) from variant_stock k where k.sku = v.sku), '[]')
  ) order by v.position, v.id) from variant v where v.product_id = p.id`;

const translations = sql`
  select json_agg(json_build_object('locale', t.locale, 'title', t.title,
    'descriptionHtml', t.description_html, 'descriptionText', t.description_text,
    'seoTitle', t.seo_title, 'seoDescription', t.seo_description,
    'optionNames', t.option_names, 'optionValues', t.option_values))
  from translation t where t.product_id = p.id`;

/** Active products of these, with what hangs on them, in one statement. Lock the products first. */
export function loadSources(tx: Transaction, productIds: readonly string[]) {
  const statement = sql`
    select p.id as product_id, p.handle, p.title, p.description_html,
      p.description_text, ${textColumns}, p.tags, c.path as category_path,
      p.options, p.image_url, p.version, p.created_at, p.attributes,
      coalesce((select json_agg(o.handle) from collection_product m
        join collection o on o.id = m.collection_id where m.product_id = p.id), '[]') as collections,
      array(select l.channel from listing l where l.product_id = p.id) as channels,
      coalesce((select json_agg(json_build_object('url', m.url, 'altText', m.alt_text,
          'alt', (select json_object_agg(a.locale, a.text) from media_alt a
            where a.sha256 = media_sha256(m.url)),
          'focal', (select json_build_object('x', f.focal_x, 'y', f.focal_y) from media_object f
            where f.sha256 = media_sha256(m.url) and f.focal_x is not null))
        order by m.position, m.id) from media m where m.product_id = p.id), '[]') as media,
      coalesce((${translations}), '[]') as translations,
      coalesce((${variants}), '[]') as variants
    from product p left join category c on c.id = p.category_id
    where p.id = any (${productIds}::uuid[]) and p.status = 'active'`;
  return tx.query<ProductSource>(plannedFor(productIds.length, statement));
}

/** The categories of these products and all above them. */
export function loadCategories(tx: Transaction, productIds: readonly string[]) {
  return tx.query<CategorySource>(sql`
    with recursive up as (
      select c.id, c.parent_id, c.path, c.name, c.names, c.channels from category c
      where c.id in (select p.category_id from product p where p.id = any (${productIds}::uuid[]))
      union
      select c.id, c.parent_id, c.path, c.name, c.names, c.channels from category c join up on c.id = up.parent_id)
    select path, name, names, channels from up`);
}

type FieldRows = Record<keyof ShownFields, FieldRow[]> & { readonly rules: RuledRows };

/** With the fields that the shop defined and the rules of collections, which are few and the same for all. */
export async function loadEditions(tx: Transaction) {
  const editions = await tx.query<Edition & FieldRows & { now: string }>(sql`
    select e.id as edition_id, e.channel, e.locale, c.currency,
      c.prices_include_tax, kontor_now() as now,
      ${fieldsAsJson('product')} as product, ${fieldsAsJson('variant')} as variant,
      case when row_number() over (order by e.id) = 1 then ${rulesAsJson} end as rules
    from edition e join channel c on c.code = e.channel order by e.id`);
  const first = editions[0];
  const shown = (rows: FieldRow[] = []) =>
    readFields(fieldDocument, rows).filter(({ storefront }) => storefront);
  const fields: ShownFields = { product: shown(first?.product), variant: shown(first?.variant) };
  return { editions, fields, rules: readRules(first?.rules) };
}
