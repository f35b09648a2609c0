import * as clock from '#kernel/clock.ts';
import type { Database } from '#platform/data/database.ts';
import { documentWrites } from './document-writes.ts';

interface Kept {
  readonly answer: string;
  readonly atMs: number;
  readonly writes: number;
}

/** How long what another process changed may go unseen. */
const staleAfterMs = 1_000;
const mostKept = 300;

/**
 * Answers of searches that find much, for a second: what a shop searches for most is searched for by
 * many at once. What this process itself changes is seen at once.
 */
export class KeptAnswers {
  private readonly database: Database;
  private readonly kept = new Map<string, Kept>();

  constructor(database: Database) {
    this.database = database;
  }

  get(key: string): string | undefined {
    const kept = this.kept.get(key);
    if (kept === undefined) return undefined;
    const ageMs = clock.nowMs() - kept.atMs;
    const isFresh = ageMs >= 0 && ageMs < staleAfterMs;
    if (isFresh && kept.writes === documentWrites(this.database)) return kept.answer;
    this.kept.delete(key);
    return undefined;
  }

  /** What is to be told to `keep` of an answer before it is read, so that no change is missed. */
  moment(): Omit<Kept, 'answer'> {
    return { atMs: clock.nowMs(), writes: documentWrites(this.database) };
  }

  keep(key: string, answer: string, moment: Omit<Kept, 'answer'>): void {
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(key, { answer, ...moment });
  }
}
