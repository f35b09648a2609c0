import type { Told } from '#audit/world/told.ts';

/** Writes down what clients are told, for the oracle. */
export class Journal {
  readonly entries: Told[] = [];

  tell(entry: Told): void {
    this.entries.push(entry);
  }
}
