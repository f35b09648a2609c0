import { trackingSchema } from '#external/shipping-provider/port.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** What a carrier said of a parcel that nobody here followed yet. */
export const earlyNewsDocument = defineDocument({
  name: 'early-tracking',
  columns: ['carrier_event.tracking'],
  v: 1,
  schema: trackingSchema,
});

export const trackingDocuments = [earlyNewsDocument];

export const otherJsonOfTracking = {
  'carrier_event.body': 'the carrier’s own words, kept as they came',
};
