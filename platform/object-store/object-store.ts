import { failpoint, failpointsArmed } from '../ground/failpoints.ts';
import { CalleeUnavailable } from '../ground/unavailability.ts';

/**
 * Files beside the databases, each written once at a path that no other ever has: what is read there is
 * what was written, or nothing.
 */
export interface ObjectStore {
  /** Resolves once the bytes would outlive a crash. */
  write(path: string, bytes: Buffer): Promise<void>;
  /** So many bytes from there on, or all; undefined where nothing is at that path. */
  read(path: string, range?: ByteRange): Promise<Buffer | undefined>;
  /** What is not there is removed already. */
  remove(path: string): Promise<void>;
}

/** A store that is known to be the shop's own, and ends in time. */
export interface ShopStore extends ObjectStore {
  /** Before it is written down that something is on its way there: makes sure that it may be. */
  prepare(): Promise<void>;
}

/** What the shop knows of a store of its own. */
export interface Mark {
  readonly id: string;
  /** Whether something lies there, or may, as far as the shop has written down. */
  readonly isUsed: boolean;
}

export interface ByteRange {
  readonly offset: number;
  readonly bytes: number;
}

/** The store did not answer, or not as it should: nothing is known of what lies in it. */
export class StoreUnavailable extends CalleeUnavailable {}

/** It answered, and not with what was asked for. */
export class StoreRefused extends StoreUnavailable {}

/** It answers, but does not give this one file: whether that is there is not known either. */
export class FileUnavailable extends StoreUnavailable {}

/** With the failpoints that whatever a service awaits outside its process has. */
export function withFailpoints(name: string, store: ShopStore): ShopStore {
  const at = async <Done>(deed: string, done: () => Promise<Done>): Promise<Done> => {
    if (!failpointsArmed()) return done();
    await failpoint(`store:${name}.${deed}:before`);
    const answer = await done();
    await failpoint(`store:${name}.${deed}:after`);
    return answer;
  };
  return {
    prepare: () => at('prepare', () => store.prepare()),
    write: (path, bytes) => at('write', () => store.write(path, bytes)),
    read: (path, range) => at('read', () => store.read(path, range)),
    remove: (path) => at('remove', () => store.remove(path)),
  };
}
