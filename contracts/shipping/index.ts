import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { commonPromises } from '../every-service/promises.ts';
import { expectedVersion, expectsSinceVersion2, version, versionConflict } from '../overtaken.ts';
import { address, countryCode, delivery, id, pageOf, text } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';
import { code, deliveryDays, deliveryWeekdays, holidays } from './delivery-days.ts';

const days = z.int().min(0).max(365).nullable();

export const deliveryMethod = z
  .strictObject({
    zoneCode: code,
    code,
    name: text(80),
    basis: z
      .enum(['weight', 'price', 'items'])
      .meta({ description: 'What rates are chosen by: grams, minor units of the goods, pieces' }),
    carrierCode: ofKind('code', z.string().max(60)).nullable(),
    serviceCode: ofKind('code', z.string().max(60))
      .nullable()
      .meta({ description: "The carrier's service that labels are bought for" }),
    earliestDays: days.meta({ description: 'Days of delivery after the hand-over, at least one' }),
    latestDays: days,
    active: z.boolean(),
    rates: z
      .array(
        z.strictObject({
          currency: currencyCode,
          from: z.int().min(0).meta({ description: 'Of the basis, inclusive' }),
          below: z.int().min(1).nullable().meta({ description: 'Exclusive; null: without end' }),
          priceMinor: amountMinor,
        }),
      )
      .max(100)
      .meta({ examples: [[{ currency: 'EUR', from: 0, below: null, priceMinor: 490 }]] }),
    freeFrom: z
      .array(z.strictObject({ currency: currencyCode, subtotalMinor: amountMinor }))
      .max(50)
      .meta({ description: 'From this worth of goods on it costs nothing' }),
    version,
  })
  .meta({ id: 'DeliveryMethod' });

export const deliveryZone = z
  .strictObject({
    code,
    name: text(80),
    channels: z
      .array(ofKind('code', z.string().min(1).max(40)))
      .min(1)
      .max(50),
    countries: z
      .array(z.union([countryCode, z.literal('*')]))
      .min(1)
      .max(250)
      .meta({ description: '* is the rest of the world' }),
    regions: z
      .array(z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/))
      .max(250)
      .meta({ description: 'ISO 3166-2; empty: all of the countries', examples: [['US-HI']] }),
    version,
  })
  .meta({ id: 'DeliveryZone' });

export const deliveryCountry = z
  .strictObject({
    countryCode,
    countryName: z
      .string()
      .meta({ description: 'In the language that was asked for', examples: ['Germany'] }),
    partly: z.boolean().meta({
      description: 'To some of its regions alone: which, an address tells',
    }),
  })
  .meta({ id: 'DeliveryCountry' });

export const shippingSettings = z
  .strictObject({
    channel: z.string(),
    liveQuotes: z.boolean().meta({ description: 'Offer what the carrier quotes as well' }),
  })
  .meta({ id: 'ShippingSettings' });

/**
 * When goods that are not there yet are expected: nothing is handed over before. Null: nobody knows,
 * and no day is promised. Left out: all of them are there.
 */
const notBefore = z.iso.date().nullable().optional();

/** A country and some pieces of goods that would be sent there. */
export const deliveryEstimateAsked = z.strictObject({
  currency: currencyCode,
  countryCode,
  /** ISO 3166-2 without the country, as in an address. */
  regionCode: address.shape.regionCode,
  subtotalMinor: amountMinor,
  quantity: z.int().min(1),
  /** Of one piece. */
  weightGrams: z.int().min(0),
  notBefore,
});

const write = { access: 'settings:write', idempotency: 'natural' } as const;

/** Zones, methods and rates; one live carrier quote through the port. */
export const shipping = defineContract({
  service: 'shipping',
  operations: {
    ...commonPromises,
    /** The ways of delivery to an address, cheapest first. The live quote is left out when the carrier does not answer in time. */
    quoteDelivery: query({
      access: 'internal',
      input: z.strictObject({
        currency: currencyCode,
        destination: address,
        /** Of the lines that need shipping, after discounts. */
        subtotalMinor: amountMinor,
        lines: z
          .array(
            z.strictObject({
              lineId: id,
              quantity: z.int().min(1),
              /** Of one piece. */
              weightGrams: z.int().min(0),
              amountMinor,
            }),
          )
          .min(1),
        notBefore,
      }),
      output: z.strictObject({ options: z.array(delivery) }),
      failures: { no_delivery_to_address: failure('invalid') },
    }),
    /**
     * How goods that nobody ordered yet would arrive, from tables alone: the carrier's live quotes
     * are not among the options. Empty: there is no delivery there.
     */
    estimateDelivery: query({
      access: 'internal',
      input: deliveryEstimateAsked,
      output: z.strictObject({ options: z.array(delivery) }),
    }),
    /** The countries that the invocation's channel delivers to, by name in its language. */
    listDeliveryCountries: query({
      access: 'public',
      input: z.strictObject({}),
      output: pageOf(deliveryCountry),
    }),
    listZones: query({
      access: 'settings:read',
      input: z.strictObject({}),
      output: pageOf(
        deliveryZone
          .extend({
            holidays: holidays.default([]),
            methods: z.array(
              deliveryMethod
                .extend({ deliveryWeekdays: deliveryWeekdays.default([1, 2, 3, 4, 5, 6]) })
                .meta({ id: 'DeliveryMethodInZone' }),
            ),
          })
          .meta({ id: 'DeliveryZoneWithMethods' }),
      ),
    }),
    /** Adds a zone under a new code, or changes the one that has the code. */
    putZone: command({
      ...expectsSinceVersion2,
      scope: 'thing',
      ...write,
      input: deliveryZone.omit({ version: true }).extend({ expectedVersion }),
      output: deliveryZone,
      failures: versionConflict,
    }),
    /** With its methods. */
    removeZone: command({
      ...expectsSinceVersion2,
      scope: 'thing',
      ...write,
      input: z.strictObject({ code, expectedVersion }),
      output: z.strictObject({}),
      failures: { ...versionConflict, zone_not_found: failure('not_found') },
    }),
    /** Adds or changes a method with all of its rates. */
    putMethod: command({
      ...expectsSinceVersion2,
      scope: 'thing',
      ...write,
      input: deliveryMethod.omit({ version: true }).extend({ expectedVersion }),
      output: deliveryMethod,
      failures: {
        zone_not_found: failure('not_found'),
        ...versionConflict,
        rates_overlap: failure('invalid'),
        days_invalid: failure('invalid'),
      },
    }),
    removeMethod: command({
      ...expectsSinceVersion2,
      scope: 'thing',
      ...write,
      input: z.strictObject({ zoneCode: code, code, expectedVersion }),
      output: z.strictObject({}),
      failures: { ...versionConflict, delivery_method_not_found: failure('not_found') },
    }),
    /** Says on which days parcels arrive in a zone; `expectedVersion` is the zone's. */
    putDeliveryDays: command({
      ...expectsSinceVersion2,
      scope: 'thing',
      ...write,
      input: deliveryDays.omit({ version: true }).extend({ expectedVersion }),
      output: deliveryDays,
      failures: {
        zone_not_found: failure('not_found'),
        ...versionConflict,
        delivery_method_not_found: failure('not_found'),
      },
    }),
    /** Of the invocation's channel. */
    getShippingSettings: query({
      access: 'settings:read',
      input: z.strictObject({}),
      output: shippingSettings,
    }),
    putShippingSettings: command({
      scope: 'channel',
      ...write,
      input: shippingSettings.omit({ channel: true }),
      output: shippingSettings,
    }),
  },
  events: {},
});
