import type { z } from 'zod';
import type { Gateway } from '../desk/use-case.ts';
import type { span } from './shapes.ts';

type Known = Awaited<ReturnType<Gateway['picture']['spansOf']>>['value'][number];

export function shownSpan({ startMs, ...known }: Known): z.output<typeof span> {
  return { ...known, startedAt: new Date(startMs).toISOString() };
}
