import { z } from 'zod';
import {
  refusedSchema,
  unknownSchema,
  webhookRefusalSchema,
  type ExternalCall,
  type PostalAddress,
  type WebhookRequest,
} from '../exchange/external-call.ts';

export type {
  ExternalCall,
  PostalAddress,
  Refused,
  Unknown,
  WebhookRequest,
} from '../exchange/external-call.ts';

export interface Parcel {
  weightGrams: number;
  lengthMm?: number | undefined;
  widthMm?: number | undefined;
  heightMm?: number | undefined;
}

export interface QuoteRatesRequest {
  shipFrom: PostalAddress;
  shipTo: PostalAddress;
  /** One or more. */
  parcels: Parcel[];
  /** ISO 4217; rates in another currency are left out. `any`: as the carriers charge. */
  currency: string;
}

const minor = z.number().int().nonnegative();

export const rateSchema = z.object({
  rateId: z.string(),
  /** The account with the carrier: a label is bought from it. */
  carrierId: z.string(),
  carrierCode: z.string(),
  serviceCode: z.string(),
  serviceName: z.string(),
  /** All that the carrier charges: shipping, insurance, confirmation and others. */
  amountMinor: minor,
  currency: z.string(),
  deliveryDays: z.number().int().nullable(),
  /** UTC, ISO 8601. */
  estimatedDeliveryAt: z.string().nullable(),
});

export const quoteRatesResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('quoted'), rates: z.array(rateSchema) }),
  refusedSchema,
  unknownSchema,
]);

/** What is in a parcel, as customs ask for it. */
export interface Goods {
  sku: string;
  description: string;
  quantity: number;
  /** What one piece is worth, as a decimal number of the currency; unknown of old orders. */
  unitValue?: { amount: number; currency: string } | undefined;
  /** Of one piece. */
  weightGrams: number;
  /** Harmonized System, 6 digits or more. */
  hsCode?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  countryOfOrigin: string;
}

/** For a parcel that crosses a customs border: merchandise, sent back where it cannot be delivered. */
export interface CustomsDeclaration {
  goods: Goods[];
}

export interface PurchaseLabelRequest {
  /** Our own id of the parcel; the provider refuses a second label for it. */
  externalShipmentId: string;
  serviceCode: string;
  /** Of the rate that was chosen; without it the adapter chooses by its rule. */
  carrierId?: string | undefined;
  customs?: CustomsDeclaration | undefined;
  shipFrom: PostalAddress;
  shipTo: PostalAddress;
  parcels: Parcel[];
  idempotencyKey: string;
}

export const labelSchema = z.object({
  labelId: z.string(),
  externalShipmentId: z.string().nullable(),
  state: z.enum(['processing', 'completed', 'error', 'voided']),
  trackingNumber: z.string(),
  carrierCode: z.string(),
  serviceCode: z.string(),
  costMinor: minor,
  currency: z.string(),
  labelPdfUrl: z.string().nullable(),
});

export const purchaseLabelResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('purchased'), label: labelSchema }),
  refusedSchema,
  unknownSchema,
]);

export const voidLabelResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('voided'), labelId: z.string() }),
  refusedSchema,
  unknownSchema,
]);

export const findLabelResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('found'), label: labelSchema }),
  z.object({ status: z.literal('not_found') }),
  unknownSchema,
]);

export const parcelStates = [
  'not_yet_in_system',
  'accepted',
  'in_transit',
  'out_for_delivery',
  'delivery_attempted',
  'delivered',
  'exception',
  'unknown',
] as const;

export const parcelEventSchema = z.object({
  /** UTC, ISO 8601. */
  occurredAt: z.string(),
  state: z.enum(parcelStates),
  description: z.string(),
  city: z.string().nullable(),
  country: z.string().nullable(),
});

export const trackingSchema = z.object({
  trackingNumber: z.string(),
  carrierCode: z.string().nullable(),
  state: z.enum(parcelStates),
  estimatedDeliveryAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  /** Oldest first. */
  events: z.array(parcelEventSchema),
});

export const trackResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('tracked'), tracking: trackingSchema }),
  z.object({ status: z.literal('not_found') }),
  unknownSchema,
]);

export const carrierWebhookResultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    event: z.object({
      /** The provider's event id: store it for 7 days or more, a second one is a duplicate. */
      id: z.string(),
      occurredAt: z.string(),
      /** Null of an event that is not understood; `told` then holds all of it. */
      tracking: trackingSchema.nullable(),
      reported: z
        .object({
          kind: z.string(),
          /** Of a kind that we know, and yet not to be read. */
          unreadable: z.boolean(),
          body: z.record(z.string(), z.unknown()),
        })
        .nullable(),
    }),
  }),
  webhookRefusalSchema,
]);

export type Rate = z.infer<typeof rateSchema>;
export type Label = z.infer<typeof labelSchema>;
export type ParcelState = (typeof parcelStates)[number];
export type ParcelEvent = z.infer<typeof parcelEventSchema>;
export type Tracking = z.infer<typeof trackingSchema>;
export type QuoteRatesResult = z.infer<typeof quoteRatesResultSchema>;
export type PurchaseLabelResult = z.infer<typeof purchaseLabelResultSchema>;
export type VoidLabelResult = z.infer<typeof voidLabelResultSchema>;
export type FindLabelResult = z.infer<typeof findLabelResultSchema>;
export type TrackResult = z.infer<typeof trackResultSchema>;
export type FetchWebhookKeysResult = { status: 'fetched' } | z.infer<typeof unknownSchema>;
export type CarrierWebhookResult = z.infer<typeof carrierWebhookResultSchema>;

export interface ShippingProvider {
  quoteRates(request: QuoteRatesRequest, call?: ExternalCall): Promise<QuoteRatesResult>;
  /** A repeated call with the same `externalShipmentId` returns the label bought before. */
  purchaseLabel(request: PurchaseLabelRequest, call?: ExternalCall): Promise<PurchaseLabelResult>;
  voidLabel(
    request: { labelId: string; idempotencyKey: string },
    call?: ExternalCall,
  ): Promise<VoidLabelResult>;
  findLabel(request: { externalShipmentId: string }, call?: ExternalCall): Promise<FindLabelResult>;
  track(
    request: { trackingNumber: string; carrierCode: string },
    call?: ExternalCall,
  ): Promise<TrackResult>;
  /** With the keys that are known; asks nobody. `key_unknown`: fetch them and look again. */
  verifyWebhook(request: WebhookRequest): CarrierWebhookResult;
  /** Reads the keys that webhooks are signed with, as the provider publishes them now. */
  fetchWebhookKeys(request: object, call?: ExternalCall): Promise<FetchWebhookKeysResult>;
  close(): Promise<void>;
}
