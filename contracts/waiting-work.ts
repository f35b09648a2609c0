import { z } from 'zod';
import { query } from '#kernel/contract.ts';
import { id, timestamp } from './shapes.ts';

/** What every service promises of the work that waits for people there. Schemas only. */

export const waitingWork = z
  .strictObject({
    kind: z.string().meta({
      description:
        '`to_pick`: parcels that nobody has begun; `payments_in_review`: orders whose payment the gateway contradicted; `low_stock`: SKUs of a location at their mark or below it; `tickets_open`: the shop is to answer; `withdrawals_open`: declared and not dealt with; `stuck_stories`: work of the shop itself that is tried in vain or held; `dead_letters`: news between services that nobody could take. More may come',
      examples: ['to_pick'],
    }),
    count: z.int().min(0),
    service: z.string().meta({ description: 'Where it waits', examples: ['fulfillment'] }),
    dueAt: timestamp.nullable().meta({
      description:
        'Of `to_pick`: the cut-off by which it is handed over, and where that has passed the last one; null where the location has no calendar. Null of everything else',
    }),
    locationId: id.nullable().meta({ description: 'Of `to_pick`: from where it is sent' }),
    list: z
      .strictObject({
        operationId: z.string().meta({ examples: ['adminListFulfillments'] }),
        query: z.record(z.string(), z.string()).meta({ examples: [{ state: 'open' }] }),
      })
      .nullable()
      .meta({
        description:
          'The list that has exactly these, and how it is asked; null where no list does: `npx kontor dead-letters` shows them',
      }),
  })
  .meta({ id: 'WaitingWork' });

export const waitingPromises = {
  /**
   * What the asker may know of. One of the gateway's neighbours tells of the services behind it, too;
   * who did not answer is named.
   */
  listWaitingWork: query({
    access: 'internal',
    input: z.strictObject({}),
    output: z.strictObject({ items: z.array(waitingWork), unanswered: z.array(z.string()) }),
  }),
} as const;
