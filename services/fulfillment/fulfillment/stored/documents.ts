import { fulfillmentShape } from '#contracts/fulfillment/shapes.ts';
import { defineDocument, storedFailure } from '#platform/documents/documents.ts';

const { lines, shippingAddress, delivery, parcel, shippingProblem } = fulfillmentShape.shape;

export const linesDocument = defineDocument({
  name: 'fulfillment-lines',
  columns: ['fulfillment.lines'],
  v: 1,
  schema: lines,
});

export const addressDocument = defineDocument({
  name: 'fulfillment-address',
  columns: ['fulfillment.shipping_address'],
  v: 1,
  schema: shippingAddress,
});

export const deliveryDocument = defineDocument({
  name: 'fulfillment-delivery',
  columns: ['fulfillment.delivery'],
  v: 1,
  schema: delivery,
});

export const parcelDocument = defineDocument({
  name: 'fulfillment-parcel',
  columns: ['fulfillment.parcel'],
  v: 1,
  schema: parcel,
  readBySql: [{ at: 'fulfillments/stored-steps.ts', fields: ['parcelId'], v: 1 }],
});

export const problemDocument = defineDocument({
  name: 'shipping-problem',
  columns: ['fulfillment.shipping_problem'],
  v: 1,
  schema: shippingProblem,
});

/** What an attempt to ship answers whoever waits for it. */
export const attemptReplyDocument = defineDocument({
  name: 'shipping-reply',
  columns: ['shipping_attempt.reply'],
  v: 1,
  schema: fulfillmentShape,
});

export const attemptFailureDocument = defineDocument({
  name: 'shipping-failure',
  columns: ['shipping_attempt.failure'],
  v: 1,
  schema: storedFailure,
});

export const fulfillmentDocuments = [
  linesDocument,
  addressDocument,
  deliveryDocument,
  parcelDocument,
  problemDocument,
  attemptReplyDocument,
  attemptFailureDocument,
];
