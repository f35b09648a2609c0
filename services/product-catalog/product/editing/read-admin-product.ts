import type { OutputOf } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { contentOfVariant, energyOfVariant, textColumns } from '../product-table.ts';

export type AdminProduct = OutputOf<'product', 'getAdminProduct'>;

/** `2026-01-31T10:00:00.000Z`, as times are told everywhere; JSON of PostgreSQL has its own form. */
const isoFormat = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/** A product with everything that hangs on it, in one statement. */
export function adminProductStatement(productId: string): Statement {
  return sql`${adminProducts} where p.id = ${productId}::uuid`;
}

/** Products `p` with everything that hangs on them. */
export const adminProducts: Statement = sql`
    select p.id as product_id, p.handle, p.title, ${textColumns}, p.status, p.version,
      p.updated_at, p.description_html, p.tags, c.path as category, p.options,
      p.created_at, p.published_at, p.attributes,
      array(select l.channel from listing l where l.product_id = p.id order by 1) as channels,
      array(select o.handle from collection_product m join collection o on o.id = m.collection_id
        where m.product_id = p.id order by 1) as collections,
      coalesce((select json_agg(json_build_object('url', m.url, 'altText', m.alt_text)
        order by m.position, m.id) from media m where m.product_id = p.id), '[]') as media,
      coalesce((select json_agg(json_build_object('locale', t.locale, 'title', t.title,
          'descriptionHtml', t.description_html, 'seoTitle', t.seo_title,
          'seoDescription', t.seo_description, 'optionNames', t.option_names,
          'optionValues', t.option_values) order by t.locale)
        from translation t where t.product_id = p.id), '[]') as translations,
      coalesce((select json_agg(json_build_object('variantId', v.id, 'sku', v.sku,
          'optionValues', v.option_values, 'barcode', v.barcode, 'weightGrams', v.weight_grams,
          'requiresShipping', v.requires_shipping, 'taxable', v.taxable, 'taxClass', v.tax_class,
          'inventoryPolicy', v.inventory_policy, 'imageUrl', v.image_url, 'costMinor', v.cost_minor,
          'hsCode', v.hs_code, 'countryOfOrigin', v.country_of_origin,
          'tracked', v.tracked, 'supplierSku', v.supplier_sku, 'attributes', v.attributes,
          'content', ${contentOfVariant}, 'energyLabel', ${energyOfVariant},
          'prices', coalesce((select json_agg(json_build_object('channel', r.channel,
              'currency', r.currency, 'amountMinor', r.amount_minor,
              'compareAtMinor', r.compare_at_minor) order by r.channel, r.currency)
            from price r where r.variant_id = v.id), '[]'),
          'salePrices', coalesce((select json_agg(json_build_object('salePriceId', s.id,
              'channel', s.channel, 'currency', s.currency, 'amountMinor', s.amount_minor,
              'startsAt', to_char(s.starts_at at time zone 'UTC', ${isoFormat}),
              'endsAt', to_char(s.ends_at at time zone 'UTC', ${isoFormat}))
              order by s.starts_at, s.id)
            from sale_price s where s.variant_id = v.id), '[]'))
        order by v.position, v.id) from variant v where v.product_id = p.id), '[]') as variants
    from product p left join category c on c.id = p.category_id`;
