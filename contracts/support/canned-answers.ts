import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { pageOf, text, timestamp } from '../shapes.ts';

/** Answers that staff write again and again. Schemas only. */

/** What stands in braces in such an answer, as in `{{order.number}}`, and is filled of its ticket. */
export const answerPlaceholders = [
  'customer.name',
  'order.number',
  'order.placedOn',
  'order.tracking',
  'staff.name',
  'ticket.number',
  'ticket.subject',
] as const;

const code = z.string().regex(/^[a-z0-9-]{1,40}$/);
const message = text(10_000).meta({
  description: `May have ${answerPlaceholders.map((name) => `{{${name}}}`).join(', ')}: whoever answers fills them`,
  examples: ['Hello {{customer.name}}, order {{order.number}} is with the carrier.'],
});
const title = text(120).meta({ examples: ['Where is my parcel?'] });
const locale = z
  .string()
  .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
  .nullable()
  .meta({ description: 'In which it is written; null: for all', examples: ['en'] });

export const cannedAnswer = z
  .strictObject({
    code,
    title: z.string(),
    message: z.string(),
    locale: z.string().nullable(),
    version: z.int().meta({ description: 'Rises with each change' }),
    updatedAt: timestamp,
  })
  .meta({ id: 'CannedAnswer' });

const writing = { scope: 'all', access: 'support:write', idempotency: 'natural' } as const;

export const cannedAnswerPromises = {
  /** All of the shop, by their titles. */
  listCannedAnswers: query({
    access: 'support:read',
    input: z.strictObject({}),
    output: pageOf(cannedAnswer),
  }),
  /** Adds one under a new code, or changes the one that has the code. */
  putCannedAnswer: command({
    ...writing,
    input: z.strictObject({
      code,
      title,
      message,
      locale: locale.optional(),
      expectedVersion: z.int().optional(),
    }),
    output: cannedAnswer,
    failures: {
      version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
      /** Nothing is known that would be filled in for it. */
      placeholder_unknown: failure('invalid'),
      too_many_canned_answers: failure('conflict'),
    },
  }),
  removeCannedAnswer: command({
    ...writing,
    input: z.strictObject({ code, expectedVersion: z.int().optional() }),
    output: z.strictObject({}),
    failures: {
      canned_answer_not_found: failure('not_found'),
      version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
    },
  }),
};
