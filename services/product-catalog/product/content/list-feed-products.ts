import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { idPart, PageOrder } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Editions } from '../read-model/editions.ts';
import { channelNotFound } from '../storefront/list-products.ts';

type Product = OutputOf<'product', 'listFeedProducts'>['items'][number];
/** As the document holds it, which is more than is told here. */
interface Row {
  readonly productId: string;
  readonly description: string;
  readonly sellable: string[];
  readonly body: Omit<
    Product,
    'category' | 'description' | 'imageUrls' | 'variantCount' | 'variants'
  > & {
    readonly category: { readonly name: string }[];
    readonly media: { readonly url: string }[];
    readonly variants: Product['variants'];
  };
}

const products = new PageOrder('feed', z.tuple([idPart]));

/** Products of an edition that are in stock, in the order of their ids; stock as it was recorded. */
export function listFeedProducts(
  { database }: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'listFeedProducts'> {
  return async ({ limit, cursor }, invocation) => {
    const after = products.after(cursor);
    if (!after.ok) return after;
    const edition = await editions.find(invocation);
    if (!edition) return channelNotFound;
    const [from = '00000000-0000-0000-0000-000000000000'] = after.value ?? [];
    const { editionId, channel } = edition;
    const rows = await database.query<Row>(
      sql`
        select d.product_id, p.body,
          coalesce(t.description_text, q.description_text) as description,
          array(select v.sku from variant v where v.product_id = d.product_id
            and (v.inventory_policy = 'continue' or not v.tracked or exists (
              select from variant_stock k where k.sku = v.sku
                and (k.available > 0 or k.policy = 'continue')
                and k.channels && array['*', ${channel}::text]))) as sellable
        from document d
        join page p on p.edition_id = d.edition_id and p.product_id = d.product_id
          and p.valid_from = d.valid_from
        join product q on q.id = d.product_id
        join edition e on e.id = d.edition_id
        left join translation t on t.product_id = d.product_id and t.locale = e.locale
        where d.edition_id = ${editionId}::int and d.product_id > ${from}::uuid and d.in_stock
          and d.valid_from <= kontor_now() and d.valid_to > kontor_now()
        order by d.product_id limit ${limit + 1}`,
      invocation,
    );
    return ok(products.pageOf(rows, limit, ({ productId }) => [productId], feedProductOf));
  };
}

function feedProductOf({ description, sellable, body }: Row): Product {
  const { productId, handle, title, vendor, productType, currency, pricesIncludeTax } = body;
  const there = new Set(sellable);
  return {
    productId,
    handle,
    title,
    vendor,
    description,
    productType,
    category: body.category.map(({ name }) => name),
    imageUrls: body.media.map(({ url }) => url),
    currency,
    pricesIncludeTax,
    variantCount: body.variants.length,
    variants: body.variants
      .filter(({ sku }) => there.has(sku))
      .map((variant) => ({
        variantId: variant.variantId,
        sku: variant.sku,
        title: variant.title,
        optionValues: variant.optionValues,
        priceMinor: variant.priceMinor,
        compareAtMinor: variant.compareAtMinor,
        priorMinor: variant.priorMinor,
        onSale: variant.onSale,
        imageUrl: variant.imageUrl,
        barcode: variant.barcode,
        weightGrams: variant.weightGrams,
        content: variant.content ?? null,
      })),
  };
}
