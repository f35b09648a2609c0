import { z } from 'zod';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/service.ts';
import { joinSql, sql } from '#platform/sql.ts';
import { keyOfCursor, pageOfRows } from './cursors.ts';
import { adminProductStatement, type AdminProduct } from './read-admin-product.ts';

type Summary = OutputOf<'product', 'listAdminProducts'>['items'][number];
const cursorKey = z.tuple([z.uuid()]);

/** All products, drafts and archived ones too, the newest first. */
export function listAdminProducts({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listAdminProducts'> {
  return async ({ limit, cursor, status, handle }, invocation) => {
    const after = keyOfCursor(cursor, cursorKey);
    if (!after.ok) return after;
    const conditions = [
      sql`true`,
      ...(status === undefined ? [] : [sql`status = ${status}`]),
      ...(handle === undefined ? [] : [sql`handle = ${handle}`]),
      ...(after.value === undefined ? [] : [sql`id < ${after.value[0]}::uuid`]),
    ];
    const rows = await database.query<Summary>(
      sql`
        select id as "productId", handle, title, vendor, status, version, updated_at as "updatedAt"
        from product where ${joinSql(conditions, ' and ')} order by id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pageOfRows(
        rows,
        limit,
        (row) => row,
        ({ productId }) => [productId],
      ),
    );
  };
}

export function getAdminProduct({
  database,
}: ServiceContext<'product'>): Handler<'product', 'getAdminProduct'> {
  return async ({ productId }, invocation) => {
    const found = await database.first<AdminProduct>(adminProductStatement(productId), invocation);
    return found ? ok(found) : fail('product_not_found', 'There is no such product.');
  };
}
