import { z } from 'zod';
import { inventorySync, stockReconciliation } from '#contracts/inventory-sync/index.ts';
import { actor } from '#kernel/actor.ts';
import { defineDocument, storedFailure } from '#platform/documents/documents.ts';

const { recordDeparture, releaseReservation, receiveStock, countStock } = inventorySync.operations;

/** What inventory is asked for. */
export const inputDocument = defineDocument({
  name: 'entry-input',
  columns: ['entry.input'],
  v: 1,
  schema: z.union([
    recordDeparture.input,
    releaseReservation.input,
    receiveStock.input,
    countStock.input,
  ]),
});

export const actorDocument = defineDocument({
  name: 'entry-actor',
  columns: ['entry.actor'],
  v: 1,
  schema: actor,
});

/** What inventory answered. */
export const replyDocument = defineDocument({
  name: 'entry-reply',
  columns: ['entry.reply'],
  v: 1,
  schema: z.union([
    recordDeparture.output,
    releaseReservation.output,
    receiveStock.output,
    countStock.output,
  ]),
});

export const failureDocument = defineDocument({
  name: 'entry-failure',
  columns: ['entry.failure'],
  v: 1,
  schema: storedFailure,
});

export const differencesDocument = defineDocument({
  name: 'stock-differences',
  columns: ['reconciliation.differences'],
  v: 1,
  schema: stockReconciliation.shape.differences,
});

export const inventorySyncDocuments = [
  inputDocument,
  actorDocument,
  replyDocument,
  failureDocument,
  differencesDocument,
];
