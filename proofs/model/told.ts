import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import type { Buyer, Place, Program, Scene, Turn } from './buyer.ts';
import type { Answers, Point } from './unroll.ts';

/** What came of an effect: the buyer afterwards, and what the plot is told. */
export interface Outcome {
  readonly name: string;
  readonly buyer: Buyer;
  /** One of the effect's answers. */
  readonly answer: string;
}

/** What an effect of a plot does in the model, and what it may tell the plot. */
export interface Effect {
  readonly answers: Answers;
  /** What of a buyer it looks at or changes, which a service is held against. */
  readonly of?: readonly (keyof Buyer)[];
  /** A call: refused once the worker's time is over. */
  readonly calls?: true;
  /** A move, which may be lost. */
  readonly moves?: true;
  /** It looks for stock, so what the other buyer holds makes a difference. */
  readonly looks?: true;
  /** An authorization is sent to the gateway. */
  readonly sends?: true;
  /** It undoes what was done, whatever has become of the purchase since. */
  readonly takesBack?: true;
  readonly does: ((buyer: Buyer, scene: Scene) => Outcome[]) | Procedure;
}

/** What is asked for has steps of its own. */
export interface Procedure {
  readonly program: Program;
  /** The place at which it begins. */
  readonly begin: string;
  readonly answerOf: (reply: string) => string;
}

/** On whose behalf a plot is told: a story's, whose time is not over. */
export const nobody: Invocation = {
  ...systemInvocation(systemActor('order'), { channel: 'default', locale: 'en' }),
  deadlineMs: Infinity,
};

export type Effects = Readonly<Record<string, Effect>>;

export function effectOf(effects: Effects, what: string): Effect {
  const effect = effects[what];
  if (!effect) throw new Error(`the model does not know the effect ${what}`);
  return effect;
}

/** A mistake of the model's own is none of a plot's endings. */
export function endOfThrown(error: unknown): string {
  if (error instanceof TypeError || error instanceof ReferenceError) throw error;
  return 'thrown';
}

/** The place of a plot's point in its program. */
export function placeOf({ id }: Point): string {
  return String(id);
}

/** The steps of a worker who goes by a plot: at each point one of the effects that it waits for is done. */
export function programOf(points: Iterable<Point>, effects: Effects): Program {
  const program: Record<string, Place> = {};
  const takesBack = whoTakesBack(effects);
  const sends = whoSends(effects);
  for (const point of points) {
    if (point.ends !== undefined) continue;
    const waits = [...point.waits].map(([what, after]) => ({
      effect: effectOf(effects, what),
      after,
    }));
    const flags = takesBack(point) ? { takesBack: true as const } : {};
    const later = sends(point) ? { sends: true as const } : {};
    const [first] = waits;
    const does = first?.effect.does;
    if (first && waits.length === 1 && typeof does === 'object') {
      const places = insideOf(placeOf(point), does, first.effect.calls, first.after);
      // What is inside says itself until when it sends.
      const after = [...first.after.values()].some(sends) ? later : {};
      for (const [name, place] of Object.entries(places)) {
        program[name] = { ...place, ...flags, ...after };
      }
      continue;
    }
    program[placeOf(point)] = {
      ...flags,
      ...later,
      ...(waits.every(({ effect }) => effect.calls) ? { calls: true as const } : {}),
      ...(waits.some(({ effect }) => effect.looks) ? { looks: true as const } : {}),
      step: (buyer, scene) =>
        waits.flatMap(({ effect: { does }, after }) => {
          if (typeof does !== 'function')
            throw new Error('what has steps of its own is asked alone');
          return does(buyer, scene).map(({ name, buyer: left, answer }) => {
            return { name, buyer: left, ...leadsTo(after, answer) };
          });
        }),
    };
  }
  return program;
}

type After = ReadonlyMap<string, Point>;

/** Where an answer leads: on, or to the end with what the plot told. */
function leadsTo(after: After, answer: string): Pick<Turn, 'next' | 'reply'> {
  const point = after.get(answer);
  if (!point) throw new Error(`${answer} is none of ${[...after.keys()].join(', ')}`);
  return point.ends === undefined ? { next: placeOf(point) } : { reply: point.ends };
}

/** The places `place>inner` of a worker that is inside what has steps of its own. */
function insideOf(
  place: string,
  { program, begin, answerOf }: Procedure,
  calls: Effect['calls'],
  after: After,
): Program {
  const placed = ([inner, { step, ...flags }]: [string, Place]): [string, Place] => [
    inner === begin ? place : `${place}>${inner}`,
    {
      ...flags,
      ...(inner === begin && calls ? { calls } : {}),
      step: (buyer, scene) =>
        step(buyer, scene).map(({ name, buyer: left, next, reply = '' }) => {
          if (next === undefined) return { name, buyer: left, ...leadsTo(after, answerOf(reply)) };
          return { name, buyer: left, next: `${place}>${next}` };
        }),
    },
  ];
  return Object.fromEntries(Object.entries(program).map(placed));
}

/** Points from which an authorization may still be sent. */
function whoSends(effects: Effects): (point: Point) => boolean {
  return reaching(({ effect: { sends, does }, after }, from) => {
    const within = typeof does === 'object' && Object.values(does.program).some((at) => at.sends);
    return sends === true || within || after.some(from);
  }, effects);
}

/** Points from which something is taken back before a move is tried, which may be lost. */
function whoTakesBack(effects: Effects): (point: Point) => boolean {
  return reaching(
    ({ effect: { takesBack, moves }, after }, from) =>
      takesBack === true || (!moves && after.some(from)),
    effects,
  );
}

interface Waiting {
  readonly effect: Effect;
  readonly after: readonly Point[];
}

/** Whether a point is one of those that are meant, or leads to one. */
function reaching(
  isMeant: (waiting: Waiting, from: (point: Point) => boolean) => boolean,
  effects: Effects,
): (point: Point) => boolean {
  const known = new Map<Point, boolean>();
  const from = (point: Point): boolean => {
    let found = known.get(point);
    if (found === undefined) {
      found = [...point.waits].some(([what, after]) =>
        isMeant({ effect: effectOf(effects, what), after: [...after.values()] }, from),
      );
      known.set(point, found);
    }
    return found;
  };
  return from;
}
