import {
  FileUnavailable,
  StoreUnavailable,
  type ByteRange,
  type ShopStore,
} from './object-store.ts';

export interface Bounds {
  /** How the store is called in errors. */
  readonly named: string;
  /** So many at once, counted until each has really ended. */
  readonly atOnce: number;
  /** Less than whoever asks a service waits for it: a store that hangs is no service that does. */
  readonly withinMs?: number;
  /** Told of what the store does not do, for those who run the shop. */
  readonly onAway?: (error: StoreUnavailable) => void;
}

const mostWaiting = 256;
/** After so many failures in a row the store is left alone for a while; then one finds out for all. */
const failuresToRest = 5;
const restMs = 2_000;

/** Ends in time, whatever the store does, and keeps few waiting for one that is away. */
export class BoundedStore implements ShopStore {
  private readonly store: ShopStore;
  private readonly bounds: Bounds;
  private readonly withinMs: number;
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private failures = 0;
  private restsUntilMs = 0;

  constructor(store: ShopStore, bounds: Bounds) {
    this.store = store;
    this.bounds = bounds;
    this.withinMs = bounds.withinMs ?? 2_000;
  }

  /** Whether it failed when it was last asked. */
  get isAway(): boolean {
    return this.failures > 0;
  }

  prepare(): Promise<void> {
    return this.inTime(() => this.store.prepare());
  }

  write(path: string, bytes: Buffer): Promise<void> {
    return this.inTime(() => this.store.write(path, bytes));
  }

  read(path: string, range?: ByteRange): Promise<Buffer | undefined> {
    return this.inTime(() => this.store.read(path, range));
  }

  remove(path: string): Promise<void> {
    return this.inTime(() => this.store.remove(path));
  }

  private async inTime<Done>(work: () => Promise<Done>): Promise<Done> {
    this.admit();
    const { named } = this.bounds;
    let isLate = false;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        isLate = true;
        reject(new StoreUnavailable(`${named} did not answer within ${this.withinMs} ms`));
      }, this.withinMs);
    });
    try {
      const done = await Promise.race([this.inTurn(work, () => isLate), late]);
      this.answered();
      return done;
    } catch (error) {
      if (error instanceof StoreUnavailable) this.failed(error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private admit(): void {
    const { named } = this.bounds;
    const nowMs = performance.now();
    if (nowMs < this.restsUntilMs)
      throw new StoreUnavailable(`${named} has not answered for a while`);
    if (this.waiting.length >= mostWaiting)
      throw new StoreUnavailable(`${named} is too slow: ${mostWaiting} wait for it`);
    // Until this one knows whether it is back, the others do not wait for it.
    if (this.restsUntilMs > 0) this.restsUntilMs = nowMs + this.withinMs;
  }

  private async inTurn<Done>(work: () => Promise<Done>, isLate: () => boolean): Promise<Done> {
    while (this.running >= this.bounds.atOnce && !isLate())
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (isLate()) {
      this.waiting.shift()?.();
      throw new StoreUnavailable(`nobody waits any more for ${this.bounds.named}`);
    }
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private answered(): void {
    this.failures = 0;
    this.restsUntilMs = 0;
  }

  private failed(error: StoreUnavailable): void {
    this.bounds.onAway?.(error);
    if (error instanceof FileUnavailable) {
      this.answered();
      return;
    }
    this.failures += 1;
    if (this.failures >= failuresToRest) this.restsUntilMs = performance.now() + restMs;
  }
}
