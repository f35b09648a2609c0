import { z } from 'zod';
import { leftOut, open } from '#kernel/open-values.ts';
import { id, timestamp } from '../shapes.ts';

/** An invoice or a credit note that the tax provider was not told of: for a person to report. */
export const taxReview = z
  .strictObject({
    documentId: id,
    orderId: id,
    kind: open(z.enum(['invoice', 'credit_note', 'credit_note_cancellation']), {
      unknownAs: leftOut,
    }),
    number: z.string().meta({ examples: ['INV-2026-000001'] }),
    reason: z.string().meta({
      description:
        '`table_fallback`: the provider was silent, so the shop’s own table taxed it; `rounded_to_step`: amounts were rounded after it was asked; else what it answered',
      examples: ['calculation_expired', 'credit_note_cancelled', 'table_fallback'],
    }),
    createdAt: timestamp,
    endedAt: timestamp.nullable().optional().meta({
      description: 'When a person said that it is done',
    }),
    endedBy: z.string().nullable().optional(),
    endedNote: z.string().nullable().optional(),
  })
  .meta({ id: 'TaxReview' });
