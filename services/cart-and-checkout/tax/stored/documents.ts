import { z } from 'zod';
import { invoice } from '#contracts/invoice/index.ts';
import { taxRate } from '#contracts/tax/index.ts';
import { amountMinor } from '#kernel/money.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** The taxes that a rate is made of. */
export const componentsDocument = defineDocument({
  name: 'tax-components',
  columns: ['tax_rate.components', 'archived_tax_rate.components'],
  v: 1,
  schema: taxRate.shape.components,
});

const part = z.strictObject({ amountMinor, taxMinor: amountMinor });
const soldPart = part.extend({ taxBehavior: z.enum(['inclusive', 'exclusive']) });

/** The parts of an invoice as the tax provider has them; amounts include the tax or not. */
export const soldDocument = defineDocument({
  name: 'tax-sold',
  columns: ['reported_document.sold'],
  v: 1,
  schema: z.strictObject({
    lines: z.array(soldPart.extend({ reference: z.string(), reportedLineId: z.string() })),
    shipping: soldPart.nullable(),
  }),
});

/** What a credit note gives back. */
export const creditedDocument = defineDocument({
  name: 'tax-credited',
  columns: ['reported_document.credited'],
  v: 1,
  schema: invoice.events['invoice.credited'].data.pick({
    totalMinor: true,
    taxMinor: true,
    lines: true,
    shipping: true,
  }),
});

/** What it takes of the parts that the tax provider has. */
export const takenDocument = defineDocument({
  name: 'tax-taken',
  columns: ['reported_document.taken'],
  v: 1,
  schema: z.strictObject({
    lines: z.array(
      part.extend({ reportedLineId: z.string(), quantity: z.int().min(1).optional() }),
    ),
    shipping: part.nullable(),
  }),
});

export type Sold = z.output<typeof soldDocument.schema>;
export type Credited = z.output<typeof creditedDocument.schema>;
export type Taken = z.output<typeof takenDocument.schema>;

export const taxDocuments = [componentsDocument, soldDocument, creditedDocument, takenDocument];
