import type { Hint } from './hint-source.ts';

/** For how long a word that hints are wanted holds. */
export const hintsWantedMs = 5_000;
const saidEveryMs = 2_000;

export type HearHints = (hints: readonly Hint[]) => void;

/** What a gateway hears hints by. */
export interface HintsHeard {
  /** @returns what ends it */
  listen(hear: HearHints): () => void;
}

/** Who listens in one gateway. While somebody does, and not else, hints are wanted of the services. */
export class HintListeners implements HintsHeard {
  private readonly listening = new Set<HearHints>();
  private timer: NodeJS.Timeout | undefined;
  private readonly want: () => void;

  constructor(want: () => void) {
    this.want = want;
  }

  listen(hear: HearHints): () => void {
    this.listening.add(hear);
    if (!this.timer) {
      this.want();
      this.timer = setInterval(() => this.want(), saidEveryMs).unref();
    }
    return () => {
      this.listening.delete(hear);
      if (this.listening.size === 0) this.stop();
    };
  }

  readonly hear: HearHints = (hints) => {
    for (const hear of this.listening) hear(hints);
  };

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
