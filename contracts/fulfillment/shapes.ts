import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { customsFields } from '../goods.ts';
import { address, delivery, id, quantity, sku, timestamp } from '../shapes.ts';

export const fulfillmentState = z.enum([
  'open',
  'picking',
  'packed',
  'shipping',
  'shipped',
  'delivered',
  'on_hold',
  'cancelled',
]);
/** As it is told: what an older version does not know, the warehouse leaves where it is. */
export const openFulfillmentState = open(fulfillmentState, { unknownAs: 'on_hold' });

/** What customs are told of the goods of a line. */
export const goodsFields = {
  ...customsFields,
  unitValue: z
    .strictObject({ amountMinor, currency: currencyCode })
    .optional()
    .meta({ description: 'What one piece was sold for, without tax' }),
} as const;

export const fulfillmentLine = z
  .strictObject({
    lineId: id,
    sku,
    title: z.string(),
    quantity,
    pickedQuantity: z.int().min(0),
    requiresShipping: z.boolean(),
    weightGrams: z.int(),
    ...goodsFields,
  })
  .meta({ id: 'FulfillmentLine' });

export const fulfillmentShape = z
  .strictObject({
    fulfillmentId: id,
    version: z.int().meta({ description: 'Rises with each change' }),
    orderId: id,
    orderNumber: z.string(),
    locationId: id,
    state: openFulfillmentState,
    holdReason: z
      .string()
      .nullable()
      .meta({ examples: ['awaiting_stock'] }),
    /** Why it could not be shipped the last time it was tried. */
    shippingProblem: z
      .strictObject({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ examples: [null] }),
    lines: z.array(fulfillmentLine),
    shippingAddress: address.nullable(),
    delivery: delivery.nullable(),
    parcel: z
      .strictObject({
        parcelId: id,
        carrierCode: z.string(),
        trackingNumber: z.string(),
        labelUrl: z.string().nullable(),
      })
      .nullable(),
    createdAt: timestamp,
    /** When it was changed last, to the second. */
    updatedAt: timestamp.optional(),
  })
  .meta({ id: 'Fulfillment' });

/** Units of an order's lines. */
export const unitsOfLines = z.array(z.strictObject({ lineId: id, quantity }));
