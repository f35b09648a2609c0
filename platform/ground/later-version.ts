/**
 * What was written by a later version than this one: it is not wrong, and nobody here can read it.
 * It waits for a process that can, and never becomes a dead letter by waiting.
 */
export class LaterVersion extends Error {
  constructor(what: string, version: number, known: number) {
    super(
      `${what} has version ${version}; this process reads up to ${known}: it waits for a newer one`,
    );
    this.name = 'LaterVersion';
  }
}
