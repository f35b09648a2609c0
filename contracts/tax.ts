import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { address, id, taxShare } from './shapes.ts';

const taxedAmount = z.strictObject({
  taxMinor: amountMinor,
  taxes: z.array(taxShare),
});

export const taxRate = z
  .strictObject({
    rateId: id,
    countryCode: z.string(),
    regionCode: z.string().nullable(),
    taxClass: z.string(),
    name: z.string(),
    ratePpm: z.int().min(0).max(1_000_000),
  })
  .meta({ id: 'TaxRate' });

/** Rates, classes, rounding and exemptions; the provider behind its port is asked where a channel says so. */
export const tax = defineContract({
  service: 'tax',
  operations: {
    /** Tax of lines and delivery for an address. Line taxes sum exactly to the quote's. */
    quoteTax: query({
      access: 'internal',
      input: z.strictObject({
        /** Reference for an outside provider: checkout id and version. */
        reference: z.string(),
        currency: currencyCode,
        pricesIncludeTax: z.boolean(),
        destination: address,
        exempt: z.boolean(),
        lines: z.array(
          z.strictObject({
            lineId: id,
            /** After discounts. */
            amountMinor,
            quantity: z.int().min(1),
            taxClass: z.string(),
          }),
        ),
        shippingMinor: amountMinor,
      }),
      output: z.strictObject({
        lines: z.array(taxedAmount.extend({ lineId: id })),
        shipping: taxedAmount,
        taxes: z.array(taxShare),
        taxMinor: amountMinor,
        /** `table` or the provider; `table_fallback` when the provider did not answer. */
        source: z.enum(['table', 'provider', 'table_fallback']),
      }),
      failures: { tax_unavailable: failure('unavailable') },
    }),
    listRates: query({
      access: 'settings:read',
      input: z.strictObject({ countryCode: z.string().optional() }),
      output: z.strictObject({ rates: z.array(taxRate) }),
    }),
    putRate: command({
      access: 'settings:write',
      idempotency: 'natural',
      input: taxRate.omit({ rateId: true }),
      output: taxRate,
    }),
  },
  events: {},
});
