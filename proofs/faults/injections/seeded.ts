/**
 * Randomness of a scenario: the same seed and name give the same numbers, whatever ran before.
 * mulberry32 over a hash of both; good enough to choose by, and for nothing else.
 */
export class Seeded {
  private state: number;

  constructor(seed: number, name: string) {
    this.state = seed | 0;
    for (const sign of name) {
      this.state = Math.imul(this.state ^ sign.codePointAt(0)!, 0x9e3779b1);
      this.state ^= this.state >>> 15;
    }
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A number between the two, the first included. */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** A whole number from 0 up to, but not including, `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** True in this share of the cases. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }

  /** Another order of the same items; the array stays as it is. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    return order;
  }

  /** Numbers of its own for one of several callers, whose turns then do not matter. */
  branch(name: string): Seeded {
    return new Seeded(this.below(2 ** 31), name);
  }
}
