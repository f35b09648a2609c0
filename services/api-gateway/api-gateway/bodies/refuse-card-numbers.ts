import type { z } from 'zod';
import type { TextKind } from '#contracts/text-kinds.ts';
import {
  holdsCardNumber,
  holdsCardNumberInMarkup,
  isCardInsteadOfNumber,
  spanOfCardNumber,
} from '#kernel/card-number.ts';
import type { Refusal } from '../replies/problem.ts';
import { cardNumberRefused } from '../replies/refusals.ts';
import { GivenTexts, type GivenText } from './given-texts.ts';

/** Whether a text holds a card's number, by its kind. In all other kinds it is not looked for. */
const lookFor: Partial<Record<TextKind, (text: string) => boolean>> = {
  written: (text) => holdsCardNumber(text),
  goods: (text) => holdsCardNumber(text, 'goods'),
  markup: holdsCardNumberInMarkup,
  number: isCardInsteadOfNumber,
};
const lookedThrough = new Set(Object.keys(lookFor) as TextKind[]);
const textsOf = new WeakMap<z.ZodType, GivenTexts>();

/** Refuses a body with the number of a card where people write: in a field, or through several. */
export function refuseCardNumbers(schema: z.ZodType, value: unknown): Refusal | undefined {
  let given = textsOf.get(schema);
  if (!given) {
    given = new GivenTexts(schema, lookedThrough);
    textsOf.set(schema, given);
  }
  const texts = given.in(value);
  const holding = texts.find(({ kind, text }) => lookFor[kind]!(text)) ?? firstOfSpan(texts);
  return holding && cardNumberRefused(holding.path);
}

/** Of the lines of an address, of both names of a person: what people write in one go. */
function firstOfSpan(texts: readonly GivenText[]): GivenText | undefined {
  const written = texts.filter(({ kind }) => kind === 'written');
  for (let first = 0; first < written.length;) {
    const { whole } = written[first]!;
    const together = written.slice(first).findIndex((text) => text.whole !== whole);
    const after = together === -1 ? written.length : first + together;
    const place = spanOfCardNumber(written.slice(first, after).map(({ text }) => text));
    if (place !== undefined) return written[first + place];
    first = after;
  }
  return undefined;
}
