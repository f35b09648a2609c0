import { z } from 'zod';

/** Values of a shop's own fields, as they are shown. Schemas only. */

export const fieldType = z.enum(['text', 'number', 'bool', 'date', 'choice', 'multi', 'rich']);

/** A value as shoppers see it, in their language. */
export const shownAttribute = z
  .strictObject({
    key: z.string().meta({ examples: ['material'] }),
    name: z.string().meta({ examples: ['Material'] }),
    type: z.string().meta({
      description: 'As of its field; read a word that you do not know as `text`',
      examples: ['choice'],
    }),
    value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).meta({
      description: 'Of `choice` and `multi` the choices by value',
      examples: ['oak'],
    }),
    text: z.string().meta({
      description: 'To be shown: the names of choices, a number with its unit',
      examples: ['Oak'],
    }),
    unit: z.string().nullable(),
  })
  .meta({ id: 'ShownAttribute' });
export type ShownAttribute = z.output<typeof shownAttribute>;

/** In whatever is shown; left out where there is none. */
export const shownAttributes = z
  .array(shownAttribute)
  .optional()
  .meta({ description: 'Of the shop’s own fields' });
