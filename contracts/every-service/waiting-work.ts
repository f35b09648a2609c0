import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { id, timestamp } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

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
          'The list that has exactly these, and how it is asked; null where no list does',
      }),
  })
  .meta({ id: 'WaitingWork' });

export const stuckWork = z
  .strictObject({
    kind: z.string().meta({
      description:
        '`story`: work that is tried in vain or held; `dead_letter`: news that somebody could not take, until it is replayed (`npx kontor dead-letters`)',
      examples: ['story'],
    }),
    service: z.string().meta({ description: 'Where it lies', examples: ['order'] }),
    type: z
      .string()
      .meta({ description: 'Which story, or which event', examples: ['order_process'] }),
    id: z.string().meta({ examples: ['01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7a'] }),
    about: z
      .string()
      .nullable()
      .meta({
        description: 'Of a dead letter the thing that it tells of',
        examples: [null],
      }),
    consumer: z
      .string()
      .nullable()
      .meta({
        description: 'Of a dead letter who could not take it',
        examples: [null],
      }),
    attempts: z.int().min(0),
    since: timestamp,
    nextAttemptAt: timestamp.nullable().meta({ description: 'Null where none comes by itself' }),
    reason: z.string().meta({ examples: ['payment_in_review: the payment is held for review'] }),
  })
  .meta({ id: 'StuckWork' });

const replayInput = z
  .strictObject({
    service: ofKind('code', z.string().max(40)).meta({
      description: 'Where they lie, as the list tells',
      examples: ['order'],
    }),
    eventId: id.optional().meta({ description: 'One of them' }),
    consumer: ofKind('code', z.string().max(40))
      .optional()
      .meta({
        description: 'Only what this service could not take',
        examples: ['customer'],
      }),
    type: ofKind('code', z.string().max(100))
      .optional()
      .meta({ description: 'All of this type', examples: ['order.order_placed'] }),
  })
  .refine(({ eventId, type }) => eventId !== undefined || type !== undefined, {
    error: 'Say which one, or of which type.',
    path: ['eventId'],
  });

export const waitingPromises = {
  /**
   * What the asker may know of. Where stuck work is to be listed it is told one by one and nothing else:
   * what comes after `after`, the oldest first, of each service `limit` and one more at most, by which
   * one sees that there are more. One of the gateway's neighbours tells of the services behind it, too;
   * who did not answer is named.
   */
  listWaitingWork: query({
    access: 'internal',
    input: z.strictObject({
      stuck: z.enum(['counted', 'listed']).default('counted'),
      kind: z.enum(['story', 'dead_letter']).optional(),
      service: z.string().max(40).optional(),
      limit: z.int().min(1).max(100).optional(),
      after: z
        .strictObject({ since: z.string(), id: z.string(), place: z.string() })
        .optional()
        .meta({ description: 'The last of the page before' }),
    }),
    output: z.strictObject({
      items: z.array(waitingWork),
      stuck: z.array(stuckWork).default([]),
      unanswered: z.array(z.string()),
    }),
  }),
  /**
   * Has dead letters of one service delivered again: one, all of a type, or all that one could not take.
   * One of the gateway's neighbours does it for the services behind it, too.
   */
  replayDeadLetters: command({
    access: 'settings:write',
    scope: 'all',
    idempotency: 'natural',
    input: replayInput,
    output: z
      .strictObject({
        replayed: z.int().min(1).meta({
          description: 'How many are due at once now; whoever delivers finds them within 10 s',
        }),
      })
      .meta({ id: 'DeadLettersReplayed' }),
    failures: { dead_letter_not_found: failure('not_found') },
  }),
} as const;
