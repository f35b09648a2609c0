import * as clock from '#kernel/clock.ts';
import { traceIdOf } from '#kernel/invocation.ts';
import { bucketCount, bucketOf } from './durations.ts';

/**
 * What an arrow is: a request of somebody outside, a call, the use of a service's schema or of an
 * external system, or an event, from who tells it to who hears it.
 */
export const arrowKinds = ['request', 'call', 'store', 'external', 'event'] as const;
export type ArrowKind = (typeof arrowKinds)[number];

/** Over what time uses are counted; older ones are forgotten. */
export const windowSeconds = 300;
const slotMs = 5_000;
const slots = (windowSeconds * 1_000) / slotMs;
/** Of each slot: all, those that failed, and a count for each bucket of durations. */
const slotWidth = 2 + bucketCount;
/** A curve has a point for so many slots that are over, so that its end is no half one. */
const slotsInPoint = 2;
export const curvePoints = slots / slotsInPoint - 1;
/** The last failures of each arrow, however old. */
const failuresKept = 20;

/** A use that failed by a fault of ours or of who was used; a refusal is none. */
export interface ArrowFailure {
  /** ISO 8601. */
  readonly at: string;
  /** What was asked for: an operation, a transaction, a type of event, a route. */
  readonly operation: string;
  /** What was thrown or answered, such as `CalleeUnavailable` or `ECONNREFUSED`. */
  readonly code: string;
  readonly tookMs: number;
  /** Null where it belongs to no trace. */
  readonly traceId: string | null;
}

/** One arrow over the window. */
export interface ArrowSum {
  readonly kind: ArrowKind;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly failed: number;
  /** Over the window, or since the process began where that is less. */
  readonly perSecond: number;
  /** Counts of durations, see `durations.ts`. */
  readonly buckets: readonly number[];
  /** How often it was used in each ten seconds of the window, the oldest first. */
  readonly curve: readonly number[];
  /** Newest first. */
  readonly failures: readonly ArrowFailure[];
}

/** One arrow's counts in a ring of slots: a use costs a few additions and keeps nothing. */
export class Arrow {
  readonly kind: ArrowKind;
  readonly from: string;
  readonly to: string;
  private readonly counts = new Uint32Array(slots * slotWidth);
  /** Which slot since the process began each place of the ring holds. */
  private readonly numbers = new Int32Array(slots).fill(-1);
  private readonly failures: ArrowFailure[] = [];

  constructor(kind: ArrowKind, from: string, to: string) {
    this.kind = kind;
    this.from = from;
    this.to = to;
  }

  /** @param nowMs milliseconds since the process began, as `performance.now()` */
  note(nowMs: number, tookMs: number, failed: boolean): void {
    const number = Math.floor(nowMs / slotMs);
    const place = number % slots;
    const base = place * slotWidth;
    if (this.numbers[place] !== number) {
      this.numbers[place] = number;
      this.counts.fill(0, base, base + slotWidth);
    }
    this.counts[base]! += 1;
    if (failed) this.counts[base + 1]! += 1;
    this.counts[base + 2 + bucketOf(tookMs)]! += 1;
  }

  noteFailure(failure: Omit<ArrowFailure, 'at' | 'traceId'>, traceparent?: string): void {
    const traceId = traceparent === undefined ? null : traceIdOf(traceparent);
    this.failures.unshift({ at: clock.nowIso(), ...failure, traceId });
    if (this.failures.length > failuresKept) this.failures.pop();
  }

  /** @param beganMs when counting began, as `performance.now()` */
  sum(nowMs: number, beganMs = -Infinity): ArrowSum {
    const current = Math.floor(nowMs / slotMs);
    const oldest = current - slots + 1;
    const firstOfCurve = current - curvePoints * slotsInPoint;
    const curve = Array.from<number>({ length: curvePoints }).fill(0);
    const totals = Array.from<number>({ length: slotWidth }).fill(0);
    for (const [place, number] of this.numbers.entries()) {
      if (number < oldest) continue;
      const base = place * slotWidth;
      for (let at = 0; at < slotWidth; at += 1) totals[at]! += this.counts[base + at]!;
      if (number >= firstOfCurve && number < current)
        curve[Math.floor((number - firstOfCurve) / slotsInPoint)]! += this.counts[base]!;
    }
    const { kind, from, to } = this;
    const [count, failed, ...buckets] = totals as [number, number, ...number[]];
    const seconds = Math.min(windowSeconds, Math.max(nowMs - beganMs, slotMs) / 1_000);
    const perSecond = count / seconds;
    const failures = [...this.failures];
    return { kind, from, to, count, failed, perSecond, buckets, curve, failures };
  }
}

/** The arrows of one process that were used: bounded by the picture, not by traffic. */
export class ArrowSums {
  private readonly beganMs = performance.now();
  private readonly used = new Map<string, Map<string, Arrow>>();
  /** Who tells another service something may call it too. */
  private readonly told = new Map<string, Map<string, Arrow>>();

  arrow(kind: ArrowKind, from: string, to: string): Arrow {
    const arrows = kind === 'event' ? this.told : this.used;
    let targets = arrows.get(from);
    if (!targets) arrows.set(from, (targets = new Map()));
    let arrow = targets.get(to);
    if (!arrow) targets.set(to, (arrow = new Arrow(kind, from, to)));
    return arrow;
  }

  read(): ArrowSum[] {
    const nowMs = performance.now();
    return [...this.used.values(), ...this.told.values()].flatMap((targets) =>
      [...targets.values()].map((arrow) => arrow.sum(nowMs, this.beganMs)),
    );
  }
}
