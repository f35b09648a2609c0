import { pino, type Logger } from 'pino';
import { withoutCardNumbers } from '#kernel/card-number.ts';
import { traceIdOf } from '#kernel/invocation.ts';
import { spanIdOf } from './traceparent.ts';

export type { Logger };

/** Personal data can hide in what others say, such as the message of an error. */
const personal: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[e-mail]'],
  [/(?<![\w-])(?:\d[ -]?){12,18}\d(?![\w-])/g, '[digits]'],
  [/\b(Bearer|Basic) [\w.~+/=-]+/g, '$1 [token]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[token]'],
];
const deepest = 3;

/**
 * JSON lines on standard error. Personal data and secrets stay out: callers log ids and codes, the
 * paths below are redacted should one slip in, and texts lose what looks like one. Who gives an
 * `invocation` or a `traceparent` gets its trace and span on the line, and nothing else of it.
 */
export function openLogger(level: string, destination?: { write(line: string): void }): Logger {
  return pino(
    {
      level,
      base: null,
      redact: ['*.password', '*.token', '*.email', '*.authorization', 'req.headers.authorization'],
      formatters: { log: reported },
    },
    destination ?? pino.destination({ dest: 2, sync: false }),
  );
}

/** What a line says, with its trace by OpenTelemetry's names for logs. */
function reported(given: Record<string, unknown>): Record<string, unknown> {
  const { invocation, traceparent = traceparentIn(invocation), ...more } = given;
  const said = withoutPersonal(more, 0) as Record<string, unknown>;
  if (typeof traceparent !== 'string') return said;
  return { trace_id: traceIdOf(traceparent), span_id: spanIdOf(traceparent), ...said };
}

function traceparentIn(invocation: unknown): unknown {
  return (invocation as { traceparent?: unknown } | undefined)?.traceparent;
}

function withoutPersonal(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    const said = personal.reduce((text, [form, instead]) => text.replaceAll(form, instead), value);
    return withoutCardNumbers(said);
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (value instanceof Error) return withoutPersonal(String(value), depth);
  if (Array.isArray(value)) return value.map((one) => withoutPersonal(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withoutPersonal(one, depth + 1)]),
  );
}
