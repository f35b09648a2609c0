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

/**
 * Spans of the traces that carry orders, of the last 1,000 or so, and of those that failed. What a
 * trace did before it was known to carry an order is remembered for a while.
 */
export class KeptSpans {
  private readonly kept = new Map<string, Span[]>();
  private readonly young = new Map<string, Span[]>();
  /** Of those that are kept: of which nothing has ended that carries an order. */
  private readonly begun = new Set<string>();
  private readonly failed = new Map<string, Span[]>();
  private spans = 0;

  /**
   * What begins may carry an order: however much else goes on until it has ended, its trace is kept.
   * @returns whether it was not before; whoever began it says where nothing came of it
   */
  begin(traceparent: string): boolean {
    const traceId = traceIdOf(traceparent);
    if (this.kept.has(traceId)) return false;
    this.keep(traceId, this.undecided(traceId));
    this.begun.add(traceId);
    return true;
  }

  /** It was refused or failed: it takes the place of no order, unless one was carried meanwhile. */
  refused(traceparent: string): void {
    const traceId = traceIdOf(traceparent);
    if (!this.begun.delete(traceId)) return;
    const spans = this.kept.get(traceId) ?? [];
    this.forget(traceId, spans);
    this.keepYoung(traceId, spans);
  }

  /** @param keeps whether this span shows that the trace is one to keep */
  add(traceparent: string, span: Span, keeps: boolean): void {
    const traceId = traceIdOf(traceparent);
    const known = this.kept.get(traceId);
    if (known) {
      if (keeps) this.begun.delete(traceId);
      if (known.length < spansInTrace) this.append(known, span);
      return;
    }
    const spans = this.undecided(traceId);
    if (spans.length < spansInTrace) spans.push(span);
    if (keeps) this.keep(traceId, spans);
    else if (span.code !== null) this.keepFailed(traceId, spans);
    else if (!this.failed.has(traceId)) this.keepYoung(traceId, spans);
  }

  /** In order of time. */
  ofTrace(traceId: string): Span[] {
    const spans = this.kept.get(traceId) ?? this.undecided(traceId);
    return spans.toSorted((one, other) => one.startMs - other.startMs);
  }

  private keep(traceId: string, spans: Span[]): void {
    this.young.delete(traceId);
    this.failed.delete(traceId);
    this.kept.set(traceId, spans);
    this.spans += spans.length;
    this.makeRoom();
  }

  private undecided(traceId: string): Span[] {
    return this.failed.get(traceId) ?? this.young.get(traceId) ?? [];
  }

  private keepYoung(traceId: string, spans: Span[]): void {
    this.young.set(traceId, spans);
    if (this.young.size > undecided) this.young.delete(this.young.keys().next().value!);
  }

  private keepFailed(traceId: string, spans: Span[]): void {
    this.young.delete(traceId);
    this.failed.set(traceId, spans);
    if (this.failed.size > failedKept) this.failed.delete(this.failed.keys().next().value!);
  }

  private append(spans: Span[], span: Span): void {
    spans.push(span);
    this.spans += 1;
    this.makeRoom();
  }

  private makeRoom(): void {
    while (this.spans > spansKept || this.kept.size > ordersKept * tracesPerOrder) {
      const [traceId, spans] = this.kept.entries().next().value!;
      this.forget(traceId, spans);
    }
  }

  private forget(traceId: string, spans: readonly Span[]): void {
    if (this.kept.delete(traceId)) this.spans -= spans.length;
    this.begun.delete(traceId);
  }
}
