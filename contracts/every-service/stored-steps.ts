import { z } from 'zod';
import { query } from '#kernel/contract.ts';
import { id, timestamp } from '../shapes.ts';

/** What services promise of the times that are stored of an order. Schemas only. */

const traceId = z.string();

/** An event that was told of an order, or of what was made for it. */
const toldEvent = z.strictObject({ eventId: id, type: z.string(), at: timestamp, traceId });
/** When who hears it had it. */
const heardEvent = z.strictObject({ eventId: id, service: z.string(), at: timestamp });
const storedStory = z.strictObject({
  service: z.string(),
  name: z.string(),
  startedAt: timestamp,
  endedAt: timestamp.nullable().meta({ description: 'Null where it goes on, or is held' }),
  traceId,
});

export const storedSteps = z.strictObject({
  told: z.array(toldEvent),
  heard: z.array(heardEvent),
  stories: z.array(storedStory),
  unanswered: z.array(z.string()),
});

export const storedStepsPromises = {
  /**
   * Of outbox, inbox and stories: what is not deleted yet, in the reader's channels. Who has an arrow
   * to others that know of it tells of these, too.
   */
  listStoredSteps: query({
    access: 'orders:read',
    input: z.strictObject({
      /** An order, and what was made for it. */
      about: z.array(id).max(200),
      /** Events of which it is asked when they were heard. */
      events: z.array(id).max(500).default([]),
    }),
    output: storedSteps,
  }),
} as const;
