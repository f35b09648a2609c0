import { sql } from '#platform/ground/sql.ts';

/** Of a join of `stock_item i` and `stock_sku s`; nobody buys in what is sold no more. */
export const isLow = sql`
  (s.tracked and not s.removed
    and greatest(0, i.on_hand - i.reserved - i.safety_stock) <= s.low_stock_threshold)`;
