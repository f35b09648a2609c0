import { traceIdOf } from '#kernel/invocation.ts';

/**
 * What kind of use an edge of a trace is. Only `arrow` edges are the picture's; a co-located
 * schema, an event's delivery and the audit are held by walls of their own.
 */
export type EdgeKind = 'arrow' | 'co_located_store' | 'event' | 'audit';

export interface SeenEdge {
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  count: number;
  /** One of the traces it was seen in. */
  traceId: string;
}

/** Edges seen in traces, counted by kind and ends: bounded by the picture, not by traffic. */
export class EdgeRecorder {
  private readonly seen = new Map<string, Map<string, SeenEdge>>();

  record(kind: EdgeKind, from: string, to: string, traceparent: string): void {
    let targets = this.seen.get(from);
    if (targets === undefined) this.seen.set(from, (targets = new Map()));
    const edge = targets.get(to);
    if (edge !== undefined) edge.count += 1;
    else targets.set(to, { kind, from, to, count: 1, traceId: traceIdOf(traceparent) });
  }

  edges(): SeenEdge[] {
    return [...this.seen.values()].flatMap((targets) => [...targets.values()]);
  }
}
