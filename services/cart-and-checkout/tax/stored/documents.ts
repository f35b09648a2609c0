import { taxRate } from '#contracts/tax/index.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** The taxes that a rate is made of. */
export const componentsDocument = defineDocument({
  name: 'tax-components',
  columns: ['tax_rate.components'],
  v: 1,
  schema: taxRate.shape.components,
});

export const taxDocuments = [componentsDocument];
