import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { leftOut, open } from '#kernel/open-values.ts';
import { knownTaxCategory } from '#kernel/tax/tax-category.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import { documentLabelPromises } from './labels.ts';
import { creditNotePreview } from './previews.ts';
import {
  address,
  id,
  pageOf,
  paymentMethodKind,
  snapshotLine,
  timestamp,
  totals,
} from '../shapes.ts';
import { buyerTax } from '../tax-exemption.ts';

export const invoiceDocument = z
  .strictObject({
    documentId: id,
    kind: open(z.enum(['invoice', 'credit_note', 'credit_note_cancellation']), {
      unknownAs: leftOut,
    }),
    /** Series, year and gapless number, e.g. `INV-2026-000001`. */
    number: z.string(),
    orderId: id,
    issuedAt: timestamp,
    currency: currencyCode,
    totalMinor: amountMinor,
  })
  .meta({ id: 'InvoiceDocument' });

const creditedLine = z.strictObject({
  lineId: id,
  quantity: z.int().min(1),
  /** With its tax; what so many units cost, where an earlier version asks. */
  amountMinor: amountMinor.optional(),
});
/** What is given back: what goods, delivery and taxes do not make up is an adjustment. */
const credited = z.strictObject({
  orderId: id,
  amountMinor,
  lines: z.array(creditedLine).optional(),
  /** Of the delivery, with its tax. */
  shippingMinor: amountMinor.optional(),
  /** All goods and the delivery, as far as no note has given them back: instead of lines. */
  rest: z.boolean().optional(),
  /** Beside `rest`: what notes to come will say, of refunds that are under way. */
  restWithout: z
    .strictObject({ lines: z.array(creditedLine), shippingMinor: amountMinor })
    .optional(),
});
const creditedPart = z.strictObject({ totalMinor: amountMinor, taxMinor: amountMinor });
/** A document of an order that a tax provider taxed. */
const taxedDocument = z.strictObject({ orderId: id, documentId: id, number: z.string() });

const creditFailures = {
  invoice_not_found: failure('not_found'),
  credit_exceeds_invoice: failure('conflict', z.strictObject({ creditableMinor: amountMinor })),
  credit_line_unknown: failure('invalid'),
};

/** Invoices and credit notes: gapless numbers per series and year, snapshots that never change. */
export const invoice = defineContract({
  service: 'invoice',
  operations: {
    ...promisesOfOrders,
    ...documentLabelPromises,
    /** Issues an order's invoice, once: repeating it answers the one that was issued. */
    issueInvoice: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        orderId: id,
        orderNumber: z.string(),
        email: z.string(),
        billingAddress: address,
        shippingAddress: address.nullable(),
        lines: z.array(snapshotLine.extend({ taxCategory: knownTaxCategory.optional() })),
        totals: totals.extend({ shippingTaxCategory: knownTaxCategory.optional() }),
        ...buyerTax,
        /** Of the tax provider that taxed it: it is told of the invoice and of what is credited. */
        taxCalculationId: z.string().optional(),
        deliveryName: z.string().nullable(),
        paymentMethod: paymentMethodKind,
        placedAt: timestamp,
        /** When the money is to be there, of what is paid later. */
        dueAt: timestamp.optional(),
        /** In place of it where the days count from a delivery that is yet to come. */
        dueDaysFromDelivery: z.int().min(0).optional(),
      }),
      output: invoiceDocument,
      failures: { invoice_withheld: failure('conflict') },
    }),
    /**
     * From now on no invoice is issued for an order that was cancelled, however late it is asked for.
     * Answers whether one was issued before, which then stands until it is credited.
     */
    withholdInvoice: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({ orderId: id }),
      output: z.strictObject({ invoiced: z.boolean() }),
    }),
    /** Issues the credit note of a refund, once per refund id; each part has the taxes it was invoiced with. */
    issueCreditNote: command({
      access: 'internal',
      idempotency: 'natural',
      input: credited.extend({ refundId: id, reason: z.string() }),
      output: invoiceDocument,
      failures: creditFailures,
    }),
    /** What such a note would say now; nothing is written. */
    previewCreditNote: query({
      access: 'internal',
      input: credited,
      output: creditNotePreview,
      failures: creditFailures,
    }),
    /**
     * Takes back the credit note of a refund that came back, once: a document with a number of its own
     * series, and what was credited can be credited again.
     */
    cancelCreditNote: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({ refundId: id, orderId: id, reason: z.string() }),
      output: invoiceDocument,
      failures: { credit_note_not_found: failure('not_found') },
    }),
    listDocumentsOfOrder: query({
      access: 'internal',
      input: z.strictObject({ orderId: id }),
      output: pageOf(invoiceDocument),
    }),
    /** The PDF, rendered when it is first read and kept by its hash. */
    getDocumentPdf: query({
      access: 'internal',
      input: z.strictObject({ orderId: id, documentId: id }),
      output: z.strictObject({ fileName: z.string(), sha256: z.string(), pdfBase64: z.string() }),
      failures: { document_not_found: failure('not_found') },
    }),
  },
  /** Of orders that a tax provider taxed alone. */
  events: {
    'invoice.issued': {
      version: 1,
      data: taxedDocument.extend({ calculationId: z.string() }),
    },
    /** Parts that do not sum to what is given back: the rest is an adjustment, of either sign. */
    'invoice.credited': {
      version: 1,
      data: taxedDocument.extend({
        ...creditedPart.shape,
        lines: z.array(creditedPart.extend({ lineId: id, quantity: z.int().min(1) })),
        shipping: creditedPart,
      }),
    },
    'invoice.credit_note_cancelled': {
      version: 1,
      data: taxedDocument.extend({ creditNoteId: id }),
    },
  },
});
