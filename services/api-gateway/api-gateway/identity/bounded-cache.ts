import * as clock from '#kernel/clock.ts';

/** Values by key until they expire, at most `limit` of them: the one used longest ago goes first. */
export class BoundedCache<Value> {
  private readonly kept = new Map<string, { value: Value; expiresAtMs: number }>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): Value | undefined {
    const found = this.kept.get(key);
    if (found === undefined) return undefined;
    this.kept.delete(key);
    if (found.expiresAtMs <= clock.nowMs()) return undefined;
    this.kept.set(key, found);
    return found.value;
  }

  set(key: string, value: Value, expiresAtMs: number): void {
    this.kept.delete(key);
    if (this.kept.size >= this.limit) {
      const oldest = this.kept.keys().next();
      if (!oldest.done) this.kept.delete(oldest.value);
    }
    this.kept.set(key, { value, expiresAtMs });
  }

  get size(): number {
    return this.kept.size;
  }
}
