import { z } from 'zod';
import { weekday } from '../inventory/dispatch.ts';
import { version } from '../overtaken.ts';

/** When parcels arrive in a zone. Schemas only. */

export const code = z.string().regex(/^[a-z0-9-]{1,40}$/);
export const holidays = z
  .array(z.iso.date())
  .max(400)
  .meta({
    description: 'Days on which nothing is delivered in the zone',
    examples: [['2026-12-25']],
  });
export const deliveryWeekdays = z
  .array(weekday)
  .min(1)
  .max(7)
  .refine((days) => new Set(days).size === days.length, { error: 'has each weekday once' })
  .meta({ description: 'On which the carrier brings parcels; 7 is Sunday' });

/** On which days parcels arrive in a zone. A method that is not named brings them Monday to Saturday. */
export const deliveryDays = z
  .strictObject({
    zoneCode: code,
    holidays,
    methods: z.array(z.strictObject({ code, deliveryWeekdays })).max(100),
    version: version.meta({ description: 'Of the zone' }),
  })
  .meta({ id: 'DeliveryDays' });
