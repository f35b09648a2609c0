import { sql } from '#platform/ground/sql.ts';

/** Documents of orders: their events go by a document's id. */
export const invoiceSteps = {
  madeFor: (about: readonly string[]) =>
    sql`select document_id::text as id from document where order_id = any(${about}::uuid[])`,
};
