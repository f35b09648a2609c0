import { stockLocation } from '#contracts/inventory/stock.ts';
import { defineDocument } from '#platform/documents/documents.ts';

const { address, dispatch } = stockLocation.shape;

/** Where a location sends parcels from. */
export const senderDocument = defineDocument({
  name: 'sender-address',
  columns: ['location.address'],
  v: 1,
  schema: address,
});

/** When a location hands parcels over. */
export const dispatchDocument = defineDocument({
  name: 'sender-dispatch',
  columns: ['location.dispatch'],
  v: 1,
  schema: dispatch,
});

export const shippingDocuments = [senderDocument, dispatchDocument];
