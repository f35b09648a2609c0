import type { ChildProcess } from 'node:child_process';

export interface Living<R extends { pid: number }> {
  readonly record: R;
  /** Undefined where an earlier process of the shop started it. */
  readonly child: ChildProcess | undefined;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** Who lived so long begins anew with short pauses. */
const settledMs = 60_000;
/** Of a process that is no child of ours nobody tells us the end. */
const lookEveryMs = 1_000;

/** Sees a process end and starts it again, at first soon, then less often, until it is told to end. */
export class KeptAlive<R extends { pid: number }> {
  current: Living<R>;
  restarts = 0;
  private readonly begin: () => Promise<Living<R>>;
  private readonly log: (line: string) => void;
  private bornMs = performance.now();
  private pauseMs = firstPauseMs;
  private timer: NodeJS.Timeout | undefined;
  private beginning: Promise<void> | undefined;
  private ended = false;
  private reported = '';

  constructor(
    first: Living<R>,
    begin: () => Promise<Living<R>>,
    log: (line: string) => void = () => {},
  ) {
    this.current = first;
    this.begin = begin;
    this.log = log;
    this.watch();
  }

  /** From now on nobody starts it again; `current` is the last one. */
  async end(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.beginning;
  }

  private watch(): void {
    const { child, record } = this.current;
    if (child === undefined) return this.lookLater(record.pid);
    if (child.exitCode !== null || child.signalCode !== null) return this.died();
    child.once('exit', () => this.died());
  }

  private lookLater(pid: number): void {
    this.timer = setTimeout(() => {
      try {
        process.kill(pid, 0);
        this.lookLater(pid);
      } catch {
        this.died();
      }
    }, lookEveryMs).unref();
  }

  private died(): void {
    if (this.ended) return;
    this.log('The sandbox (payments, mail, SMS, carriers) ended; it is started again.');
    if (performance.now() - this.bornMs > settledMs) this.pauseMs = firstPauseMs;
    this.beginSoon();
  }

  private beginSoon(): void {
    const pauseMs = this.pauseMs;
    this.pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    this.timer = setTimeout(() => {
      this.beginning = this.beginAgain();
    }, pauseMs);
    // Whoever wants to end must not wait for a sandbox.
    this.timer.unref();
  }

  private async beginAgain(): Promise<void> {
    try {
      this.current = await this.begin();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== this.reported) this.log(`The sandbox does not start again yet: ${why}`);
      this.reported = why;
      if (!this.ended) this.beginSoon();
      return;
    }
    this.reported = '';
    this.restarts += 1;
    this.bornMs = performance.now();
    this.log('The sandbox runs again.');
    if (!this.ended) this.watch();
  }
}
