import { shipment } from '#contracts/shipment/index.ts';
import { defineDocument } from '#platform/documents/documents.ts';

export const addressDocument = defineDocument({
  name: 'parcel-address',
  columns: ['parcel.ship_to'],
  v: 1,
  schema: shipment.operations.purchaseLabel.input.shape.shipTo,
});

export const shipmentDocuments = [addressDocument];
