import { ROOT_CONTEXT, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { traceIdOf } from '#kernel/invocation.ts';
import { isSampled, spanIdOf } from '../traceparent.ts';

export function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-0${traceFlags & 1}`;
}

/** The context of a span that this traceparent names, wherever it was begun. */
export function contextOf(traceparent: string): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: traceIdOf(traceparent),
    spanId: spanIdOf(traceparent),
    traceFlags: isSampled(traceparent) ? 1 : 0,
    isRemote: true,
  });
}

/** Ends a span; `failed` is for what was nobody's wish: no answer, or a surprise. */
export function endSpan(span: Span, errorType: string | undefined, failed: boolean): void {
  if (errorType !== undefined) span.setAttribute('error.type', errorType);
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
