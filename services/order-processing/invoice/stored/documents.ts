import { z } from 'zod';
import { company } from '#contracts/product/company.ts';
import { invoice } from '#contracts/invoice/index.ts';
import { snapshotLine, taxShare } from '#contracts/shapes.ts';
import { defineDocument } from '#platform/documents/documents.ts';

const order = invoice.operations.issueInvoice.input;

/** The shop as it called itself on the day of issue. */
const shop = z.strictObject({
  name: z.string(),
  legalName: z.string(),
  street: z.string(),
  postalCode: z.string(),
  city: z.string(),
  countryCode: z.string(),
  taxId: z.string(),
  email: z.string(),
  phone: z.string(),
  websiteUrl: z.string(),
  // Of a channel with a company of its own.
  taxIds: company.shape.taxIds.optional(),
  registerEntries: company.shape.registerEntries.optional(),
  bankAccount: company.shape.bankAccount.unwrap().optional(),
  logoSha256: z.string().optional(),
});
export type Shop = z.output<typeof shop>;

/** Who sells in a channel, as its documents will say it. */
export const shopDocument = defineDocument({
  name: 'invoice-shop',
  columns: ['channel_company.shop'],
  v: 1,
  schema: shop,
});

/** Where the shop is: the day of a moment is the day there. Documents of earlier versions are in UTC. */
const timeZone = z.string().optional();

/** The shop's own words around the numbers. */
const labels = z.record(z.string(), z.string());
export const labelsDocument = defineDocument({
  name: 'document-labels',
  columns: ['document_label.labels'],
  v: 1,
  schema: z.object({ own: labels }),
  readBySql: [{ at: 'issuing/document-store.ts', fields: ['own'], v: 1 }],
});

const creditNote = z.strictObject({
  kind: z.literal('credit_note'),
  shop,
  timeZone,
  labels: labels.optional(),
  ...order.pick({ orderNumber: true, email: true, billingAddress: true, vatId: true }).shape,
  invoiceNumber: z.string(),
  invoiceIssuedAt: z.string(),
  invoiceTimeZone: timeZone,
  reason: z.string(),
  lines: z.array(
    snapshotLine
      .pick({
        lineId: true,
        sku: true,
        title: true,
        variantTitle: true,
        quantity: true,
        totalMinor: true,
      })
      .extend({ taxes: z.array(taxShare).optional() }),
  ),
  shippingMinor: z.int().optional(),
  shippingTaxes: z.array(taxShare).optional(),
  adjustmentMinor: z.int().optional(),
  currency: z.string(),
  totalMinor: z.int(),
  taxMinor: z.int(),
  taxes: z.array(taxShare),
});

/** All that a document says. It is never changed, so of one that was issued nothing is upcast away. */
export const snapshotDocument = defineDocument({
  name: 'invoice-snapshot',
  columns: ['document.snapshot'],
  v: 1,
  schema: z.discriminatedUnion('kind', [
    order.extend({
      kind: z.literal('invoice'),
      shop,
      timeZone,
      labels: labels.optional(),
      // Goods leave after the day of issue. Invoices of earlier versions say that day all the same.
      supplyFollows: z.literal(true).optional(),
    }),
    creditNote,
    creditNote.extend({
      kind: z.literal('credit_note_cancellation'),
      refundId: z.string(),
      creditNoteNumber: z.string(),
      creditNoteIssuedAt: z.string(),
    }),
  ]),
  readBySql: [
    { at: 'crediting/cancel-credit-note.ts', fields: ['refundId'], v: 1 },
    { at: 'crediting/credit-store.ts', fields: ['refundId'], v: 1 },
    { at: 'printing/get-document-pdf.ts', fields: ['shop.logoSha256'], v: 1 },
  ],
});

export const invoiceDocuments = [snapshotDocument, shopDocument, labelsDocument];
