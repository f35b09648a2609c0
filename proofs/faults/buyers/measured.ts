/** The time that this share of them stayed at or below; 0 of none. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Runs `work` again and again, from so many callers at once, until it is stopped. */
export class Repeating {
  /** How long each took, in ms, by the time that it began. */
  readonly took: { readonly atMs: number; readonly ms: number }[] = [];
  readonly errors: string[] = [];
  private stopping = false;
  private readonly done: Promise<unknown>;

  constructor(callers: number, work: (caller: number) => Promise<void>) {
    this.done = Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        while (!this.stopping) {
          const atMs = performance.now();
          try {
            await work(caller);
            this.took.push({ atMs, ms: performance.now() - atMs });
          } catch (error) {
            this.errors.push(error instanceof Error ? error.message : String(error));
            // Who fails at once would ask without a pause.
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
      }),
    );
  }

  /** Of those that began in this span. */
  percentile(share: number, fromMs: number, untilMs: number): number {
    const within = this.took.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs);
    return percentile(
      within.map(({ ms }) => ms),
      share,
    );
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.done;
  }
}
