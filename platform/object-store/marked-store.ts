import {
  FileUnavailable,
  StoreRefused,
  StoreUnavailable,
  type ByteRange,
  type Mark,
  type ObjectStore,
  type ShopStore,
} from './object-store.ts';

/** Beside the folders of pictures, which are named by two letters or digits. */
export const markPath = 'kontor-store.txt';

/**
 * A disk that is not mounted is an empty folder, and a wrong name may be that of another bucket. So a
 * store has a file that says whose it is, written when it is first used; where that is missing or says
 * something else, nothing is said to be gone, and nothing is written or removed.
 */
export class MarkedStore implements ShopStore {
  private readonly store: ObjectStore;
  private readonly named: string;
  private readonly markNow: () => Promise<Mark>;

  constructor(store: ObjectStore, named: string, markNow: () => Promise<Mark>) {
    this.store = store;
    this.named = named;
    this.markNow = markNow;
  }

  async prepare(): Promise<void> {
    const { id, isUsed } = await this.markNow();
    let found: string | undefined;
    try {
      found = await this.markThere();
    } catch (error) {
      // Who may not list a bucket is refused what is not there, and nothing is there yet.
      if (isUsed) throw error;
    }
    if (found === undefined && !isUsed) {
      await this.store.write(markPath, Buffer.from(`${id}\n`));
      found = await this.markThere();
    }
    this.compare(id, found);
  }

  async write(path: string, bytes: Buffer): Promise<void> {
    await this.mustBeOurs();
    await this.store.write(path, bytes);
  }

  async read(path: string, range?: ByteRange): Promise<Buffer | undefined> {
    let read: Buffer | undefined;
    try {
      read = await this.store.read(path, range);
    } catch (error) {
      throw error instanceof StoreRefused ? await this.narrowed(error, path) : error;
    }
    if (read === undefined) await this.mustBeOurs();
    return read;
  }

  async remove(path: string): Promise<void> {
    await this.mustBeOurs();
    await this.store.remove(path);
  }

  private async mustBeOurs(): Promise<void> {
    const [{ id }, found] = await Promise.all([this.markNow(), this.markThere()]);
    this.compare(id, found);
  }

  private compare(id: string, found: string | undefined): void {
    if (found === id) return;
    const { named } = this;
    throw new StoreUnavailable(
      found === undefined
        ? `${named} is not where this shop's pictures lie: its file ${markPath} is missing. Mount or name the right one; where pictures were copied, copy that file, too`
        : `${named} is another shop's, as its file ${markPath} says. Take one that is empty`,
    );
  }

  private async markThere(): Promise<string | undefined> {
    const mark = await this.store.read(markPath);
    return mark?.toString('utf8').trim();
  }

  /** Whether all of the store is away, or this file alone. */
  private async narrowed(error: StoreRefused, path: string): Promise<StoreUnavailable> {
    try {
      await this.mustBeOurs();
    } catch {
      return error;
    }
    return new FileUnavailable(`${error.message}; of ${path} alone`, { cause: error });
  }
}
