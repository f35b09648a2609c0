import { z } from 'zod';
import { inventory } from '#contracts/inventory/index.ts';
import { stockLocation } from '#contracts/inventory/stock.ts';
import { defineDocument } from '#platform/documents/documents.ts';

const { receiveStock, countStock } = inventory.operations;

/** Where parcels are sent from. */
export const addressDocument = defineDocument({
  name: 'location-address',
  columns: ['location.address'],
  v: 1,
  schema: stockLocation.shape.address,
});

/** When a location hands parcels over. */
export const dispatchDocument = defineDocument({
  name: 'location-dispatch',
  columns: ['location.dispatch'],
  v: 1,
  schema: stockLocation.shape.dispatch,
});

/** What a receipt or a count answered; departures and releases are told by their units alone. */
export const replyDocument = defineDocument({
  name: 'stock-reply',
  columns: ['stock_document.reply'],
  v: 1,
  schema: z.union([receiveStock.output, countStock.output, z.strictObject({})]),
});

export const inventoryDocuments = [addressDocument, dispatchDocument, replyDocument];
