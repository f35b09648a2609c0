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

export type CalculateTaxResult = z.infer<typeof calculateTaxResultSchema>;
export type TaxShare = z.infer<typeof taxShareSchema>;

export interface TaxCalculation {
  calculate(request: CalculateTaxRequest, call?: ExternalCall): Promise<CalculateTaxResult>;
  close(): Promise<void>;
}
