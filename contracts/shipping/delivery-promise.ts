import { z } from 'zod';

/** When a parcel arrives, counted from the location that sends it. Schemas only. */
export const deliveryPromise = z
  .strictObject({
    earliestOn: z.iso.date(),
    latestOn: z.iso.date(),
    orderBy: z.iso.datetime().meta({
      description: 'The cut-off: what is ordered then or later arrives later',
    }),
  })
  .meta({ id: 'DeliveryPromise' });
export type DeliveryPromise = z.infer<typeof deliveryPromise>;

/** As an option of delivery tells it. */
export const toldPromise = deliveryPromise
  .nullable()
  .optional()
  .meta({ description: 'The days of arrival; null where they cannot be told' });
