import { z } from 'zod';
import { defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { address, delivery, id } from './shapes.ts';

/** Zones, methods and rates; one live carrier quote through the port. */
export const shipping = defineContract({
  service: 'shipping',
  operations: {
    /** The ways of delivery to an address, cheapest first. The live quote is left out when the carrier does not answer in time. */
    quoteDelivery: query({
      access: 'internal',
      input: z.strictObject({
        currency: currencyCode,
        destination: address,
        /** Of the lines that need shipping, after discounts. */
        subtotalMinor: amountMinor,
        lines: z
          .array(
            z.strictObject({
              lineId: id,
              quantity: z.int().min(1),
              weightGrams: z.int().min(0),
              amountMinor,
            }),
          )
          .min(1),
      }),
      output: z.strictObject({ options: z.array(delivery) }),
      failures: { no_delivery_to_address: failure('invalid') },
    }),
  },
  events: {},
});
