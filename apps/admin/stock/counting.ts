import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { isUnclear } from '../asking/unclear.ts';
import { useHeldCount, type Counted } from './held-count.ts';
import { movedIn, newCountId, sendCount } from './use-stock.ts';

/** Pieces that came or went between counting and sending; `now` is what the books say. */
export interface Moved extends Counted {
  readonly now: number;
}

export type Count = ReturnType<typeof useCounting>;

/** A count of one location. It says what each line was counted against: the shop books it where nothing moved. */
export function useCounting(accountId: string, locationId: string) {
  const { held, latest, change, begin } = useHeldCount(accountId, locationId);
  const [moved, setMoved] = useState<readonly Moved[]>([]);
  const sending = useMutation({
    mutationFn: async (all: readonly Counted[]) => {
      // Kept before it leaves: it may be booked though no answer comes.
      change({ lines: all, mayBeBooked: true });
      const lines = all.map(({ sku, pieces, booked }) => {
        return { sku, locationId, quantity: pieces, expectedOnHand: booked };
      });
      const { countId } = latest.current;
      try {
        const answer = await sendCount({ countId, reason: 'count', lines });
        begin();
        return answer;
      } catch (error) {
        if (isUnclear(error)) throw error;
        change({ countId: newCountId(), mayBeBooked: false });
        const now = movedLines(all, error);
        if (!now) throw error;
        setMoved(now);
        return undefined;
      }
    },
  });
  const isFixed = sending.isPending || held.mayBeBooked;
  /** What is on its way, or may be booked, stays as it is. */
  const setLines = (to: (before: readonly Counted[]) => readonly Counted[]) => {
    if (!isFixed) change({ lines: to(latest.current.lines) });
  };
  const add = (sku: string, booked: number) => {
    // What was done last is told until the next piece.
    if (!isFixed) sending.reset();
    setLines((before) => {
      const line = before.find((each) => each.sku === sku) ?? { sku, pieces: 0, booked };
      const pieces = Math.min(1_000_000, line.pieces + 1);
      return [{ ...line, pieces }, ...before.filter((each) => each.sku !== sku)];
    });
  };
  const send = (all: readonly Counted[]) => {
    setMoved([]);
    if (!sending.isPending && all.length > 0) sending.mutate(all);
  };
  return {
    lines: held.lines,
    mayBeBooked: held.mayBeBooked,
    latest,
    moved,
    sending,
    isFixed,
    add,
    set: (sku: string, pieces: number) =>
      setLines((before) => before.map((each) => (each.sku === sku ? { ...each, pieces } : each))),
    drop: (sku: string) => setLines((before) => before.filter((each) => each.sku !== sku)),
    finish: () => send(latest.current.lines),
    /** What is to be on hand of each that moved, chosen with what the books say now in sight. */
    settle: (chosen: ReadonlyMap<string, number>) =>
      send(
        latest.current.lines.map((line) => {
          const booked = moved.find(({ sku }) => sku === line.sku)?.now ?? line.booked;
          return { ...line, booked, pieces: chosen.get(line.sku) ?? line.pieces };
        }),
      ),
    closeMoved: () => setMoved([]),
    throwAway: () => {
      sending.reset();
      begin();
    },
  };
}

/** Those of the lines that moved before they were booked; undefined: they were refused for something else. */
function movedLines(lines: readonly Counted[], error: unknown): Moved[] | undefined {
  const now = movedIn(error);
  return (
    now &&
    lines.flatMap((line) => {
      const onHand = now.get(line.sku);
      return onHand === undefined ? [] : [{ ...line, now: onHand }];
    })
  );
}
