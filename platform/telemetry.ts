import { pino, type Logger } from 'pino';
import { traceIdOf } from '#kernel/invocation.ts';

export type { Logger };

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

/**
 * JSON lines on standard error. Personal data and secrets stay out: callers log ids and codes, and
 * the paths below are redacted should one slip in.
 */
export function openLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: ['*.password', '*.token', '*.email', '*.authorization', 'req.headers.authorization'],
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
