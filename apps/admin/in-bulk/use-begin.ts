import { KontorProblem, newIdempotencyKey } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { isUnclear } from '../asking/unclear.ts';
import type { BulkRun } from './bulk-runs.ts';

/** Begins a change of many, once for each intention; where they are others by now, `count` says how many. */
export function useBegin<Asked>(begin: (asked: Asked, key: string) => Promise<BulkRun>) {
  const key = useRef(newIdempotencyKey());
  const begun = useMutation({
    mutationFn: (asked: Asked) => begin(asked, key.current),
    onError: (error) => {
      if (!isUnclear(error)) key.current = newIdempotencyKey();
    },
  });
  return { ...begun, count: countIn(begun.error) };
}

function countIn(error: unknown): number | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'bulk_count_changed') return undefined;
  return (error.details as { count: number }).count;
}
