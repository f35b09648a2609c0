import type { Database } from '../data/database.ts';
import type { Logger } from '../telemetry/log.ts';
import { changedLately, type ChangedRow, type Hint, type HintSource } from './hint-source.ts';
import { hintsWantedMs } from './hint-listeners.ts';

/** What is committed within it is looked for and told together. */
const gatherMs = 150;

/**
 * Looks, once somebody commits, for what changed in one service's tables, and hints at it. Where rows
 * are written is no business of this: all that a list shows notes its `updated_at` by a trigger. While
 * nobody wants hints, a commit costs a comparison and no statement is sent.
 */
export class HintTeller {
  private wantedUntilMs = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isAnother = false;
  private stopped = false;
  /** How each row was written that was hinted at, by its kind; older ones than are looked for are left out. */
  private readonly told = new Map<string, ReadonlyMap<string, string>>();
  private readonly database: Database;
  private readonly sources: readonly (readonly [string, HintSource])[];
  private readonly tell: (hints: readonly Hint[]) => void;
  private readonly log: Logger;

  constructor(
    database: Database,
    sources: Readonly<Record<string, HintSource>>,
    tell: (hints: readonly Hint[]) => void,
    log: Logger,
  ) {
    this.database = database;
    this.sources = Object.entries(sources);
    this.tell = tell;
    this.log = log;
  }

  /** Somebody looks at lists; said again while they do. */
  wanted(): void {
    const isNews = this.wantedUntilMs < performance.now();
    this.wantedUntilMs = performance.now() + hintsWantedMs;
    // What was committed while the word was on its way.
    if (isNews) this.lookSoon();
  }

  committed(): void {
    if (performance.now() < this.wantedUntilMs) this.lookSoon();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private lookSoon(): void {
    if (this.stopped || this.timer) return;
    // One look at a time, and one after it for all that came meanwhile: with a slow database they
    // would pile up, and keep its connections from purchases.
    if (this.looking) {
      this.isAnother = true;
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.looking = this.look().finally(() => {
        this.looking = undefined;
        if (this.isAnother) {
          this.isAnother = false;
          this.lookSoon();
        }
      });
    }, gatherMs).unref();
  }

  private async look(): Promise<void> {
    try {
      const found = await Promise.all(this.sources.map((source) => this.lookAt(source)));
      const hints = found.flat();
      if (hints.length > 0) this.tell(hints);
    } catch (error) {
      // They may be lost: who looks at a list asks for it again anyway.
      this.log.warn({ error: String(error) }, 'hints were not told');
    }
  }

  private async lookAt([kind, source]: readonly [string, HintSource]): Promise<Hint[]> {
    const rows = await this.database.query<ChangedRow>(changedLately(source));
    const before = this.told.get(kind);
    this.told.set(kind, new Map(rows.map(({ id, written }) => [id, written])));
    return rows
      .filter(({ id, written }) => before?.get(id) !== written)
      .map(({ id, version, channels }) => ({ kind, id, version, channels }));
  }
}
