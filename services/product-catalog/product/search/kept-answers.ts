import * as clock from '#kernel/clock.ts';
import type { Database } from '#platform/data/database.ts';
import { term } from '../read-model/terms.ts';
import { documentWrites, shelfWrites } from './document-writes.ts';

/** When an answer was read: told to `keep`, so that no change is missed. */
export interface Moment {
  readonly atMs: number;
  readonly writes: number;
  readonly shelf: string | undefined;
}

interface Kept<Answer> {
  readonly answer: Answer;
  readonly moment: Moment;
}

/** How long what another process changed may go unseen: of anything, and of what stands on a shelf. */
const staleAfterMs = 1_000;
/** Documents are told of stock a moment later, and no list is to be older than a second. */
const shelfStaleAfterMs = 700;
const mostKept = 300;

/**
 * Answers that many ask for at once, for a second at most: searches that find much, and shelves. What
 * this process itself changes is seen at once; of a shelf, what it changes elsewhere leaves the answer
 * as it is. An answer is one thing as long as it is kept, so whoever shows it can keep what they
 * made of it.
 */
export class KeptAnswers<Answer> {
  private readonly database: Database;
  private readonly kept = new Map<string, Kept<Answer>>();

  constructor(database: Database) {
    this.database = database;
  }

  get(key: string): Answer | undefined {
    const kept = this.kept.get(key);
    if (kept === undefined) return undefined;
    const { atMs, writes, shelf } = kept.moment;
    const ageMs = clock.nowMs() - atMs;
    const isFresh = ageMs >= 0 && ageMs < (shelf === undefined ? staleAfterMs : shelfStaleAfterMs);
    if (isFresh && writes === this.writesTo(shelf)) return kept.answer;
    this.kept.delete(key);
    return undefined;
  }

  /** Before an answer is read. @param shelf the term of all that it tells of, where they have one */
  moment(shelf: string | undefined): Moment {
    return { atMs: clock.nowMs(), writes: this.writesTo(shelf), shelf };
  }

  keep(key: string, answer: Answer, moment: Moment): Answer {
    for (const [oldest] of this.kept) {
      if (this.kept.size < mostKept) break;
      this.kept.delete(oldest);
    }
    this.kept.set(key, { answer, moment });
    return answer;
  }

  private writesTo(shelf: string | undefined): number {
    return shelf === undefined ? documentWrites(this.database) : shelfWrites(this.database, shelf);
  }
}

interface Shelves {
  readonly category?: string | undefined;
  readonly collection?: string | undefined;
  readonly tag?: string | undefined;
}

/** A term that everything has that fits these filters. */
export function shelfOf({ category, collection, tag }: Shelves): string | undefined {
  if (category !== undefined) return term('category', category);
  if (collection !== undefined) return term('collection', collection);
  return tag === undefined ? undefined : term('tag', tag);
}
