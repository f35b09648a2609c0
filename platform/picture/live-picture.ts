import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { drawnArrows, serviceNames, type ServiceName } from '../topology.ts';
import {
  ArrowSums,
  curvePoints,
  windowSeconds,
  type ArrowFailure,
  type ArrowSum,
} from './arrow-sums.ts';
import { ArrowWatch } from './arrow-watch.ts';
import { bucketCount, quantileMs } from './durations.ts';
import { KeptSpans, type Span } from './kept-spans.ts';

/** That somebody looks, and of which traces they want to see the spans. */
export interface Wanted {
  /** Said again by whoever tells them; only where there are traces. */
  readonly id: string;
  readonly traces: readonly string[];
}

/** What a service of one process tells of itself. */
export interface Told {
  /** Which process, made up when it begins. */
  readonly process: string;
  /** The `id` of what it answers; null where it tells because somebody looks at all. */
  readonly answers: string | null;
  readonly sums: readonly ArrowSum[];
  /** By trace, those that were wanted and are known. */
  readonly spans: Readonly<Record<string, readonly Span[]>>;
}

/** An arrow over the window, all processes together. */
export interface LiveArrow extends Omit<ArrowSum, 'buckets' | 'failures'> {
  /** Whether it is one of the 40 of the picture. */
  readonly drawn: boolean;
  /** Null where it was not used. */
  readonly p95Ms: number | null;
}

export interface Seen<Value> {
  readonly value: Value;
  /** Services of which nothing was heard. */
  readonly unanswered: readonly ServiceName[];
}

/** Who tells nothing any more has left. */
const heardForMs = 5_000;
/** Who looks for the first time waits so long for those who tell. */
const patienceMs = 1_000;
const askEveryMs = 900;
/** A service may have more processes than the one that told first; by then all have told. */
const settledMs = 250;
const failuresShown = 20;
const drawn = new Set(drawnArrows().map(([from, to]) => `${from} ${to}`));

interface Heard {
  readonly service: ServiceName;
  readonly atMs: number;
  readonly told: Told;
}

/**
 * The picture's arrows as they are used now: what this process counted, and what others tell while
 * somebody looks. Nothing of it is stored, and nothing is asked of anyone.
 */
export class LivePicture {
  readonly windowSeconds = windowSeconds;
  private readonly process = randomUUID();
  private readonly sums = new ArrowSums();
  private readonly spans = new KeptSpans();
  private readonly here = new Set<ServiceName>();
  private readonly heard = new Map<string, Heard>();
  private readonly waiting = new Set<() => void>();
  private ask: ((wanted: Wanted) => void) | undefined;
  private askedAtMs = -Infinity;
  private gathering: Promise<void> | undefined;

  /** @param others whoever watches besides */
  watch(others: Telemetry | undefined): Telemetry {
    return new ArrowWatch(this.sums, this.spans, others);
  }

  runsHere(service: ServiceName): void {
    this.here.add(service);
  }

  /** How services of other processes hear that somebody looks; without it all run here. */
  asksBy(ask: (wanted: Wanted) => void): void {
    this.ask = ask;
  }

  /** What a service of this process tells of itself: an event's arrow is told by who hears it. */
  tell(service: ServiceName, wanted: Wanted | undefined): Told {
    const spans = (wanted?.traces ?? []).map((trace) => {
      const own = this.spans.ofTrace(trace).filter((span) => ownerOf(span) === service);
      return [trace, own] as const;
    });
    return {
      process: this.process,
      answers: wanted?.id ?? null,
      sums: this.sums.read().filter((sum) => ownerOf(sum) === service),
      spans: Object.fromEntries(spans.filter(([, own]) => own.length > 0)),
    };
  }

  /** What another process told: of the service that told it, and of nobody else. */
  hear(service: ServiceName, told: Told): void {
    if (told.process === this.process) return;
    const own = <T extends Owned>(all: readonly T[]) =>
      all.filter((one) => ownerOf(one) === service);
    const spans = Object.entries(told.spans).map(([trace, those]) => [trace, own(those)] as const);
    const kept = { ...told, sums: own(told.sums), spans: Object.fromEntries(spans) };
    const atMs = performance.now();
    this.heard.set(`${service} ${told.process}`, { service, atMs, told: kept });
    for (const [key, { atMs: heardMs }] of this.heard)
      if (heardMs < atMs - heardForMs) this.heard.delete(key);
    for (const look of this.waiting) look();
  }

  /** Every arrow of the picture, used or not, and the others that were used. */
  async arrows(): Promise<Seen<LiveArrow[]>> {
    await this.whileAwaited();
    const sums = new Map<string, ArrowSum>();
    for (const sum of this.known()) {
      const key = keyOf(sum);
      sums.set(key, added(sums.get(key), sum));
    }
    const unused = drawnArrows()
      .map(([from, to]) => unusedArrow(from, to))
      .filter((arrow) => !sums.has(keyOf(arrow)));
    const value = [...sums.values(), ...unused].map(liveArrow);
    return { value, unanswered: this.unanswered() };
  }

  /** The last failures of an arrow, newest first; of the drawn one where events go the same way. */
  async failuresOf(from: string, to: string): Promise<Seen<ArrowFailure[]>> {
    await this.whileAwaited();
    const failures = this.known()
      .filter((sum) => sum.from === from && sum.to === to)
      .filter(({ kind }) => kind !== 'event' || !drawn.has(`${from} ${to}`))
      .flatMap((sum) => sum.failures);
    const newest = failures.toSorted((one, other) => other.at.localeCompare(one.at));
    return { value: newest.slice(0, failuresShown), unanswered: this.unanswered() };
  }

  /** What is known of traces, in order of time. */
  async spansOf(traces: readonly string[]): Promise<Seen<TracedSpan[]>> {
    const answers = randomUUID();
    await this.whileAwaited();
    const found = traces.flatMap((trace) => traced(trace, this.spans.ofTrace(trace)));
    const told = new Map<string, Told>();
    const known = new Map(
      this.recent().map(({ service, told: { process } }) => [`${service} ${process}`, service]),
    );
    /** Each service of which one process is silent, or all. */
    const silent = () => {
      const answered = new Set([...told.keys()].map((key) => key.split(' ')[0]));
      const waitedFor = [...known].filter(([key]) => !told.has(key)).map(([, service]) => service);
      const unheard = this.elsewhere().filter((service) => !answered.has(service));
      return [...new Set([...unheard, ...waitedFor])];
    };
    if (this.ask) {
      this.ask({ id: answers, traces });
      await this.until(() => {
        for (const [key, heard] of this.heard)
          if (heard.told.answers === answers) told.set(key, heard.told);
        return silent().length === 0;
      });
    }
    for (const { spans } of told.values())
      for (const [trace, those] of Object.entries(spans)) found.push(...traced(trace, those));
    return {
      value: found.toSorted((one, other) => one.startMs - other.startMs),
      unanswered: this.ask ? silent() : [],
    };
  }

  private known(): ArrowSum[] {
    return [...this.sums.read(), ...this.recent().flatMap(({ told }) => told.sums)];
  }

  private recent(): Heard[] {
    const sinceMs = performance.now() - heardForMs;
    return [...this.heard.values()].filter(({ atMs }) => atMs >= sinceMs);
  }

  private elsewhere(): ServiceName[] {
    return serviceNames.filter((service) => !this.here.has(service));
  }

  private unanswered(): ServiceName[] {
    if (!this.ask) return [];
    const heard = new Set(this.recent().map(({ service }) => service));
    return this.elsewhere().filter((service) => !heard.has(service));
  }

  /** Says that somebody looks; who looks first, or meanwhile, waits until all have told. */
  private async whileAwaited(): Promise<void> {
    if (!this.ask) return;
    const nowMs = performance.now();
    const begins = nowMs - this.askedAtMs > heardForMs;
    if (nowMs - this.askedAtMs >= askEveryMs) {
      this.askedAtMs = nowMs;
      this.ask({ id: '', traces: [] });
    }
    if (begins) this.gathering = this.gathered();
    await this.gathering;
  }

  private async gathered(): Promise<void> {
    await this.until(() => this.unanswered().length === 0);
    await sleep(settledMs);
  }

  private async until(isThere: () => boolean): Promise<void> {
    if (isThere()) return;
    let look: () => void = () => {};
    const there = new Promise<void>((resolve) => {
      look = () => {
        if (isThere()) resolve();
      };
      this.waiting.add(look);
    });
    const over = new AbortController();
    const late = sleep(patienceMs, undefined, { signal: over.signal }).catch(() => {});
    await Promise.race([there, late]);
    over.abort();
    this.waiting.delete(look);
  }
}

export interface TracedSpan extends Span {
  readonly traceId: string;
}

function traced(traceId: string, spans: readonly Span[]): TracedSpan[] {
  return spans.map((span) => ({ ...span, traceId }));
}

interface Owned {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

/** Who counts an arrow: who uses it, but an event's who hears it, and the user's the gateway. */
function ownerOf({ kind, from, to }: Owned): string {
  return kind === 'event' || kind === 'request' ? to : from;
}

function keyOf({ kind, from, to }: Owned): string {
  return `${kind === 'event' ? 'event ' : ''}${from} ${to}`;
}

function added(one: ArrowSum | undefined, other: ArrowSum): ArrowSum {
  if (!one) return other;
  return {
    ...one,
    count: one.count + other.count,
    failed: one.failed + other.failed,
    perSecond: one.perSecond + other.perSecond,
    buckets: one.buckets.map((count, bucket) => count + (other.buckets[bucket] ?? 0)),
    curve: one.curve.map((count, point) => count + (other.curve[point] ?? 0)),
  };
}

function unusedArrow(from: string, to: string): ArrowSum {
  const isService = serviceNames.some((name) => name === to);
  const used = isService ? 'call' : to.endsWith('-db') ? 'store' : 'external';
  const kind = from === 'user' ? 'request' : used;
  const buckets = Array.from<number>({ length: bucketCount }).fill(0);
  const curve = Array.from<number>({ length: curvePoints }).fill(0);
  return { kind, from, to, count: 0, failed: 0, perSecond: 0, buckets, curve, failures: [] };
}

function liveArrow(sum: ArrowSum): LiveArrow {
  const { kind, from, to, count, failed, perSecond, buckets, curve } = sum;
  return {
    kind,
    from,
    to,
    drawn: drawn.has(`${from} ${to}`) && kind !== 'event',
    count,
    failed,
    perSecond,
    curve,
    p95Ms: quantileMs(buckets, 0.95),
  };
}
