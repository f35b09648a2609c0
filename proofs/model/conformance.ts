import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { newBuyer, type Buyer, type Scene } from './buyer.ts';
import type { Rules } from './rules.ts';
import type { Answers } from './unroll.ts';
import type { Effects, Outcome, Procedure } from './told.ts';

/**
 * Holds what an effect does in the model against what it does in a service: from every state that the
 * model reaches, as far as the effect looks at it.
 */
export interface Case {
  readonly what: string;
  readonly before: Part;
  readonly isFree: boolean;
  readonly late: boolean;
  /** Of these one must come out. */
  readonly expected: readonly Seen[];
}

type Part = Partial<Buyer>;

export interface Seen {
  /** As far as answers can be told apart: a failure by its code. */
  readonly answer: string;
  readonly after: Part;
}

interface Of {
  readonly rules: Rules;
  readonly effects: Effects;
  readonly buyers: Iterable<Buyer>;
  /** How answers are told apart, where a failure's code is not enough. */
  readonly answerOf?: (value: unknown) => string;
}

/** Every effect of these that is one commit, from every state that differs for it. */
export function casesOf({ rules, effects, buyers, answerOf = toldApart }: Of): Case[] {
  const known = [...buyers];
  const compared = Object.entries(effects).filter(([, { of }]) => of !== undefined);
  return compared.flatMap(([what, { does, of = [], answers, looks, moves }]) => {
    const outcomes = typeof does === 'function' ? does : walking(does);
    const from = distinct(known.map((buyer) => part(buyer, of)));
    const cases = from.flatMap((before) =>
      (looks ? [true, false] : [true]).flatMap((isFree) => {
        const expected = (late: boolean): Seen[] => {
          const scene = { rules, shelf: isFree ? 'free' : 'sold_out', late } as const;
          return outcomes({ ...newBuyer, ...before }, scene)
            .filter(({ buyer: { faults } }) => faults === 0)
            .map(({ answer, buyer: after }) => {
              return { answer: answerOf(valueOf(answers, answer)), after: part(after, of) };
            });
        };
        const at = { what, before, isFree };
        return [false, ...(moves ? [true] : [])].map((late) => {
          return { ...at, late, expected: expected(late) };
        });
      }),
    );
    return cases.filter(
      ({ late, expected }, index) =>
        !late || !isDeepStrictEqual(expected, cases[index - 1]!.expected),
    );
  });
}

/** What is thrown tells nothing. */
function valueOf(answers: Answers, answer: string): unknown {
  try {
    return answers[answer]!();
  } catch {
    return undefined;
  }
}

/** To its end, while nobody else does anything. */
function walking({ program, begin, answerOf }: Procedure) {
  const from = (place: string, buyer: Buyer, scene: Scene): Outcome[] =>
    program[place]!.step(buyer, scene).flatMap(({ name, buyer: after, next, reply = '' }) =>
      next === undefined
        ? [{ name, buyer: after, answer: answerOf(reply) }]
        : from(next, after, scene),
    );
  return (buyer: Buyer, scene: Scene) => from(begin, buyer, scene);
}

function part(buyer: Buyer, of: readonly (keyof Buyer)[]): Part {
  return Object.fromEntries(of.map((field) => [field, buyer[field]])) as Part;
}

/** Of all that was read, the fields that a step is compared by. */
export function sameFields(before: Part, now: object): Part {
  const fields = Object.keys(before) as (keyof Buyer)[];
  return Object.fromEntries(fields.map((field) => [field, now[field as never]])) as Part;
}

function distinct(parts: readonly Part[]): Part[] {
  return [...new Map(parts.map((one) => [JSON.stringify(one), one])).values()];
}

/** An answer as far as it can be told apart: whether it went well, and if not, why. */
export function toldApart(value: unknown): string {
  if (value === undefined || value === false) return 'lost';
  const { ok, failure, refund } = Object(value) as {
    ok?: boolean;
    failure?: { code: string };
    refund?: { state: string };
  };
  if (ok === false) return failure!.code;
  return refund?.state ?? 'done';
}

/** So that one says which it was. */
export function titleOf({ what, before, isFree, late }: Case): string {
  const found = Object.entries(before).map(([field, value]) => `${field} ${JSON.stringify(value)}`);
  const beside = [...(isFree ? [] : ['nothing left']), ...(late ? ['too late'] : [])];
  return [what, ...found, ...beside].join(', ');
}

/** Each is done in a service from where the model does it, and what comes of it is compared. */
export async function expectAgreement(
  cases: readonly Case[],
  seen: (one: Case) => Promise<Seen>,
): Promise<void> {
  const disagreements: object[] = [];
  for (const one of cases) {
    const found = await seen(one);
    const agrees = ({ answer, after }: Seen) =>
      answer === found.answer && isDeepStrictEqual(sameFields(found.after, after), found.after);
    if (one.expected.some(agrees)) continue;
    disagreements.push({ step: titleOf(one), model: one.expected, service: found });
  }
  expect(disagreements).toEqual([]);
}
