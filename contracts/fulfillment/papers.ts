import { z } from 'zod';
import { failure, query } from '#kernel/contract.ts';
import { id } from '../shapes.ts';

/** Papers of one request at most: they are printed at once. */
export const mostPackingSlips = 50;

const pdf = z.strictObject({ fileName: z.string(), sha256: z.string(), pdfBase64: z.string() });

/** What is printed in the warehouse. */
export const warehousePapers = {
  /** In the language of each order, a page or more each; of orders all their parts that are not given up. */
  getPackingSlips: query({
    access: 'fulfillment:read',
    input: z.strictObject({
      fulfillmentIds: z.array(id).min(1).max(mostPackingSlips).optional(),
      orderIds: z.array(id).min(1).max(mostPackingSlips).optional(),
    }),
    output: pdf,
    failures: {
      /** None is there of your channels, or they are all given up. */
      nothing_to_print: failure('not_found'),
      too_many_packing_slips: failure('invalid', z.strictObject({ most: z.int() })),
    },
  }),
  /** What is to be fetched from the shelves, by SKU, and for which orders; the oldest first where there is much. */
  getPickList: query({
    access: 'fulfillment:read',
    input: z.strictObject({
      state: z.enum(['open', 'picking']).default('open'),
      locationId: id.optional(),
    }),
    output: pdf,
    failures: { nothing_to_print: failure('not_found') },
  }),
} as const;
