import type { Version } from './versions.ts';

/** What was read that another release wrote: an input, an output, an event or a stored document. */
export type MessageKind = 'asked' | 'answered' | 'told' | 'stored';

/** By kind, name and direction, such as `told payment.changed older>newer`. */
const counts = new Map<string, number>();

export function noteCrossing(kind: MessageKind, name: string, from: Version, to: Version): void {
  if (from === to) return;
  const key = `${kind} ${name} ${from}>${to}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** What has crossed in this process. */
export function crossings(): Record<string, number> {
  return Object.fromEntries(counts);
}
