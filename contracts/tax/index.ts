import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import { expectedVersion, expectsSinceVersion2, version, versionConflict } from '../overtaken.ts';
import {
  address,
  countryCode,
  id,
  page,
  pageFailures,
  pageOf,
  taxShare,
  text,
  timestamp,
} from '../shapes.ts';
import { taxCategory } from '../tax-category.ts';
import { taxReview } from './tax-review.ts';

const taxedAmount = z.strictObject({
  taxMinor: amountMinor,
  taxes: z.array(taxShare),
  /** Left out where nothing is asked for, and by a version that did not tell it. */
  taxCategory: taxCategory.optional(),
});

const ratePpm = z
  .int()
  .min(0)
  .max(1_000_000)
  .meta({ description: 'Parts per million: 190000 is 19 %', examples: [190_000] });
const classCode = z.string().regex(/^[a-z0-9_-]{1,64}$/);

export const taxRate = z
  .strictObject({
    rateId: id,
    countryCode,
    regionCode: z
      .string()
      .regex(/^[A-Z0-9]{1,3}$/)
      .nullable()
      .meta({
        description: 'Null: the whole country. A region stands in its place',
        examples: [null],
      }),
    taxClass: classCode.meta({ examples: ['standard'] }),
    name: text(60).meta({ examples: ['VAT'] }),
    ratePpm,
    components: z
      .array(z.strictObject({ name: text(60), ratePpm }))
      .max(5)
      .meta({ description: 'Taxes it is made of, each shown apart; they sum to the rate' }),
    archivedAt: timestamp.optional().meta({ description: 'Since when it is applied no more' }),
    version,
  })
  .meta({ id: 'TaxRate' });

export const taxClass = z
  .strictObject({ code: classCode, name: text(80) })
  .meta({ id: 'TaxClass' });

export const taxSettings = z
  .strictObject({
    channel: z.string(),
    source: z
      .enum(['auto', 'table', 'provider'])
      .meta({ description: 'auto: the provider for the USA and where the table has no rates' }),
    roundingLevel: z.enum(['line', 'total']),
    roundingMode: z.enum(['half_up', 'half_even']),
    shippingTax: z
      .enum(['standard', 'highest', 'proportional'])
      .meta({ description: 'At which of the rates delivery is taxed' }),
  })
  .meta({ id: 'TaxSettings' });

/** Rates, classes, rounding and exemptions; the provider behind its port is asked where a channel says so. */
export const tax = defineContract({
  service: 'tax',
  operations: {
    ...promisesOfOrders,
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
        /**
         * `table` or the provider; `table_fallback` when the provider did not answer. Where the
         * table has no rates either, that is no tax.
         */
        source: open(z.enum(['table', 'provider', 'table_fallback']), { unknownAs: 'provider' }),
        /** The provider's, by which it is told later that this was sold; else `untoldTax` (`untold.ts`). */
        calculationId: z.string().optional(),
        /** Rates that the table lacks where the lines go: nothing may be sold at this quote. */
        missing: z
          .array(
            z.strictObject({
              taxClass: z.string(),
              countryCode,
              regionCode: z.string().nullable(),
            }),
          )
          .optional(),
      }),
      /** The channel wants the provider, it does not answer, and the table knows no rate. */
      failures: { tax_unavailable: failure('unavailable') },
    }),
    listRates: query({
      access: 'settings:read',
      input: z.strictObject({
        countryCode: countryCode.optional(),
        state: z.enum(['active', 'archived']).optional(),
      }),
      output: pageOf(taxRate),
    }),
    /** Sets the rate of a class in a country or region; one that was archived there comes back under its id. */
    putRate: command({
      ...expectsSinceVersion2,
      scope: 'all',
      access: 'settings:write',
      idempotency: 'natural',
      input: taxRate
        .omit({ rateId: true, components: true, archivedAt: true, version: true })
        .extend({ components: taxRate.shape.components.optional(), expectedVersion }),
      output: taxRate,
      failures: {
        ...versionConflict,
        tax_class_unknown: failure('invalid'),
        components_do_not_sum: failure('invalid'),
      },
    }),
    /** Archives it: from then on it is applied no more. */
    removeRate: command({
      version: 2,
      raisedFor: ['expectedRate'],
      scope: 'all',
      access: 'settings:write',
      idempotency: 'natural',
      input: z.strictObject({
        rateId: id,
        /** Only while `tax.rates_changed` of this version is what the table has. */
        expectedVersion: z.int().min(0).optional(),
        /** The version of the rate itself, as it was read. */
        expectedRate: z.int().min(0).optional(),
      }),
      output: z.strictObject({}),
      failures: {
        ...versionConflict,
        tax_rate_not_found: failure('not_found'),
        /** Another rate was changed at the same time. Try again. */
        tax_rates_changed: failure('conflict'),
      },
    }),
    /** Of the invocation's channel, newest first. */
    listReviews: query({
      access: 'settings:read',
      input: page.extend({
        state: z.enum(['open', 'ended']).default('open').meta({
          description: '`ended`: those that a person has said to be done',
        }),
      }),
      output: pageOf(taxReview),
      failures: pageFailures,
    }),
    /** Of the invocation's channel: a person has reported it, or says why nobody need. */
    endReview: command({
      scope: 'channel',
      access: 'settings:write',
      idempotency: 'natural',
      input: z.strictObject({ documentId: id, note: text(1_000) }),
      output: taxReview,
      failures: {
        tax_review_not_found: failure('not_found'),
        /** Somebody was quicker, with other words. */
        tax_review_ended: failure('conflict'),
      },
    }),
    listClasses: query({
      access: 'settings:read',
      input: z.strictObject({}),
      output: pageOf(taxClass),
    }),
    putClass: command({
      scope: 'all',
      access: 'settings:write',
      idempotency: 'natural',
      input: taxClass,
      output: taxClass,
    }),
    /** Of the invocation's channel. */
    getTaxSettings: query({
      access: 'settings:read',
      input: z.strictObject({}),
      output: taxSettings,
    }),
    putTaxSettings: command({
      scope: 'channel',
      access: 'settings:write',
      idempotency: 'natural',
      input: taxSettings.omit({ channel: true }),
      output: taxSettings,
    }),
  },
  events: {
    /** What the table has now, where it is the table that taxes. */
    'tax.rates_changed': {
      version: 1,
      data: z.strictObject({
        /** The classes that a country has a rate of; countries that it does not tax are left out. */
        countries: z.array(z.strictObject({ countryCode, taxClasses: z.array(z.string()) })),
        /** Channels that the provider is asked for alone. */
        providerChannels: z.array(z.string()),
      }),
    },
  },
});
