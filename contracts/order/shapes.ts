import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { creditNotePreview } from '../invoice/previews.ts';
import {
  address,
  delivery,
  email,
  id,
  orderTender,
  owner,
  quantity,
  shownMethodKind,
  snapshotLine,
  timestamp,
  totals,
} from '../shapes.ts';
import { timelineCode } from './timeline.ts';
import { shownText } from '../product/legal-texts.ts';
import { buyerTax } from '../tax-exemption.ts';
import { whatWaits } from '../every-service/outgoing.ts';

export const orderState = z.enum([
  'placed',
  'confirmed',
  'partially_shipped',
  'shipped',
  'delivered',
  'cancelling',
  'cancelled',
]);
/** Of these words and the others below: as they are told, where later versions may know more. */
export const openOrderState = open(orderState, { unknownAs: 'placed' });

export const orderPaymentState = z.enum([
  'authorized',
  'part_received',
  'captured',
  'credited',
  'written_off',
  'partially_refunded',
  'refunded',
  'voided',
  'disputed',
]);
const openPaymentState = open(orderPaymentState, { unknownAs: 'authorized' });

/** How much of an order has left: cancelled ones have none. */
export const orderFulfillmentState = z.enum(['unfulfilled', 'partially_fulfilled', 'fulfilled']);

export const parcelStatus = z.enum([
  'label_purchased',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'exception',
]);

export const orderParcel = z
  .strictObject({
    fulfillmentId: id,
    carrierCode: z.string(),
    trackingNumber: z.string(),
    status: open(parcelStatus, { unknownAs: 'in_transit' }),
    estimatedDeliveryAt: timestamp.nullable(),
  })
  .meta({ id: 'OrderParcel' });

export const orderLine = snapshotLine
  .extend({
    shippedQuantity: z.int().min(0),
    refundedQuantity: z.int().min(0),
    /** Units that the warehouse will not send any more. */
    cancelledQuantity: z.int().min(0),
  })
  .meta({ id: 'OrderLine' });

export const orderShape = z
  .strictObject({
    orderId: id,
    orderNumber: z.string().meta({ examples: ['K-100042'] }),
    version: z.int().meta({ description: 'Rises with each change' }),
    state: openOrderState,
    paymentState: openPaymentState,
    channel: z.string(),
    locale: z.string(),
    owner,
    email,
    phone: z.string().nullable(),
    shippingAddress: address.nullable(),
    billingAddress: address,
    lines: z.array(orderLine),
    totals,
    ...buyerTax,
    shownTexts: z
      .array(shownText)
      .optional()
      .meta({ description: 'What the customer was shown when the order was placed' }),
    delivery: delivery.nullable(),
    paymentMethod: shownMethodKind,
    /** What it is paid with; absent from a version that knew one payment of an order. */
    tenders: z.array(orderTender.extend({ state: openPaymentState })).optional(),
    refundedMinor: amountMinor,
    parcels: z.array(orderParcel),
    placedAt: timestamp,
    /** When it was changed last, to the second. */
    updatedAt: timestamp.optional(),
    tags: z.array(z.string()).optional().meta({ description: 'For staff: what they sort it by' }),
    heldAs: open(z.enum(['payment_in_review', 'other']), { unknownAs: 'other' })
      .nullable()
      .optional()
      .meta({ description: 'For staff: why it does not go on', examples: [null] }),
    /** Where the order itself is read. */
    seller: z
      .strictObject({
        name: z.string(),
        legalName: z.string(),
        email: z.string().meta({ description: 'Empty where the company has none' }),
        timeZone: z.string().meta({ description: 'Whose days the order’s dates are' }),
      })
      .optional()
      .meta({ description: 'Who sells in the order’s channel' }),
    /** Where a cancellation was just asked to wait: until then the order stays as it is. */
    ...whatWaits,
  })
  .meta({ id: 'Order' });

export const orderSummary = orderShape
  .pick({
    orderId: true,
    orderNumber: true,
    state: true,
    paymentState: true,
    email: true,
    placedAt: true,
    updatedAt: true,
    channel: true,
  })
  .extend({
    totalMinor: amountMinor,
    currency: currencyCode,
    /** Of the billing address. */
    name: z.string().optional(),
    paymentMethod: shownMethodKind.optional(),
    tags: z.array(z.string()).optional().meta({ description: 'For staff: what they sort it by' }),
  })
  .meta({ id: 'OrderSummary' });

export const timelineEntry = z
  .strictObject({
    at: timestamp,
    kind: z.string().meta({ examples: ['payment_captured'] }),
    code: open(timelineCode, { unknownAs: 'other' })
      .optional()
      .meta({
        description:
          'What happened, to be said in words of one’s own; without it only the message says it',
        examples: ['payment_captured'],
      }),
    message: z.string(),
    /** `system`, `guest`, `customer` or `staff`; staff also see which (`staff:<id>`). */
    actor: z.string(),
    /** Only staff see internal entries. */
    internal: z.boolean(),
    traceId: z.string(),
  })
  .meta({ id: 'TimelineEntry' });

const givenLine = z
  .strictObject({ lineId: id, quantity, amountMinor })
  .meta({ id: 'RefundedLine', description: 'Units given back, with what they cost and its tax' });

export const refundShape = z
  .strictObject({
    refundId: id,
    amountMinor,
    currency: currencyCode,
    reason: z.string(),
    state: open(z.enum(['pending', 'refunded', 'failed']), { unknownAs: 'pending' }),
    createdAt: timestamp,
    /** What it gives back; absent where it is not kept. */
    lines: z.array(givenLine).optional(),
    shippingMinor: amountMinor.optional(),
    adjustmentMinor: z.int().optional(),
    /** For staff, where it was asked to wait. */
    ...whatWaits,
  })
  .meta({ id: 'Refund' });

/** What a refund would be. */
export const refundPreview = z
  .strictObject({
    currency: currencyCode,
    amountMinor,
    lines: z.array(givenLine),
    shippingMinor: amountMinor,
    adjustmentMinor: z.int(),
    /** The most that can be given back now. */
    availableMinor: amountMinor,
    /** What its credit note would say; null where there is no invoice to correct, or nothing to pay. */
    creditNote: creditNotePreview.nullable(),
  })
  .meta({ id: 'RefundPreview' });
