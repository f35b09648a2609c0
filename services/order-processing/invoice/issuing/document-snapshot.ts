import type { z } from 'zod';
import type { invoiceDocument } from '#contracts/invoice/index.ts';
import type { SnapshotLine, Totals } from '#contracts/shapes.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Shop } from '../stored/documents.ts';

export type Context = ServiceContext<'invoice'>;
export type InvoiceDocument = z.output<typeof invoiceDocument>;
type Order = InputOf<'invoice', 'issueInvoice'>;
export type TaxShare = Totals['taxes'][number];

/** All that an invoice says, as it was on the day of issue. */
export interface InvoiceSnapshot extends Order {
  readonly kind: 'invoice';
  readonly shop: Shop;
  /** Whose days its dates are; documents of earlier versions were dated in UTC. */
  readonly timeZone?: string | undefined;
  /** The shop's own words, as they were. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Goods leave after the day of issue, and on which day nobody knows yet. */
  readonly supplyFollows?: true | undefined;
}

export type CreditedLine = Pick<SnapshotLine, 'lineId' | 'sku' | 'title' | 'variantTitle'> & {
  readonly quantity: number;
  readonly totalMinor: number;
  /** As it was invoiced with; absent from what an earlier version issued. */
  readonly taxes?: readonly TaxShare[] | undefined;
};

export interface CreditNoteSnapshot {
  readonly kind: 'credit_note';
  readonly shop: Shop;
  /** Whose days its dates are; documents of earlier versions were dated in UTC. */
  readonly timeZone?: string | undefined;
  /** The shop's own words, as they were. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly orderNumber: string;
  readonly email: string;
  readonly billingAddress: Order['billingAddress'];
  /** The buyer's. */
  readonly vatId?: string | undefined;
  readonly invoiceNumber: string;
  readonly invoiceIssuedAt: string;
  /** Whose days the invoice's dates are, so that both say the same of it. */
  readonly invoiceTimeZone?: string | undefined;
  readonly reason: string;
  /** Empty where no goods were credited. */
  readonly lines: readonly CreditedLine[];
  /** Of the delivery, with its tax. */
  readonly shippingMinor?: number | undefined;
  readonly shippingTaxes?: readonly TaxShare[] | undefined;
  /** What was given beyond goods and delivery, or held back of them. */
  readonly adjustmentMinor?: number | undefined;
  readonly currency: string;
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly TaxShare[];
}

/** Says what the credit note said that it takes back. */
export interface CancellationSnapshot extends Omit<CreditNoteSnapshot, 'kind'> {
  readonly kind: 'credit_note_cancellation';
  readonly refundId: string;
  readonly creditNoteNumber: string;
  readonly creditNoteIssuedAt: string;
}

export type Snapshot = InvoiceSnapshot | CreditNoteSnapshot | CancellationSnapshot;
