import { z } from 'zod';
import { sku } from './shapes.ts';

/** How much stock is held for who has not paid. Schemas only. */

/** `units` of a SKU, or `percent` of its stock where that is more, may be held unpaid by one payer. */
export const unpaidLimit = z.strictObject({
  units: z.int().min(0),
  percent: z.int().min(0).max(100),
  /** What the payer holds unpaid beside this. */
  beside: z.array(z.strictObject({ sku, units: z.int().min(0) })),
});
/** Of each SKU that is above it: what may be held. */
export const aboveUnpaidLimit = z.strictObject({
  lines: z.array(z.strictObject({ sku, allowed: z.int().min(0) })),
});
