import { z } from 'zod';
import { open } from '#kernel/open-values.ts';

/** Texts that a shop published, each in a version that is kept word for word and for good. Schemas only. */

export const publishedKind = open(
  z.enum(['content', 'imprint', 'terms', 'privacy', 'withdrawal', 'accessibility', 'delivery']),
  { unknownAs: 'content' },
);

/** Which text in which version. Its words are product's, by the id. */
export const shownText = z
  .strictObject({
    textId: z.uuid(),
    kind: publishedKind,
    locale: z.string(),
    number: z.int(),
    title: z.string(),
    sha256: z.string().meta({ description: 'Of title and Markdown, in hexadecimal' }),
    publishedAt: z.iso.datetime(),
  })
  .meta({ id: 'ShownText' });
export type ShownText = z.output<typeof shownText>;
