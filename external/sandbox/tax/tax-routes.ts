import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import type { Book } from '../book/book.ts';
import { executeOnce, stripeError, type StripeAnswer } from '../stripe/stripe-calls.ts';
import { stripeDialect } from '../stripe/stripe-refusals.ts';
import { nowSeconds } from '../stripe/stripe-ids.ts';
import { taxPlaceOf, type TaxPlace } from './tax-places.ts';
import { calculateTax } from './tax-requests.ts';
import type { Calculation, StoredCalculation } from './tax-wire.ts';
import { registerTransactionRoutes } from './transaction-routes.ts';
import { parseForm, text, wholeNumber, type Form } from '../wire/wire-form.ts';
import { bodyText } from '../wire/request-body.ts';

interface CountryRates {
  type: string;
  rate: number;
  states?: Record<string, { type: string; rate: number }>;
}

interface Share {
  jurisdiction: { country: string; display_name: string; level: string; state: string | null };
  rate: number;
  taxType: string;
}

interface Part {
  amount: number;
  inclusive: boolean;
  taxCode: string;
}

const nothingTaxable = 'txcd_00000000';
const reducedCodes = new Set(['txcd_40060003', 'txcd_35010000']);
const reducedRates: Record<string, number> = {
  AT: 0.1,
  BE: 0.06,
  DE: 0.07,
  ES: 0.1,
  FR: 0.055,
  GB: 0,
  IE: 0.135,
  IT: 0.1,
  NL: 0.09,
  PL: 0.08,
};

/** Standard rates of the `sales-tax` package, a few reduced ones, the same answer each time. */
export function registerTaxRoutes(app: FastifyInstance, book: Book): void {
  const shelf = book.shelf<StoredCalculation>('tax_calculations');
  const wants = { dialect: stripeDialect, body: calculateTax };
  const options = { config: { system: 'tax' as const, operation: 'calculate', wants } };
  app.post('/v1/tax/calculations', options, async (request, reply) => {
    const form = parseForm(bodyText(request));
    return executeOnce(book, request, reply, () => {
      const result = calculate(form);
      if ('statusCode' in result) return result;
      const { id, amount_total: total, currency } = result;
      shelf.insert({ id, total, currency, created: nowSeconds(), calculation: result });
      return { statusCode: 200, body: JSON.stringify(result) };
    });
  });
  registerTransactionRoutes(app, book);
}

let rates: Record<string, CountryRates> | undefined;

function ratesOf(country: string): CountryRates | undefined {
  rates ??= createRequire(import.meta.url)('sales-tax/res/sales_tax_rates.json') as Record<
    string,
    CountryRates
  >;
  return Object.hasOwn(rates, country) ? rates[country] : undefined;
}

function calculate(form: Form): Calculation | StripeAnswer {
  const address = (name: string): string => text(form, 'customer_details', 'address', name) ?? '';
  const country = address('country');
  const currency = text(form, 'currency') ?? '';
  const items = form['line_items'];
  if (!/^[A-Z]{2}$/.test(country) || (country === 'US' && address('state') === '')) {
    return invalid('customer_tax_location_invalid', 'The location of the customer is not known.');
  }
  if (!/^[a-z]{3}$/.test(currency) || !Array.isArray(items)) {
    return invalid('parameter_missing', 'Missing required param: currency or line_items.');
  }
  const place = taxPlaceOf(country, address('state'), address('postal_code'));
  const exempt = text(form, 'customer_details', 'taxability_override') === 'customer_exempt';
  const shares = (code: string): Share[] =>
    exempt || code === nothingTaxable ? [] : sharesOf(place, code);
  const lines = items.map((item) => ({ ...taxed(readPart(item as Form), shares), item }));
  if (lines.some((line) => line.amount === -1)) {
    return invalid('parameter_missing', 'Each line needs amount and reference.');
  }
  const shippingForm = form['shipping_cost'] as Form | undefined;
  const shipping = shippingForm && taxed(readPart(shippingForm), shares);
  const parts = [...lines, ...(shipping ? [shipping] : [])];
  const sum = (behavior: string): number =>
    parts.reduce((total, p) => total + (p.tax_behavior === behavior ? p.amount_tax : 0), 0);
  const exclusive = sum('exclusive');
  const id = `taxcalc_${randomBytes(12).toString('hex')}`;
  const calculation = {
    id,
    object: 'tax.calculation',
    amount_total: parts.reduce((total, part) => total + part.amount, 0) + exclusive,
    currency,
    customer: null,
    customer_details: {
      address: {
        city: address('city') || null,
        country,
        line1: address('line1') || null,
        line2: address('line2') || null,
        postal_code: address('postal_code') || null,
        state: address('state') || null,
      },
      address_source: 'shipping',
      ip_address: null,
      tax_ids: [],
      taxability_override: exempt ? 'customer_exempt' : 'none',
    },
    expires_at: Math.floor(Date.now() / 1_000) + 90 * 86_400,
    livemode: false,
    line_items: {
      object: 'list',
      has_more: false,
      url: `/v1/tax/calculations/${id}/line_items`,
      data: lines.map(({ item, ...line }) => ({
        id: `tax_li_${randomBytes(8).toString('hex')}`,
        object: 'tax.calculation_line_item',
        livemode: false,
        product: null,
        quantity: wholeNumber(text(item, 'quantity')) ?? 1,
        reference: text(item, 'reference') ?? '',
        ...line,
      })),
    },
    shipping_cost: shipping ?? null,
    tax_amount_exclusive: exclusive,
    tax_amount_inclusive: sum('inclusive'),
    tax_breakdown: [],
    tax_date: Math.floor(Date.now() / 1_000),
  };
  return calculation;
}

function invalid(code: string, message: string): StripeAnswer {
  return stripeError(400, { type: 'invalid_request_error', code, message });
}

function readPart(form: Form): Part {
  return {
    amount: wholeNumber(text(form, 'amount')) ?? -1,
    inclusive: text(form, 'tax_behavior') === 'inclusive',
    taxCode: text(form, 'tax_code') ?? '',
  };
}

function sharesOf({ country, state, isOutside }: TaxPlace, taxCode: string): Share[] {
  if (isOutside) return [];
  const known = ratesOf(country);
  if (known === undefined) return [];
  const reduced = reducedCodes.has(taxCode) ? reducedRates[country] : undefined;
  const found: Share[] = [];
  const rate = reduced ?? known.rate;
  if (rate > 0) {
    const jurisdiction = { country, display_name: country, level: 'country', state: null };
    found.push({ jurisdiction, rate, taxType: known.type === 'vat' ? 'vat' : 'gst' });
  }
  const own = known.states?.[state];
  if (own !== undefined && own.rate > 0) {
    const jurisdiction = { country, display_name: state, level: 'state', state };
    found.push({
      jurisdiction,
      rate: own.rate,
      taxType: country === 'US' ? 'sales_tax' : own.type,
    });
  }
  return found;
}

function taxed({ amount, inclusive, taxCode }: Part, shares: (code: string) => Share[]) {
  const applied = shares(taxCode);
  const rate = applied.reduce((total, share) => total + share.rate, 0);
  const taxable = inclusive ? Math.round(amount / (1 + rate)) : amount;
  const tax = inclusive ? amount - taxable : Math.round(amount * rate);
  let left = tax;
  return {
    amount,
    amount_tax: tax,
    tax_behavior: inclusive ? 'inclusive' : 'exclusive',
    tax_code: taxCode,
    tax_breakdown: applied.map((share, index) => {
      const last = index === applied.length - 1;
      const part = last ? left : Math.round(tax * (share.rate / rate));
      left -= part;
      return {
        amount: part,
        jurisdiction: share.jurisdiction,
        sourcing: 'destination',
        tax_rate_details: {
          display_name: share.taxType,
          percentage_decimal: String(Number((share.rate * 100).toFixed(4))),
          tax_type: share.taxType,
        },
        taxability_reason: 'standard_rated',
        taxable_amount: taxable,
      };
    }),
  };
}
