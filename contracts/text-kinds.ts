import { z } from 'zod';

/**
 * What kind of text a field takes. Every text of the public API that could hold a sentence says it,
 * so that numbers of cards are looked for where people write and nowhere else: see
 * docs/card-numbers.md. Schemas only.
 *
 * - `written`: by people: notes, messages, reasons, names, lines of an address.
 * - `goods`: about goods, with the bar codes of cartons among it; `markup`: the same in HTML.
 * - `number`: a phone's, or that of a place; a card's is refused where it stands instead.
 * - `code`: of a thing, for machines: SKUs, bar codes, references, register entries, addresses.
 * - `label`: what goods are sorted and found by: tags, options, vendors.
 * - `secret`: passwords and tokens.
 * - `own`: of a field of the shop's own, whose definition says what it takes.
 * - `foreign`: another shop's, which its service makes fit: a card's number is masked there, and told.
 */
export type TextKind =
  | 'written'
  | 'goods'
  | 'markup'
  | 'number'
  | 'code'
  | 'label'
  | 'secret'
  | 'own'
  | 'foreign';

const kinds = z.registry<{ readonly kind: TextKind }>();

/** A text of this kind. What is made of the schema later, longer or optional, is of the same kind. */
export function ofKind<Schema extends z.ZodString>(kind: TextKind, schema: Schema): Schema {
  kinds.add(schema, { kind });
  return schema;
}

export function kindOf(schema: z.core.$ZodType): TextKind | undefined {
  return kinds.get(schema)?.kind;
}
