/** The parts of a W3C trace context as an invocation carries it. */
export function spanIdOf(traceparent: string): string {
  return traceparent.slice(36, 52);
}

/** Whether whoever began the trace wants it recorded: the lowest bit of the flags. */
export function isSampled(traceparent: string): boolean {
  return (Number.parseInt(traceparent.charAt(54), 16) & 1) === 1;
}
