/**
 * A plot of a service, unrolled: the service's own function is run over every series of answers that
 * its effects may get, and what it asks for next is noted. So the steps that the model explores are
 * those that the function takes, and none is written a second time.
 */

/** Where a plot stands: what it waits for, or how it ended. Points that go on alike are one. */
export interface Point {
  readonly id: number;
  /** What it asks for, each with where every answer leads; several where it asks at once. */
  readonly waits: ReadonlyMap<string, ReadonlyMap<string, Point>>;
  /** What it told whoever began it; undefined while it waits. */
  readonly ends: string | undefined;
}

/** Gives what was answered, or throws it. */
type Answer = () => unknown;
/** By their names, all the answers that an effect may give. */
export type Answers = Readonly<Record<string, Answer>>;

/** An effect, by a name that also says with what it is asked for where that makes a difference. */
export type Ask = (what: string) => Promise<never>;

/** A plot over effects that ask. */
export type Told = (ask: Ask) => Promise<unknown>;

interface Given {
  /** Which of the asked in their order. */
  readonly asked: number;
  readonly what: string;
  readonly answer: string;
}

/** A plot ends as these do, whether it gives something or throws. */
export interface Ending {
  readonly given: (value: unknown) => string;
  readonly thrown: (error: unknown) => string;
}

export class Unrolled {
  private readonly answersOf: (what: string) => Answers;
  private readonly ending: Ending;
  private readonly points = new Map<string, Point>();

  constructor(answersOf: (what: string) => Answers, ending: Ending) {
    this.answersOf = answersOf;
    this.ending = ending;
  }

  /** All points that were met. */
  all(): Iterable<Point> {
    return this.points.values();
  }

  /** Where the plot stands as it begins. */
  begin(told: Told): Promise<Point> {
    return this.look(told, []);
  }

  private async look(told: Told, given: readonly Given[]): Promise<Point> {
    const { asked, ends } = await this.play(told, given);
    const waits = new Map<string, Map<string, Point>>();
    if (ends === undefined) {
      for (const { what, number } of asked) {
        const after = new Map<string, Point>();
        for (const answer of Object.keys(this.answersOf(what))) {
          after.set(answer, await this.look(told, [...given, { asked: number, what, answer }]));
        }
        waits.set(what, after);
      }
      if (waits.size === 0) throw new Error(`a plot waits for nothing after ${written(given)}`);
    }
    return this.pointOf(waits, ends);
  }

  /** Runs the plot anew over these answers. */
  private async play(
    told: Told,
    given: readonly Given[],
  ): Promise<{ asked: { what: string; number: number }[]; ends: string | undefined }> {
    const asked: { what: string; answered: boolean; settle: (answer: Answer) => void }[] = [];
    let ends: string | undefined;
    let broken: Error | undefined;
    const ask: Ask = (what) =>
      new Promise((resolve, reject) => {
        const settle = (answer: Answer) => {
          try {
            resolve(answer() as never);
          } catch (error) {
            reject(error);
          }
        };
        asked.push({ what, answered: false, settle });
      });
    const end = (of: () => string) => {
      try {
        ends = of();
      } catch (error) {
        broken = error as Error;
      }
    };
    told(ask).then(
      (value) => end(() => this.ending.given(value)),
      (error: unknown) => end(() => this.ending.thrown(error)),
    );
    await quiet();
    for (const one of given) {
      const waiting = asked[one.asked];
      if (waiting?.what !== one.what) {
        throw new Error(`a plot did not go the same way twice: ${written(given)}`);
      }
      waiting.answered = true;
      waiting.settle(this.answersOf(one.what)[one.answer]!);
      await quiet();
    }
    if (broken) throw new Error(`a plot broke after ${written(given)}`, { cause: broken });
    const open = asked.map(({ what, answered }, number) => ({ what, answered, number }));
    return { asked: open.filter(({ answered }) => !answered), ends };
  }

  private pointOf(
    waits: ReadonlyMap<string, ReadonlyMap<string, Point>>,
    ends: string | undefined,
  ): Point {
    const parts = [...waits].map(([what, after]) => {
      const leads = [...after].map(([answer, { id }]) => `${answer}:${id}`);
      return `${what}(${leads.join()})`;
    });
    const key = `${ends ?? ''}|${parts.toSorted().join(';')}`;
    let point = this.points.get(key);
    if (!point) this.points.set(key, (point = { id: this.points.size, waits, ends }));
    return point;
  }
}

/** All that follows from what was answered has been done: what follows later waits for an answer. */
function quiet(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function written(given: readonly Given[]): string {
  return given.map(({ what, answer }) => `${what}: ${answer}`).join(', ') || 'its beginning';
}
