import { KontorProblem, newIdempotencyKey } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { isUnclear } from '../asking/unclear.ts';
import type { BulkDoor, BulkRun } from './bulk-runs.ts';

interface Intention {
  /** What went out without an answer goes out again under it. */
  readonly key: string;
  /** Once it is known what was begun. */
  readonly bulkId?: string;
}

/** By what was asked: closing its dialog makes it nobody's second intention. */
const intentions = new Map<string, Intention>();

/**
 * Begins a change of many, once for each intention: who opens the dialog anew and asks for just the same
 * while it runs is led to what runs. Where they are others by now, `count` says how many, also that
 * there are none; `preview`, what follows from cancelling them.
 */
export function useBegin<Asked>(
  door: BulkDoor,
  which: object,
  begin: (asked: Asked, key: string) => Promise<BulkRun>,
) {
  const [told, setTold] = useState<Told>({});
  const begun = useMutation({
    mutationFn: (asked: Asked) =>
      once(door, JSON.stringify([door.key, which, asked]), (key) => begin(asked, key)),
    onError: (error) => {
      const next = toldBy(error);
      if (next) setTold(next);
    },
  });
  return {
    ...begun,
    ...told,
    trouble: begun.error && !toldBy(begun.error) ? begun.error : undefined,
    reset: () => {
      setTold({});
      begun.reset();
    },
  };
}

async function once(
  door: BulkDoor,
  asked: string,
  begin: (key: string) => Promise<BulkRun>,
): Promise<BulkRun> {
  const before = intentions.get(asked);
  if (before?.bulkId !== undefined) {
    const run = await door.read(before.bulkId, AbortSignal.timeout(30_000));
    if (run.state === 'running') return run;
    intentions.delete(asked);
  }
  const { key } = intentions.get(asked) ?? { key: newIdempotencyKey() };
  intentions.set(asked, { key });
  try {
    const run = await begin(key);
    intentions.set(asked, { key, bulkId: run.bulkId });
    return run;
  } catch (error) {
    if (!isUnclear(error)) intentions.delete(asked);
    throw error;
  }
}

/** What cancelling them comes to, to be confirmed. */
export interface Cancellation {
  readonly count: number;
  readonly cancellable: number;
  readonly releasedUnits: number;
  readonly sums: readonly {
    readonly currency: string;
    readonly refundedMinor: number;
    readonly voidedMinor: number;
  }[];
  readonly digest: string;
}

interface Told {
  readonly count?: number;
  readonly preview?: Cancellation;
}

/** A refusal that says what is to be confirmed. */
function toldBy(error: unknown): Told | undefined {
  if (!(error instanceof KontorProblem)) return undefined;
  if (error.code === 'bulk_empty') return { count: 0 };
  if (error.code === 'bulk_count_changed') return { count: (error.details as Told).count };
  if (error.code !== 'bulk_cancellation_unconfirmed') return undefined;
  const preview = error.details as Cancellation;
  return { count: preview.count, preview };
}
