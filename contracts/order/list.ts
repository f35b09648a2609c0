import { z } from 'zod';
import {
  email,
  page,
  paymentMethodKind,
  sku,
  sortBy,
  text,
  timestamp,
  updatedSince,
} from '../shapes.ts';
import { orderTag } from './tags.ts';
import { orderFulfillmentState, orderPaymentState, orderState, parcelStatus } from './shapes.ts';

/** What orders are found by. All that is given has to hold. */
export const orderFilters = z.strictObject({
  query: text(120)
    .min(2)
    .optional()
    .meta({
      description:
        'Each word is the beginning of a number, an e-mail address, a SKU or a name; or all of it is a tracking number',
      examples: ['sievers'],
    }),
  orderNumber: text(40)
    .optional()
    .meta({ examples: ['K-100042'] }),
  email: email.optional(),
  name: text(120)
    .optional()
    .meta({ description: 'Beginnings of words of a name or company in an address' }),
  sku: sku.optional(),
  trackingNumber: text(80).optional(),
  state: orderState.optional(),
  paymentState: orderPaymentState.optional(),
  fulfillmentState: orderFulfillmentState.optional(),
  deliveryState: parcelStatus.optional().meta({ description: 'Of at least one of its parcels' }),
  channel: z.string().max(40).optional(),
  heldAs: z.enum(['payment_in_review']).optional().meta({
    description:
      'Why it does not go on: `payment_in_review`: the payment gateway contradicted its payment',
  }),
  paymentMethod: paymentMethodKind.optional(),
  tag: orderTag.optional().meta({ description: 'One that staff gave it, letter by letter' }),
  placedFrom: timestamp.optional().meta({ examples: ['2026-11-01T00:00:00Z'] }),
  placedUntil: timestamp
    .optional()
    .meta({ description: 'Before this moment', examples: ['2026-12-01T00:00:00Z'] }),
  updatedSince,
});

export const orderSort = sortBy('placed', 'number', 'total', 'updated');

export const orderList = page.extend({
  ...orderFilters.shape,
  sort: orderSort.optional().meta({
    description: '`placed_descending` unless told, `updated_ascending` with `updatedSince`',
  }),
});
