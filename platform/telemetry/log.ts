import { pino, type Logger } from 'pino';

export type { Logger };

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
