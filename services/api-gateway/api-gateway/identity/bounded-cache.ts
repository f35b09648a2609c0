import * as clock from '#kernel/clock.ts';

/** Values by key until they expire, at most `limit` of them: the one used longest ago goes first. */
export class BoundedCache<Value> {
  private readonly stored = new Map<string, { value: Value; expiresAtMs: number }>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): Value | undefined {
    const found = this.stored.get(key);
    if (found === undefined) return undefined;
    this.stored.delete(key);
    if (found.expiresAtMs <= clock.nowMs()) return undefined;
    this.stored.set(key, found);
    return found.value;
  }

  set(key: string, value: Value, expiresAtMs: number): void {
    this.stored.delete(key);
    if (this.stored.size >= this.limit) {
      const oldest = this.stored.keys().next();
      if (!oldest.done) this.stored.delete(oldest.value);
    }
    this.stored.set(key, { value, expiresAtMs });
  }

  get size(): number {
    return this.stored.size;
  }
}
