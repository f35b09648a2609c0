import { z } from 'zod';
import { timestamp } from '#contracts/shapes.ts';

export const unanswered = z.array(z.string()).meta({
  description: 'Services that did not tell; what they know is missing',
  examples: [[]],
});
export const noMore = z
  .string()
  .nullable()
  .meta({ description: 'Null: all that is remembered is here', examples: [null] });
const traceId = z.string().meta({ examples: ['4bf92f3577b34da6a3ce929d0e0e4736'] });
const ends = {
  kind: z.string().meta({
    description:
      '`request`, `call`, `store` (a service’s own database), `external` or `event` (from who tells it to who hears it); more may come',
    examples: ['external'],
  }),
  from: z.string().meta({ examples: ['payment'] }),
  to: z.string().meta({ examples: ['payment-gateway'] }),
};
const tookMs = z.number().meta({ description: 'Milliseconds', examples: [184.2] });
const code = z.string().meta({
  description: 'What was thrown or answered',
  examples: ['ECONNREFUSED'],
});
const operation = z.string().meta({
  description: 'What was asked for: an operation, a transaction, an event’s type, a route',
  examples: ['authorize'],
});

export const arrow = z
  .strictObject({
    ...ends,
    drawn: z.boolean().meta({ description: 'Whether it is one of the 40 of the picture' }),
    count: z.int().meta({ examples: [660] }),
    failed: z.int().meta({
      description: 'Of these: by a fault, or unanswered. A refusal is no failure',
      examples: [3],
    }),
    perSecond: z.number().meta({ examples: [2.2] }),
    curve: z.array(z.int()).meta({
      description:
        'How often it was used in each ten seconds of the window that are over, the oldest first',
      examples: [[0, 3, 12, 9]],
    }),
    p95Ms: z
      .number()
      .nullable()
      .meta({
        description:
          '95 of 100 took no longer, to the width of a bucket; null where it was not used',
        examples: [212.5],
      }),
  })
  .meta({ id: 'LiveArrow' });

export const arrowFailure = z
  .strictObject({
    at: timestamp,
    operation,
    code,
    tookMs,
    traceId: traceId.nullable().meta({ description: 'Null where it belongs to no request' }),
  })
  .meta({ id: 'ArrowFailure' });

export const span = z
  .strictObject({
    ...ends,
    operation,
    startedAt: timestamp,
    tookMs,
    code: code.nullable().meta({ description: 'What it failed with; null where it did not' }),
    traceId,
  })
  .meta({ id: 'KeptSpan' });

/** Of an order, as it is stored: without inner milliseconds, for as long as its times are kept. */
export const storedStep = z
  .strictObject({
    kind: z.string().meta({
      description: '`event` or `story` (work of a service that goes on by itself); more may come',
      examples: ['event'],
    }),
    from: z.string().meta({ examples: ['checkout'] }),
    to: z.string().meta({ description: 'Of a story its own service', examples: ['order'] }),
    operation: z.string().meta({
      description: 'Which event or which story',
      examples: ['checkout.completed'],
    }),
    startedAt: timestamp.meta({ description: 'When it was told, or began' }),
    endedAt: timestamp.nullable().meta({
      description: 'When it was heard, or ended; null where it was not yet, or nobody knows',
    }),
    traceId,
  })
  .meta({ id: 'StoredStep' });
