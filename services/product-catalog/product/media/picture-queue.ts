/** Nobody could take a turn in time. */
export class PicturesBusy extends Error {}

interface Waiting {
  readonly begin: () => void;
  readonly late: NodeJS.Timeout;
}

export interface QueueLimits {
  readonly waiting: number;
  readonly waitMs: number;
}

/**
 * One picture at a time: decoding one takes as much memory as it has pixels, and a core. Who would wait
 * behind too many, or too long, is told to come back.
 */
export class PictureQueue {
  private readonly limits: QueueLimits;
  private readonly waiting = new Set<Waiting>();
  private busy = false;
  private background: Promise<unknown> = Promise.resolve();

  constructor(limits: QueueLimits = { waiting: 64, waitMs: 8_000 }) {
    this.limits = limits;
  }

  /** @throws PicturesBusy where it is nobody's turn in time */
  async run<Made>(work: () => Promise<Made>): Promise<Made> {
    await this.turn();
    try {
      return await work();
    } finally {
      this.pass();
    }
  }

  /** For what nobody waits for: one such stands in line at once, so that visitors find a place. */
  runBehind<Made>(work: () => Promise<Made>): Promise<Made> {
    const turn = this.background.then(() => this.run(work));
    this.background = turn.catch(() => undefined);
    return turn;
  }

  private turn(): Promise<void> {
    if (!this.busy) {
      this.busy = true;
      return Promise.resolve();
    }
    if (this.waiting.size >= this.limits.waiting) return Promise.reject(new PicturesBusy());
    return new Promise((resolve, reject) => {
      const one: Waiting = {
        begin: resolve,
        late: setTimeout(() => {
          this.waiting.delete(one);
          reject(new PicturesBusy());
        }, this.limits.waitMs),
      };
      this.waiting.add(one);
    });
  }

  private pass(): void {
    const next = this.waiting.values().next();
    if (next.done) {
      this.busy = false;
      return;
    }
    this.waiting.delete(next.value);
    clearTimeout(next.value.late);
    next.value.begin();
  }
}
