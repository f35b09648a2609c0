import { address } from '#contracts/shapes.ts';
import { shipment } from '#contracts/shipment/index.ts';
import { defineDocument } from '#platform/documents/documents.ts';

export const addressDocument = defineDocument({
  name: 'parcel-address',
  columns: ['parcel.ship_to'],
  v: 1,
  schema: shipment.operations.purchaseLabel.input.shape.shipTo,
});

export const senderDocument = defineDocument({
  name: 'parcel-sender',
  columns: ['parcel.ship_from'],
  v: 1,
  schema: address,
});

export const shipmentDocuments = [addressDocument, senderDocument];
