import { z } from 'zod';
import { cartLine } from '#contracts/cart/index.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** Lines as they were priced when they were put in or last changed. */
export const linesDocument = defineDocument({
  name: 'cart-lines',
  columns: ['cart.lines'],
  v: 1,
  schema: z.array(cartLine.omit({ subtotalMinor: true })),
});

export const cartDocuments = [linesDocument];
