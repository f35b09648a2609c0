import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { locale, text } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

const labels = z.record(ofKind('code', z.string().max(60)), text(200));
const documentLabels = z
  .strictObject({
    locale: z.string(),
    labels: labels.meta({
      description: 'What documents that are issued from now on say, by name',
      examples: [{ invoice: 'Tax invoice', 'number.invoice': 'Invoice no.' }],
    }),
    own: labels.meta({
      description: 'Those of them that the shop has set in this channel',
      examples: [{ invoice: 'Tax invoice' }],
    }),
    version: z.int().meta({ description: '0 where nothing was ever set; rises with each change' }),
  })
  .meta({ id: 'DocumentLabels' });

/** What documents of a channel say around the numbers, in one language; invoice keeps it. */
export const documentLabelPromises = {
  getDocumentLabels: query({
    access: 'orders:read',
    input: z.strictObject({ locale }),
    output: documentLabels,
  }),
  /** Sets all own labels of the channel in a language; documents that were issued keep theirs. */
  putDocumentLabels: command({
    scope: 'channel',
    access: 'orders:write',
    idempotency: 'natural',
    input: z.strictObject({
      locale,
      own: labels.meta({
        description: 'By the names that `labels` has; what is left out is as it is built in',
        examples: [{ invoice: 'Tax invoice' }],
      }),
      expectedVersion: z.int().optional(),
    }),
    output: documentLabels,
    failures: {
      label_unknown: failure('invalid', z.strictObject({ label: z.string() })),
      /** What stands in braces is filled in, so the shop's words need it too, and nothing else. */
      label_incomplete: failure(
        'invalid',
        z.strictObject({ label: z.string(), placeholders: z.array(z.string()) }),
      ),
      /** Of more than one line, or longer than there is room for where it stands. */
      label_unfit: failure('invalid', z.strictObject({ label: z.string(), most: z.int() })),
      version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
    },
  }),
} as const;
