/** What Chromium writes down of a page's main thread; times are in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly tid: number;
  readonly pid: number;
}

export interface FrameTimes {
  readonly frames: number;
  /** Script and layout of a frame, of 95 of 100 at most. */
  readonly p95Ms: number;
  readonly longestTaskMs: number;
}

const frameBegins = 'FireAnimationFrame';
/** Script in whatever way it is called, and what the browser computes for it. */
const counted = new Set([
  'FunctionCall',
  'EvaluateScript',
  frameBegins,
  'TimerFire',
  'EventDispatch',
  'RunMicrotasks',
  'ResourceReceivedData',
  'XHRReadyStateChange',
  'UpdateLayoutTree',
  'Layout',
  'V8.GCScavenger',
  'MinorGC',
  'MajorGC',
]);

/** Script and layout from one frame to the next, on the thread that scrolls. */
export function frameTimesOf(events: readonly TraceEvent[]): FrameTimes {
  const thread = threadOf(events);
  const own = events
    .filter((event) => event.ph === 'X' && `${event.pid} ${event.tid}` === thread)
    .toSorted((one, other) => one.ts - other.ts);
  const begins = own.filter(({ name }) => name === frameBegins).map(({ ts }) => ts);
  const spans = joined(own.filter(({ name }) => counted.has(name)));
  const frames = begins.slice(0, -1).map((start, at) => {
    const end = begins[at + 1]!;
    return spans.reduce((sum, span) => sum + overlap(span, start, end), 0) / 1_000;
  });
  const sorted = frames.toSorted((one, other) => one - other);
  const tasks = own.filter(({ name }) => name === 'RunTask').map(({ dur = 0 }) => dur / 1_000);
  return {
    frames: frames.length,
    p95Ms: sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 0,
    longestTaskMs: Math.max(0, ...tasks),
  };
}

/** Where animation frames run. */
function threadOf(events: readonly TraceEvent[]): string {
  const frames = new Map<string, number>();
  for (const { name, pid, tid } of events) {
    if (name !== frameBegins) continue;
    const key = `${pid} ${tid}`;
    frames.set(key, (frames.get(key) ?? 0) + 1);
  }
  return [...frames].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? '';
}

type Span = readonly [start: number, end: number];

/** What lies within another is counted once. */
function joined(events: readonly TraceEvent[]): Span[] {
  const spans: [number, number][] = [];
  for (const { ts, dur = 0 } of events) {
    const last = spans.at(-1);
    if (last && ts <= last[1]) last[1] = Math.max(last[1], ts + dur);
    else spans.push([ts, ts + dur]);
  }
  return spans;
}

function overlap([from, to]: Span, start: number, end: number): number {
  return Math.max(0, Math.min(to, end) - Math.max(from, start));
}
