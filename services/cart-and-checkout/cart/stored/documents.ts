import { fieldDefinition } from '#contracts/fields.ts';
import { z } from 'zod';
import { cartLine } from '#contracts/cart/shapes.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** Lines as they were priced when they were put in or last changed. */
export const linesDocument = defineDocument({
  name: 'cart-lines',
  columns: ['cart.lines', 'saved_list.lines'],
  v: 1,
  schema: z.array(cartLine.omit({ subtotalMinor: true })),
  readBySql: [{ at: 'carts/complete-carts.ts', fields: ['', '[].quantity', '[].lineId'], v: 1 }],
});

/** What the shop says of a field of its own. */
export const fieldDocument = defineDocument({
  name: 'cart-field',
  columns: ['field_definition.definition'],
  v: 1,
  schema: fieldDefinition,
});

export const cartDocuments = [linesDocument, fieldDocument];
