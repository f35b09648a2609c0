import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import { exportPartBytes, noteExport } from '#platform/exports/export-part.ts';
import { beforeAll, PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import { isSettled } from '#platform/data/settled-read.ts';
import { sql } from '#platform/ground/sql.ts';
import { trailsOf } from '#product-files/exporting/export-place.ts';
import { headingLine, linesOfProduct } from '#product-files/exporting/rows-of-product.ts';
import type { ExportPlace } from '#product-files/exporting/shop-product.ts';
import { seenBy } from '../editing/product-filters.ts';
import { adminProducts, type AdminProduct } from '../editing/read-admin-product.ts';

type Listed = AdminProduct & { readonly cursorAt: string };

const order = new PageOrder('exported products', timeAndId);
const productsAtOnce = 20;
/** Stock is a list of its own: a file that says nothing of it leaves it alone. */
const noStock = { elsewhere: [], quantityOf: () => null };

/**
 * Products as an import takes them, by the moment they were made, up to what no open transaction can add
 * to: one that is changed meanwhile comes once, and none is passed over.
 */
export function exportProducts({
  database,
}: ServiceContext<'product'>): Handler<'product', 'exportProducts'> {
  return async ({ cursor }, invocation) => {
    const after = order.after(cursor);
    if (!after.ok) return after;
    const place = await placeOf(database, invocation);
    if (!place)
      return fail('channel_not_found', 'There is no such channel. List the channels to see them.');
    let text = '';
    const goesOn = cursor !== undefined;
    const what = { name: 'export_products', subject: 'export of products', filters: {}, goesOn };
    await noteExport(database, what, invocation);
    if (!goesOn) {
      text = `${headingLine(place, noStock)}\r\n`;
    }
    const begun = after.value ?? beforeAll;
    let key = begun;
    for (;;) {
      const rows = await pageAfter(database, key, invocation);
      for (const product of rows) {
        const lines = linesOfProduct(product, place, noStock)
          .map((line) => `${line}\r\n`)
          .join('');
        // A description alone may be as long as a part.
        const isFull = Buffer.byteLength(text) + Buffer.byteLength(lines) > exportPartBytes;
        if (isFull && key !== begun) return ok({ text, nextCursor: order.cursorOf(key) });
        text += lines;
        key = [product.cursorAt, product.productId];
      }
      if (rows.length < productsAtOnce) return ok({ text, nextCursor: null });
    }
  };
}

function pageAfter(
  database: Database,
  [at, id]: readonly [string, string],
  invocation: Invocation,
): Promise<Listed[]> {
  return database.list<Listed>(
    sql`
      select x.*, x.created_at::text as cursor_at from (
        ${adminProducts}
        where ${seenBy(invocation.actor)} and ${isSettled(sql`p.created_at`)}
          and (p.created_at, p.id) > (${at}::timestamptz, ${id}::uuid)
        order by p.created_at, p.id limit ${productsAtOnce}) x
      order by x.created_at, x.product_id`,
    true,
    invocation,
  );
}

async function placeOf(
  database: Database,
  { channel }: Invocation,
): Promise<ExportPlace | undefined> {
  const [shop, categories, fields] = await Promise.all([
    database.first<{ currency: string; defaultLocale: string }>(
      sql`select currency, default_locale from channel where code = ${channel}`,
    ),
    database.query<{ path: string; parent: string | null; name: string }>(sql`
      select c.path, above.path as parent, c.name
      from category c left join category above on above.id = c.parent_id`),
    database.query<{ owner: string; key: string }>(
      sql`select owner, key from field_definition order by owner, key`,
    ),
  ]);
  if (!shop) return undefined;
  const keysOf = (owner: string) =>
    fields.flatMap((field) => (field.owner === owner ? [field.key] : []));
  return {
    channel,
    currency: shop.currency,
    locale: shop.defaultLocale,
    categories: trailsOf(categories),
    productFields: keysOf('product'),
    variantFields: keysOf('variant'),
  };
}
