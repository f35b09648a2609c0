import { z } from 'zod';
import { command, defineContract, failure } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { commonPromises } from '../every-service/promises.ts';
import { goodsFields } from '../fulfillment/shapes.ts';
import { address, id, sku } from '../shapes.ts';

export const parcelShape = z
  .strictObject({
    parcelId: id,
    fulfillmentId: id,
    state: open(z.enum(['purchasing', 'purchased', 'voiding', 'voided', 'refused']), {
      unknownAs: 'purchasing',
    }),
    carrierCode: z.string(),
    serviceCode: z.string(),
    trackingNumber: z.string(),
    labelUrl: z.string().nullable(),
    /** Where its label was bought, and stays; null from a version that does not tell it. */
    provider: z.string().nullable().default(null),
    /** In the sandbox in the provider's place. */
    sandbox: z.boolean().nullable().default(null),
  })
  .meta({ id: 'Parcel' });

/** Parcels and their labels, bought and voided through the shipping provider. */
export const shipment = defineContract({
  service: 'shipment',
  operations: {
    ...commonPromises,
    /** Buys one label per parcel id; an unknown answer is looked up by our id before it is bought again. */
    purchaseLabel: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        parcelId: id,
        fulfillmentId: id,
        orderId: id,
        shipTo: address,
        /** Of the location that sends it; null from a version that sent all from the shop's own. */
        shipFrom: address.nullable().default(null),
        weightGrams: z.int().min(1),
        serviceCode: z.string().nullable(),
        /** Of the delivery option; null where the carrier is still to be chosen. */
        carrierId: z.string().max(60).nullable().default(null),
        /** For customs, where the parcel crosses their border. */
        goods: z
          .array(
            z.strictObject({
              sku,
              description: z.string(),
              quantity: z.int().min(1),
              weightGrams: z.int().min(0),
              ...goodsFields,
            }),
          )
          .default([]),
      }),
      output: parcelShape,
      failures: {
        label_refused: failure('conflict', z.strictObject({ code: z.string() })),
        carrier_unavailable: failure('unavailable'),
        /** The label is at a provider of which the shop has no keys now: it is held. */
        label_provider_without_keys: failure('unavailable'),
      },
    }),
    voidLabel: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({ parcelId: id }),
      output: parcelShape,
      failures: {
        parcel_not_found: failure('not_found'),
        label_refused: failure('conflict', z.strictObject({ code: z.string() })),
        carrier_unavailable: failure('unavailable'),
        /** The label is at a provider of which the shop has no keys now: it is held. */
        label_provider_without_keys: failure('unavailable'),
      },
    }),
  },
  events: {},
});
