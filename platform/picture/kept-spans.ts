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

/**
 * Spans of the traces that carry orders, of the last 1,000 or so, and of those that failed. What a
 * trace did before it was known to carry an order is remembered for a while.
 */
export class KeptSpans {
  private readonly kept = new Map<string, Span[]>();
  private readonly young = new Map<string, Span[]>();
  private spans = 0;

  /** @param keeps whether this span shows that the trace is one to keep */
  add(traceparent: string, span: Span, keeps: boolean): void {
    const traceId = traceIdOf(traceparent);
    const known = this.kept.get(traceId);
    if (known) {
      if (known.length < spansInTrace) this.append(known, span);
      return;
    }
    let young = this.young.get(traceId);
    if (!young) {
      this.young.set(traceId, (young = []));
      if (this.young.size > undecided) this.young.delete(this.young.keys().next().value!);
    }
    if (young.length < spansInTrace) young.push(span);
    if (keeps) this.keep(traceId, young);
  }

  /** In order of time. */
  ofTrace(traceId: string): Span[] {
    const spans = this.kept.get(traceId) ?? this.young.get(traceId) ?? [];
    return spans.toSorted((one, other) => one.startMs - other.startMs);
  }

  private keep(traceId: string, spans: Span[]): void {
    this.young.delete(traceId);
    this.kept.set(traceId, spans);
    this.spans += spans.length;
    this.makeRoom();
  }

  private append(spans: Span[], span: Span): void {
    spans.push(span);
    this.spans += 1;
    this.makeRoom();
  }

  private makeRoom(): void {
    while (this.spans > spansKept || this.kept.size > ordersKept * tracesPerOrder) {
      const [traceId, spans] = this.kept.entries().next().value!;
      this.kept.delete(traceId);
      this.spans -= spans.length;
    }
  }
}
