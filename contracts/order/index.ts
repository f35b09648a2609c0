import { z } from 'zod';
import { defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { exportPart } from '../every-service/exports.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import { orderStatistics } from '../customer/shapes.ts';
import { invoiceDocument } from '../invoice/index.ts';
import { orderChanges, orderId, orderNotFound, orderProof } from './changes.ts';
import { orderBulkPromises } from './bulk/bulk-changes.ts';
import { documentLabelPromises } from '../invoice/labels.ts';
import { figures } from './figures.ts';
import { orderLinks } from './links.ts';
import { outgoing } from './outgoing.ts';
import { paymentReviews } from './reviews.ts';
import { withdrawals } from './withdrawals.ts';
import { orderList } from './list.ts';
import { orderShape, orderSummary, refundShape, timelineEntry } from './shapes.ts';
import { payment, paymentShape } from '../payment/index.ts';
import { email, id, owner, page, pageFailures, pageOf, text, timestamp } from '../shapes.ts';

const ofOwner = { access: 'owner', staff: 'orders:read' } as const;

/** Orders from `checkout.completed` to delivered; the process that carries them; undoing. */
export const order = defineContract({
  service: 'order',
  operations: {
    ...promisesOfOrders,
    getOrder: query({ ...ofOwner, input: orderProof, output: orderShape, failures: orderNotFound }),
    /** What customer service needs to know of an order that the actor may see, sealed for it. */
    proveOrder: query({
      ...ofOwner,
      input: orderProof,
      output: z.strictObject({ orderSeal: z.string() }),
      failures: orderNotFound,
    }),
    /** Of what an account bought as a guest with addresses that it has confirmed, as it was placed. */
    summarizeJoinedOrders: query({
      access: 'customers:read',
      input: z.strictObject({ customerId: id }),
      output: orderStatistics,
    }),
    /** Whose accounts an order of a guest has joined, by its whole number, in the reader's channels. */
    findJoinedCustomers: query({
      access: 'customers:read',
      input: z.strictObject({ orderNumber: text(120) }),
      output: z.strictObject({ customerIds: z.array(id) }),
    }),
    /** Customers and guests see theirs, staff those of their channels. */
    listOrders: query({
      ...ofOwner,
      input: orderList,
      output: pageOf(orderSummary),
      failures: pageFailures,
    }),
    /** The orders of a list as CSV, the first placed first; that it begins is audited. */
    exportOrders: query({
      access: 'orders:read',
      input: orderList.omit({ limit: true, sort: true, updatedSince: true }),
      output: exportPart,
      failures: pageFailures,
    }),
    /** Everything that happened, oldest first. */
    getTimeline: query({
      ...ofOwner,
      input: orderProof,
      output: pageOf(timelineEntry),
      failures: orderNotFound,
    }),
    listRefunds: query({
      ...ofOwner,
      input: orderProof,
      output: pageOf(refundShape),
      failures: orderNotFound,
    }),
    listPayments: query({
      access: 'orders:read',
      input: orderId,
      output: pageOf(paymentShape),
      failures: orderNotFound,
    }),
    listLedgerEntries: query({
      access: 'orders:read',
      input: orderId,
      output: payment.operations.listLedgerEntries.output,
      failures: orderNotFound,
    }),
    /** What the payment gateway told that a person has to look at, of all channels. Newest first. */
    listPaymentReviews: query({
      access: 'orders:read',
      input: page,
      output: payment.operations.listPaymentReviews.output,
      failures: { ...pageFailures, all_channels_needed: failure('forbidden') },
    }),
    listDocuments: query({
      ...ofOwner,
      input: orderProof,
      output: pageOf(invoiceDocument),
      failures: orderNotFound,
    }),
    getDocumentPdf: query({
      ...ofOwner,
      input: orderProof.extend({ documentId: id }),
      output: z.strictObject({ fileName: z.string(), sha256: z.string(), pdfBase64: z.string() }),
      failures: { ...orderNotFound, document_not_found: failure('not_found') },
    }),
    ...figures,
    ...documentLabelPromises,
    ...orderChanges,
    ...orderBulkPromises,
    ...paymentReviews,
    ...orderLinks,
    ...withdrawals,
    ...outgoing,
  },
  events: {
    'order.placed': {
      version: 1,
      data: z.strictObject({
        orderId: id,
        orderNumber: z.string(),
        owner,
        email,
        totalMinor: amountMinor,
        currency: currencyCode,
        placedAt: timestamp,
      }),
    },
  },
});
