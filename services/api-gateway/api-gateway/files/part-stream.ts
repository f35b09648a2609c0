import { Readable } from 'node:stream';

export interface FilePart<Next> {
  readonly text: string;
  /** What the next part is asked with; null after the last. */
  readonly next: Next | null;
}

/** Whoever takes nothing for so long is gone. */
const untakenMs = 60_000;

/**
 * A file that is asked for part by part while it is taken: one part is in memory, however large it is.
 * The first one is there already, so that a refusal could be answered as one. Where a later one cannot
 * be read the connection breaks off, and nobody takes a part of a file for the whole.
 */
export function partStream<Next>(
  first: FilePart<Next>,
  read: (next: Next) => Promise<FilePart<Next>>,
): Readable {
  const body = Readable.from(texts(), { objectMode: false, highWaterMark: 1 });
  return body;

  async function* texts(): AsyncGenerator<string> {
    for (let part = first; ;) {
      const late = setTimeout(() => body.destroy(), untakenMs);
      try {
        if (part.text !== '') yield part.text;
      } finally {
        clearTimeout(late);
      }
      if (part.next === null) return;
      part = await read(part.next);
    }
  }
}
