import { z } from 'zod';
import { isTimeZone } from '#kernel/clock.ts';
import { ofKind } from '../text-kinds.ts';

/** When a stock location hands parcels over. Schemas only. */

/** Of a location: short, and as it stays. */
export const code = z.string().regex(/^[a-z0-9-]{1,40}$/);

const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'is a time of day such as 14:00' })
  .meta({ examples: ['14:00'] });

/** 1 is Monday, 7 Sunday, as ISO 8601 counts. */
export const weekday = z.int().min(1).max(7).meta({ description: '1 is Monday, 7 is Sunday' });

const openDay = z
  .strictObject({ weekday, opens: timeOfDay, closes: timeOfDay })
  .refine(({ opens, closes }) => opens < closes, {
    error: 'closes after it opens',
    path: ['closes'],
  });

/**
 * From an order to the hand-over of its parcel: what is ordered on a working day before the cut-off
 * (or before it closes, where that is earlier) is handed over `handlingDays` working days later.
 */
export const dispatchCalendar = z
  .strictObject({
    timeZone: ofKind('code', z.string().max(60))
      .refine(isTimeZone, { error: 'is a time zone of the IANA’s list such as Europe/Berlin' })
      .meta({ examples: ['Europe/Berlin'] }),
    cutOff: timeOfDay.meta({
      description:
        'In the time zone. What is ordered then or later counts for the next working day',
      examples: ['14:00'],
    }),
    handlingDays: z.int().min(0).max(60).meta({
      description: 'Working days until it is handed over; 0: on the day of the order',
    }),
    hours: z
      .array(openDay)
      .min(1)
      .max(7)
      .refine((days) => new Set(days.map((day) => day.weekday)).size === days.length, {
        error: 'has each weekday once',
      })
      .meta({
        description: 'The weekdays on which it is open; on others nothing is handed over',
        examples: [[{ weekday: 1, opens: '08:00', closes: '17:00' }]],
      }),
    holidays: z
      .array(z.iso.date())
      .max(400)
      .default([])
      .meta({ description: 'Days on which it is closed', examples: [['2026-12-25']] }),
  })
  .meta({ id: 'DispatchCalendar' });
export type DispatchCalendar = z.infer<typeof dispatchCalendar>;
