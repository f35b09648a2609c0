import { sql } from '#platform/ground/sql.ts';

/** Payments of orders: their events go by a payment's id. */
export const paymentSteps = {
  madeFor: (about: readonly string[]) =>
    sql`select payment_id::text as id from payment where order_id = any(${about}::uuid[])`,
};
