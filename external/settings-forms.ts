import { z } from 'zod';

/** A list in one variable, commas between. Messages complete the sentence that begins with its name. */
export function commaSeparated(each: RegExp, form: string) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .refine((parts) => parts.length > 0 && parts.every((part) => each.test(part)), {
      error: `is no list of ${form} with commas between`,
    });
}
