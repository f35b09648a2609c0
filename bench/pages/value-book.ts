/** A value that is shown somewhere, and when it held, in ms of one clock. */
interface Held {
  readonly value: string;
  /** Nobody can have seen it before. */
  readonly fromMs: number;
  /** Another one is committed for certain. */
  untilMs: number;
}

/** What all looked pages showed, compared with what was true. */
export interface Ages {
  readonly compared: number;
  /** How long before its page was asked for the oldest value had been replaced, in ms; 0: all held. */
  readonly oldestMs: number;
  /** Values that had been replaced for longer than is allowed. */
  readonly stale: number;
  /** Values that never were. */
  readonly unknown: number;
  /** Of the first few that are stale or unknown. */
  readonly examples: readonly string[];
}

/** No page may show what was replaced so long before it was asked for. */
export const allowedAgeMs = 1_000;
const examplesMax = 5;

/**
 * Remembers which value of which thing held when, and how old what a page shows was. A value counts as
 * replaced when its writer knows that another one is committed, which is a little later than it is; so
 * a page is found older than it says here never, and younger by that little.
 */
export class ValueBook {
  private readonly things = new Map<string, Held[]>();
  private compared = 0;
  private oldestMs = 0;
  private stale = 0;
  private unknown = 0;
  private readonly examples: string[] = [];

  /** What holds before anybody looks. */
  begin(thing: string, value: string): void {
    this.things.set(thing, [{ value, fromMs: Number.NEGATIVE_INFINITY, untilMs: Infinity }]);
  }

  /**
   * A value is about to be written, and may be seen from now on.
   * @returns to be called with the time at which it is committed; never, where that is not known: then
   *   it may hold, and so may the one before
   */
  write(thing: string, value: string, atMs: number): (committedMs: number) => void {
    const all = this.things.get(thing) ?? [];
    const own: Held = { value, fromMs: atMs, untilMs: Infinity };
    const before = [...all];
    all.push(own);
    this.things.set(thing, all);
    return (committedMs) => {
      for (const held of before) held.untilMs = Math.min(held.untilMs, committedMs);
    };
  }

  /** What a page showed that was asked for at one time and there at another. */
  compare(thing: string, value: string, askedMs: number, answeredMs: number): void {
    this.compared += 1;
    const age = this.ageOf(thing, value, askedMs, answeredMs);
    if (age === undefined) {
      this.unknown += 1;
      this.note(`${thing} was never ${value}`);
      return;
    }
    this.oldestMs = Math.max(this.oldestMs, age);
    if (age <= allowedAgeMs) return;
    this.stale += 1;
    this.note(`${thing} was no longer ${value} since ${Math.round(age)} ms`);
  }

  ages(): Ages {
    const { compared, oldestMs, stale, unknown, examples } = this;
    return { compared, oldestMs, stale, unknown, examples: [...examples] };
  }

  /** The least that it can have been: a value may have held more than once. */
  private ageOf(
    thing: string,
    value: string,
    askedMs: number,
    answeredMs: number,
  ): number | undefined {
    const ages = (this.things.get(thing) ?? [])
      .filter((held) => held.value === value && held.fromMs <= answeredMs)
      .map(({ untilMs }) => Math.max(0, askedMs - untilMs));
    return ages.length === 0 ? undefined : Math.min(...ages);
  }

  private note(example: string): void {
    if (this.examples.length < examplesMax) this.examples.push(example);
  }
}
