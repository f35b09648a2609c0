import { setTimeout as sleep } from 'node:timers/promises';
import { now } from '#kernel/clock.ts';
import { describeFindings } from './describe-report.ts';
import type { AuditReport } from './audit.ts';

/** One look of the reconciliation job. */
export interface AuditRun {
  /** When it ended. */
  readonly at: Date;
  readonly durationMs: number;
  /** What it found, or why it could not look. */
  readonly outcome: AuditReport | { readonly error: Error };
}

export interface ReconcileOptions {
  readonly look: () => Promise<AuditReport>;
  readonly everyMs: number;
  readonly signal: AbortSignal;
  readonly report: (run: AuditRun) => void;
}

/**
 * Looks again and again, from start to start `everyMs` apart, until the signal. A look that fails
 * is told of like any other, and the next one comes when it is due.
 * @returns the exit code of the last look
 */
export async function reconcile({
  look,
  everyMs,
  signal,
  report,
}: ReconcileOptions): Promise<number> {
  let code = couldNotLook;
  while (!signal.aborted) {
    const startedMs = performance.now();
    const outcome = await look().catch((error: unknown) => ({
      error: error instanceof Error ? error : new Error(String(error)),
    }));
    // What was cut off by the signal says nothing of the shop.
    if (signal.aborted && 'error' in outcome) break;
    const durationMs = performance.now() - startedMs;
    report({ at: now(), durationMs, outcome });
    code = 'error' in outcome ? couldNotLook : exitCodeOf(outcome);
    await sleep(Math.max(0, everyMs - durationMs), undefined, { signal }).catch(() => {});
  }
  return code;
}

export const couldNotLook = 2;

/** 0: nothing found; 1: violations; 2: nothing found, but it could not look at everything it should. */
export function exitCodeOf({ violations, notChecked }: AuditReport): number {
  if (violations.length > 0) return 1;
  return notChecked.some(({ failed }) => failed) ? couldNotLook : 0;
}

/** A run in one line, and what it found in lines of their own. */
export function describeRun({ at, durationMs, outcome }: AuditRun): string {
  const head = `${at.toISOString()}  ${(durationMs / 1_000).toFixed(1)} s  `;
  if ('error' in outcome) return `${head}could not look: ${outcome.error.message}\n`;
  const { violations, notChecked, checked } = outcome;
  const sum = Object.values(checked).reduce((all, count) => all + count, 0);
  const failed = notChecked.filter((one) => one.failed);
  const counts = `${violations.length} violations, ${sum} checked, ${notChecked.length - failed.length} checks left out, ${failed.length} failed`;
  const findings = describeFindings({ ...outcome, notChecked: failed });
  return `${[head + counts, ...findings].join('\n')}\n`;
}

export function runAsJson({ at, durationMs, outcome }: AuditRun): string {
  const found = 'error' in outcome ? { error: outcome.error.message } : outcome;
  return `${JSON.stringify({ at: at.toISOString(), durationMs: Math.round(durationMs), ...found })}\n`;
}
