import { z } from 'zod';
import { knownTaxCategory } from '#kernel/tax/tax-category.ts';
import {
  refusedSchema,
  unknownSchema,
  type ExternalCall,
  type PostalAddress,
} from '../exchange/external-call.ts';

export type { ExternalCall, PostalAddress, Refused, Unknown } from '../exchange/external-call.ts';

export type TaxBehavior = 'inclusive' | 'exclusive';

export interface CalculateTaxRequest {
  /** Our own id of the quote, e.g. checkout id and version. */
  reference: string;
  /** ISO 4217, upper case. */
  currency: string;
  customerAddress: PostalAddress;
  shipFromAddress?: PostalAddress | undefined;
  customerExempt?: boolean | undefined;
  lines: {
    /** Unique within the request. */
    reference: string;
    /** Of the whole line, not of one piece. */
    amountMinor: number;
    quantity: number;
    taxClass: string;
    taxBehavior: TaxBehavior;
  }[];
  shippingMinor: number;
  shippingTaxBehavior?: TaxBehavior | undefined;
  idempotencyKey?: string | undefined;
}

const minor = z.number().int();

const taxShareSchema = z.object({
  jurisdiction: z.string(),
  /** e.g. `vat`, `sales_tax`, `gst`. */
  taxType: z.string(),
  /** Decimal percent as a string, e.g. `19.0`. */
  ratePercent: z.string(),
  taxableMinor: minor,
  taxMinor: minor,
  /** Why it bears this tax, as far as the provider says so. */
  reason: knownTaxCategory.optional(),
});

const taxedLineSchema = z.object({
  reference: z.string(),
  amountMinor: minor,
  taxMinor: minor,
  taxBehavior: z.enum(['inclusive', 'exclusive']),
  shares: z.array(taxShareSchema),
});

export const calculateTaxResultSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('calculated'),
    calculationId: z.string().nullable(),
    currency: z.string(),
    /** Lines and shipping together with all tax. */
    totalMinor: minor,
    /** Comes on top of the amounts given. */
    taxExclusiveMinor: minor,
    /** Is contained in the amounts given. */
    taxInclusiveMinor: minor,
    /** In the order of the request. */
    lines: z.array(taxedLineSchema),
    shipping: taxedLineSchema.omit({ reference: true }),
  }),
  refusedSchema,
  unknownSchema,
]);

const reportedPart = z.object({
  amountMinor: minor,
  taxMinor: minor,
  taxBehavior: z.enum(['inclusive', 'exclusive']),
});

export interface CommitTaxRequest {
  calculationId: string;
  /** Our own number of what was sold, unique for ever: the invoice's. */
  reference: string;
  idempotencyKey: string;
}

/** Refused as `reference_used`, `calculation_used`, `calculation_expired`, or in the provider's words. */
export const commitTaxResultSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('committed'),
    transactionId: z.string(),
    /** By the references that the calculation was asked with. */
    lines: z.array(reportedPart.extend({ reference: z.string(), reportedLineId: z.string() })),
    shipping: reportedPart.nullable(),
  }),
  refusedSchema,
  unknownSchema,
]);

/** What is taken back of a part: of amount and tax as they were reported, each 0 or more. */
export interface ReversedPart {
  amountMinor: number;
  taxMinor: number;
}

export interface ReverseTaxRequest {
  transactionId: string;
  /** Our own number of what was given back, unique for ever: the credit note's. */
  reference: string;
  idempotencyKey: string;
  lines: (ReversedPart & { reportedLineId: string; reference: string; quantity?: number })[];
  shipping?: ReversedPart | undefined;
}

/** Refused as `reference_used`, `more_than_left`, or in the provider's words. */
export const reverseTaxResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('reversed'), transactionId: z.string() }),
  refusedSchema,
  unknownSchema,
]);

export type CommitTaxResult = z.infer<typeof commitTaxResultSchema>;
export type ReverseTaxResult = z.infer<typeof reverseTaxResultSchema>;
export type CalculateTaxResult = z.infer<typeof calculateTaxResultSchema>;
export type TaxShare = z.infer<typeof taxShareSchema>;

export interface TaxCalculation {
  calculate(request: CalculateTaxRequest, call?: ExternalCall): Promise<CalculateTaxResult>;
  /** Reports what was sold by a calculation, which is then due to the authorities. */
  commit(request: CommitTaxRequest, call?: ExternalCall): Promise<CommitTaxResult>;
  /** Reports what was given back of what was reported. */
  reverse(request: ReverseTaxRequest, call?: ExternalCall): Promise<ReverseTaxResult>;
  close(): Promise<void>;
}
