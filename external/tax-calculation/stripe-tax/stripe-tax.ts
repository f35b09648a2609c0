import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { z } from 'zod';
import type { TaxCategory } from '#kernel/tax/tax-category.ts';
import { unknown } from '../../exchange/exchange.ts';
import type { ExternalCall, PostalAddress, Unknown } from '../../exchange/external-call.ts';
import { StripeClient, type StripeSettings } from '../../stripe/stripe-client.ts';
import type {
  CalculateTaxRequest,
  CalculateTaxResult,
  CommitTaxRequest,
  CommitTaxResult,
  ReverseTaxRequest,
  ReverseTaxResult,
  TaxCalculation,
  TaxShare,
} from '../port.ts';
import { commitTax, reverseTax } from './report-tax.ts';

export interface StripeTaxSettings extends StripeSettings {
  /** Stripe's tax code of each of our tax classes; a class that is a `txcd_…` stands for itself. */
  taxCodes?: Record<string, string> | undefined;
}

const defaultTaxCodes: Record<string, string> = {
  standard: 'txcd_99999999',
  reduced: 'txcd_40060003',
  digital: 'txcd_10000000',
  books: 'txcd_35010000',
  zero: 'txcd_00000000',
  exempt: 'txcd_00000000',
};
const shippingTaxCode = 'txcd_92010001';

const amount = z.number().int();
const behavior = z.enum(['inclusive', 'exclusive']);
const breakdownSchema = z.object({
  amount,
  taxable_amount: amount,
  jurisdiction: z.object({ country: z.string(), display_name: z.string() }),
  tax_rate_details: z
    .object({ percentage_decimal: z.string(), tax_type: z.string().nullish() })
    .nullable(),
  taxability_reason: z.string().nullish(),
});
const taxed = { amount, amount_tax: amount, tax_behavior: behavior };
const answerSchema = z.object({
  id: z.string().nullable(),
  object: z.literal('tax.calculation'),
  currency: z.string(),
  amount_total: amount,
  tax_amount_exclusive: amount,
  tax_amount_inclusive: amount,
  line_items: z.object({
    has_more: z.boolean(),
    data: z.array(
      z.object({ ...taxed, reference: z.string(), tax_breakdown: z.array(breakdownSchema) }),
    ),
  }),
  shipping_cost: z
    .object({ ...taxed, tax_breakdown: z.array(breakdownSchema).optional() })
    .nullable(),
});

type Answer = z.infer<typeof answerSchema>;
const invalid = (detail: string): Unknown => unknown('invalid_answer', 'maybe', detail);

export class StripeTax implements TaxCalculation {
  private readonly client: StripeClient;
  private readonly taxCodes: Record<string, string>;

  constructor(settings: StripeTaxSettings) {
    this.client = new StripeClient(settings);
    this.taxCodes = { ...defaultTaxCodes, ...settings.taxCodes };
  }

  async calculate(request: CalculateTaxRequest, call?: ExternalCall): Promise<CalculateTaxResult> {
    const parameters = this.parameters(request);
    if (parameters === undefined) return { status: 'refused', code: 'tax_class_unknown' };
    const result = await this.client.send(
      {
        method: 'POST',
        path: '/v1/tax/calculations',
        parameters,
        // Nothing is charged by a calculation: one of its own lets a lost answer be asked for again.
        idempotencyKey: request.idempotencyKey ?? randomUUID(),
      },
      call,
    );
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') {
      return { status: 'refused', code: result.code, detail: result.detail };
    }
    const parsed = answerSchema.safeParse(result.value);
    return parsed.success ? judge(request, parsed.data) : invalid('no calculation');
  }

  commit(request: CommitTaxRequest, call?: ExternalCall): Promise<CommitTaxResult> {
    return commitTax(this.client, request, call);
  }

  reverse(request: ReverseTaxRequest, call?: ExternalCall): Promise<ReverseTaxResult> {
    return reverseTax(this.client, request, call);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private parameters(request: CalculateTaxRequest) {
    const lines = request.lines.map((line) => ({
      amount: line.amountMinor,
      quantity: line.quantity,
      reference: line.reference,
      tax_behavior: line.taxBehavior,
      tax_code: line.taxClass.startsWith('txcd_')
        ? line.taxClass
        : (this.taxCodes[line.taxClass] ?? ''),
    }));
    if (lines.some((line) => line.tax_code === '')) return undefined;
    const from = request.shipFromAddress;
    return {
      currency: request.currency.toLowerCase(),
      customer_details: {
        address: wireAddress(request.customerAddress),
        address_source: 'shipping',
        ...(request.customerExempt ? { taxability_override: 'customer_exempt' as const } : {}),
      },
      ...(from === undefined ? {} : { ship_from_details: { address: wireAddress(from) } }),
      line_items: lines,
      shipping_cost: {
        amount: request.shippingMinor,
        tax_behavior: request.shippingTaxBehavior ?? 'exclusive',
        tax_code: shippingTaxCode,
      },
      expand: ['line_items.data.tax_breakdown', 'shipping_cost.tax_breakdown'],
    } satisfies Stripe.Tax.CalculationCreateParams;
  }
}

function wireAddress(address: PostalAddress) {
  return {
    line1: address.line1,
    ...(address.line2 ? { line2: address.line2 } : {}),
    city: address.city,
    ...(address.region ? { state: address.region } : {}),
    postal_code: address.postalCode,
    country: address.country,
  };
}

/** The answer must hold our lines and amounts, and its sums must be sums of its parts. */
function judge(request: CalculateTaxRequest, answer: Answer): CalculateTaxResult {
  if (answer.currency.toUpperCase() !== request.currency) {
    return unknown('currency_mismatch', 'maybe', answer.currency);
  }
  if (answer.line_items.has_more || answer.line_items.data.length !== request.lines.length) {
    return invalid('lines missing');
  }
  const byReference = new Map(answer.line_items.data.map((line) => [line.reference, line]));
  const lines = [];
  for (const asked of request.lines) {
    const line = byReference.get(asked.reference);
    if (line === undefined) return invalid('lines missing');
    if (line.amount !== asked.amountMinor || line.tax_behavior !== asked.taxBehavior) {
      return unknown('amount_mismatch', 'maybe', 'line');
    }
    lines.push({ reference: asked.reference, ...taxedPart(line) });
  }
  const shipping = answer.shipping_cost;
  if (shipping === null || shipping.amount !== request.shippingMinor) {
    return unknown('amount_mismatch', 'maybe', 'shipping');
  }
  const parts = [...answer.line_items.data, shipping];
  if (parts.some((part) => part.amount_tax !== 0 && !part.tax_breakdown?.length)) {
    return invalid('a tax of no rate');
  }
  const taxOf = (kind: string): number =>
    sum(parts.filter((part) => part.tax_behavior === kind).map((part) => part.amount_tax));
  const total = sum(parts.map((part) => part.amount)) + taxOf('exclusive');
  if (
    taxOf('exclusive') !== answer.tax_amount_exclusive ||
    taxOf('inclusive') !== answer.tax_amount_inclusive ||
    total !== answer.amount_total
  ) {
    return unknown('amount_mismatch', 'maybe', 'totals');
  }
  return {
    status: 'calculated',
    calculationId: answer.id,
    currency: request.currency,
    totalMinor: total,
    taxExclusiveMinor: answer.tax_amount_exclusive,
    taxInclusiveMinor: answer.tax_amount_inclusive,
    lines,
    shipping: taxedPart(shipping),
  };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/** Stripe's reasons for no tax; a reason that is not here says nothing of it. */
const reasons: Readonly<Record<string, TaxCategory>> = {
  standard_rated: 'standard',
  reduced_rated: 'standard',
  zero_rated: 'zero',
  customer_exempt: 'exempt',
  product_exempt: 'exempt',
  product_exempt_holiday: 'exempt',
  reverse_charge: 'reverse_charge',
  not_collecting: 'outside',
  not_subject_to_tax: 'outside',
  not_supported: 'outside',
};

/** A reason that its rate gainsays is not told: what is taxed is so at its rate. */
function reasonOf(share: z.infer<typeof breakdownSchema>) {
  if (share.amount > 0) return { reason: 'standard' as const };
  const reason = reasons[share.taxability_reason ?? ''];
  return reason === undefined ? {} : { reason };
}

function taxedPart(part: NonNullable<Answer['shipping_cost']>) {
  return {
    amountMinor: part.amount,
    taxMinor: part.amount_tax,
    taxBehavior: part.tax_behavior,
    shares: (part.tax_breakdown ?? []).map((share): TaxShare => ({
      jurisdiction: share.jurisdiction.display_name,
      taxType: share.tax_rate_details?.tax_type ?? 'none',
      ratePercent: share.tax_rate_details?.percentage_decimal ?? '0',
      taxableMinor: share.taxable_amount,
      taxMinor: share.amount,
      ...reasonOf(share),
    })),
  };
}
