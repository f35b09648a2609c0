import { useState } from 'react';

type Fields = Readonly<Record<string, unknown>>;

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Fields that differ, of those of either. */
export const differing = (from: Fields, to: Fields): string[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    (key) => !isSame(from[key], to[key]),
  );

/**
 * What was typed over `from`, carried over to how it stands now, and which fields were set to
 * something else by the other one, too.
 */
export function carried<T extends Fields>(from: T, typed: T, now: T) {
  const mine = differing(from, typed);
  const theirs = new Set(differing(from, now));
  const contested = mine.filter((key) => theirs.has(key) && !isSame(typed[key], now[key]));
  return { typed: over(now, typed, mine), contested };
}

/** A field that is missing in one is undefined in it. */
const over = <T extends Fields>(below: T, above: T, keys: readonly string[]): T => ({
  ...below,
  ...Object.fromEntries(keys.map((key) => [key, above[key]])),
});

interface Typing<T> {
  readonly from: T;
  readonly typed: T;
  /** Fields of which somebody has to choose one of two values: theirs are in `from`. */
  readonly contested: readonly string[];
}

/** Fields of a dialog. What somebody else makes of them meanwhile is seen before it is overwritten. */
export function useTyped<T extends Fields>(opened: T) {
  const [typing, set] = useState<Typing<T>>({ from: opened, typed: opened, contested: [] });
  return {
    ...typing,
    type: (fields: Partial<T>) =>
      set((before) => ({ ...before, typed: { ...before.typed, ...fields } })),
    /** Somebody else was quicker: so it stands now. */
    overtake: (now: T) => set(({ from, typed }) => ({ from: now, ...carried(from, typed, now) })),
    /** What was sent was taken, and stands so now; what was typed since is still there. */
    accept: (sent: T, now: T) =>
      set(({ typed }) => ({
        from: now,
        typed: over(now, typed, differing(sent, typed)),
        contested: [],
      })),
    /** Of what is contested one's own stands in these alone. */
    choose: (mine: ReadonlySet<string>): T => {
      const { from, typed, contested } = typing;
      const theirs = contested.filter((key) => !mine.has(key));
      const chosen = over(typed, from, theirs);
      set({ from, typed: chosen, contested: [] });
      return chosen;
    },
    letBe: () => set((before) => ({ ...before, contested: [] })),
  };
}
