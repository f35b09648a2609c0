import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { locale } from './shapes.ts';
import { ofKind } from './text-kinds.ts';

/** Values of the fields that a shop defines itself. Schemas only. */

const own = (most: number) => ofKind('own', z.string().max(most));
const one = z.union([own(100_000), z.number(), z.boolean()]);
/** A text, number or truth; several choices; or a text for each language. */
export const attributeValue = z.union([
  one,
  z.array(own(40)).max(100),
  z.record(locale, own(100_000)),
]);
export type AttributeValue = z.output<typeof attributeValue>;

/** Values by the key of their field, as they are kept. */
export const attributes = z
  .record(z.string(), attributeValue)
  .meta({ description: 'Values of the shop’s own fields by key', examples: [{}] });
export type Attributes = z.output<typeof attributes>;

/** What is given is set; what is missing stays, null takes away. */
export const givenAttributes = z
  .record(ofKind('code', z.string().max(40)), attributeValue.nullable())
  .refine((given) => Object.keys(given).length <= 100, 'At most 100 values are accepted.')
  .meta({
    description: 'Values of the shop’s own fields by key: what is missing stays, null takes away',
    examples: [{}],
  });
export type GivenAttributes = z.output<typeof givenAttributes>;

const problem = z.strictObject({
  field: z.string().meta({ examples: ['attributes.material'] }),
  code: z.string(),
  message: z.string(),
});
export type AttributeProblem = z.output<typeof problem>;

/** Of whatever takes values. */
export const attributeFailures = {
  attributes_invalid: failure('invalid', z.strictObject({ problems: z.array(problem) })),
};
