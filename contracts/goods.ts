import { z } from 'zod';
import { amountMinor } from '#kernel/money.ts';

/** What lines of carts, orders and parcels tell of goods. Schemas only. */

/** What customs ask of goods; left out where the shop has not said it. */
export const customsFields = {
  hsCode: z
    .string()
    .regex(/^\d{4,13}$/)
    .optional()
    .meta({ description: 'Number of the Harmonized System, digits alone', examples: ['090121'] }),
  countryOfOrigin: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .meta({ description: 'Where it was made; the shop’s own country where it is left out' }),
} as const;

/** When units that are not there yet are expected; left out where all are there, or nobody said. */
const promisedFields = {
  backordered: z
    .boolean()
    .optional()
    .meta({ description: 'Some of the units are not there yet; left out where all are' }),
  expectedOn: z.iso
    .date()
    .optional()
    .meta({
      description: 'Units that are not there yet are expected then',
      examples: ['2026-12-15'],
    }),
} as const;

export const unitPrice = z
  .strictObject({ amountMinor, unit: z.enum(['kg', 'l', 'm', 'm2', 'piece']) })
  .meta({
    id: 'UnitPrice',
    description:
      'What a kilogram, litre, metre, square metre or piece costs (Directive 98/6/EC, Art. 3), rounded half up to minor units',
  });
export type UnitPrice = z.output<typeof unitPrice>;

/** Of a line that is priced. */
export const pricedGoods = {
  ...customsFields,
  ...promisedFields,
  unitPrice: unitPrice.optional(),
} as const;
