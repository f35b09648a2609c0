import { fieldDefinition } from '#contracts/fields.ts';
import { address } from '#contracts/shapes.ts';
import { notification } from '#contracts/notification/index.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** An entry of an address book. */
export const addressDocument = defineDocument({
  name: 'customer-address',
  columns: ['customer_address.address'],
  v: 1,
  schema: address,
});

/** A message that rests until notification has it. */
export const messageDocument = defineDocument({
  name: 'message-to-hand-on',
  columns: ['mail_to_hand_on.message'],
  v: 1,
  schema: notification.operations.sendMessage.input,
});

/** What the shop says of a field of its own. */
export const fieldDocument = defineDocument({
  name: 'customer-field',
  columns: ['field_definition.definition'],
  v: 1,
  schema: fieldDefinition,
  readBySql: [{ at: 'customer-store.ts', fields: ['storefront'], v: 1 }],
});

export const customerDocuments = [addressDocument, messageDocument, fieldDocument];

export const otherJsonOfCustomer = {
  'customer.attributes':
    'values of the shop’s own fields by key: what is in it, their definitions say',
};
