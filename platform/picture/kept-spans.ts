import { traceIdOf } from '#kernel/invocation.ts';

/** One use of an arrow, or a step of a story, as it went. */
export interface Span {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly operation: string;
  /** Epoch milliseconds, with fractions. */
  readonly startMs: number;
  readonly tookMs: number;
  /** What it failed with; null where it did not. */
  readonly code: string | null;
}

/** An order has a handful of traces: bought, paid, picked, shipped, delivered. */
const ordersKept = 1_000;
const tracesPerOrder = 8;
const spansInTrace = 200;
const spansKept = 120_000;
/** Those of which nobody knows yet whether they are kept. */
const undecided = 500;
/** Of their own, so that a fault under traffic does not take the place of orders. */
const failedKept = 500;

interface Trace {
  readonly id: string;
  readonly spans: Span[];
  /** `begun`: kept, and nothing has ended in it yet that carries an order. */
  state: 'young' | 'failed' | 'begun' | 'kept';
}

/**
 * Spans of the traces that carry orders, of the last 1,000 or so, and of those that failed. What a
 * trace did before it was known to carry an order is remembered for a while. Every use of an arrow
 * comes by here, so one look finds its trace, and nothing else is done where the trace is known.
 */
export class KeptSpans {
  private readonly traces = new Map<string, Trace>();
  /** Those of each state, the oldest first. */
  private readonly kept = new Set<Trace>();
  private readonly young = new Set<Trace>();
  private readonly failed = new Set<Trace>();
  /** Of the traces that are kept. */
  private spans = 0;

  /**
   * What begins may carry an order: however much else goes on until it has ended, its trace is kept.
   * @returns whether it was not before; whoever began it says where nothing came of it
   */
  begin(traceparent: string): boolean {
    const trace = this.traceOf(traceIdOf(traceparent));
    if (isKept(trace)) return false;
    this.keep(trace, 'begun');
    return true;
  }

  /** It was refused or failed: it takes the place of no order, unless one was carried meanwhile. */
  refused(traceparent: string): void {
    const trace = this.traces.get(traceIdOf(traceparent));
    if (trace?.state !== 'begun') return;
    this.kept.delete(trace);
    this.spans -= trace.spans.length;
    trace.state = 'young';
    this.remember(this.young, trace, undecided);
  }

  /** @param keeps whether this span shows that the trace is one to keep */
  add(traceparent: string, span: Span, keeps: boolean): void {
    const trace = this.traceOf(traceIdOf(traceparent));
    if (trace.spans.length < spansInTrace) {
      trace.spans.push(span);
      if (isKept(trace)) {
        this.spans += 1;
        this.makeRoom();
      }
    }
    if (keeps) {
      if (isKept(trace)) trace.state = 'kept';
      else this.keep(trace, 'kept');
    } else if (span.code !== null && trace.state === 'young') {
      this.young.delete(trace);
      trace.state = 'failed';
      this.remember(this.failed, trace, failedKept);
    }
  }

  /** In order of time. */
  ofTrace(traceId: string): Span[] {
    const spans = this.traces.get(traceId)?.spans ?? [];
    return spans.toSorted((one, other) => one.startMs - other.startMs);
  }

  private traceOf(id: string): Trace {
    const known = this.traces.get(id);
    if (known) return known;
    const trace: Trace = { id, spans: [], state: 'young' };
    this.traces.set(id, trace);
    this.remember(this.young, trace, undecided);
    return trace;
  }

  private keep(trace: Trace, state: 'begun' | 'kept'): void {
    this.young.delete(trace);
    this.failed.delete(trace);
    trace.state = state;
    this.kept.add(trace);
    this.spans += trace.spans.length;
    this.makeRoom();
  }

  private remember(those: Set<Trace>, trace: Trace, most: number): void {
    those.add(trace);
    if (those.size <= most) return;
    const oldest = those.values().next().value!;
    those.delete(oldest);
    this.traces.delete(oldest.id);
  }

  private makeRoom(): void {
    while (this.spans > spansKept || this.kept.size > ordersKept * tracesPerOrder) {
      const oldest = this.kept.values().next().value!;
      this.kept.delete(oldest);
      this.traces.delete(oldest.id);
      this.spans -= oldest.spans.length;
    }
  }
}

function isKept({ state }: Trace): boolean {
  return state === 'kept' || state === 'begun';
}
