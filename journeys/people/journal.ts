import type { Reported } from '#audit/world/reported.ts';

/** Writes down what clients are told, for the oracle. */
export class Journal {
  readonly entries: Reported[] = [];

  report(entry: Reported): void {
    this.entries.push(entry);
  }
}
