import { z } from 'zod';

/** A query parameter of names with commas between them, each of them known and told once. */
export function namesInQuery(known: readonly string[], description: string) {
  return z
    .string()
    .max(500)
    .meta({
      description: `${description}, with commas between them: ${known.map((name) => `\`${name}\``).join(', ')}`,
      examples: [known.join(',')],
    })
    .transform((text, context): string[] => {
      const names = [...new Set(text.split(','))];
      if (names.every((name) => known.includes(name))) return names;
      context.issues.push({
        code: 'invalid_value',
        values: [...known],
        input: text,
        message: `Name parts with commas between them. There are ${known.join(', ')}.`,
      });
      return z.NEVER;
    });
}
