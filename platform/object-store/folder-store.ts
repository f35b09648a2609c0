import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  StoreRefused,
  StoreUnavailable,
  type ByteRange,
  type ObjectStore,
} from './object-store.ts';

/** A folder that all processes of the shop see. It has to be there: a disk that is not mounted is none. */
export class FolderStore implements ObjectStore {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async write(path: string, bytes: Buffer): Promise<void> {
    await this.mustBeThere();
    const place = join(this.folder, path);
    const unfinished = `${place}.part`;
    try {
      await mkdir(dirname(place), { recursive: true });
      const file = await open(unfinished, 'w');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, place);
      await syncFolder(dirname(place));
    } catch (error) {
      throw this.unavailable(error);
    }
  }

  async read(path: string, range?: ByteRange): Promise<Buffer | undefined> {
    try {
      const file = await open(join(this.folder, path), 'r');
      try {
        if (!range) return await file.readFile();
        const part = Buffer.alloc(range.bytes);
        const { bytesRead } = await file.read(part, 0, range.bytes, range.offset);
        return part.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw this.unavailable(error);
    }
    await this.mustBeThere();
    return undefined;
  }

  async remove(path: string): Promise<void> {
    await this.mustBeThere();
    try {
      for (const one of [path, `${path}.part`]) await rm(join(this.folder, one), { force: true });
    } catch (error) {
      throw this.unavailable(error);
    }
  }

  private async mustBeThere(): Promise<void> {
    const found = await stat(this.folder).catch(() => undefined);
    if (found?.isDirectory()) return;
    throw new StoreUnavailable(`the folder ${this.folder} is not there; make it, or mount it`);
  }

  private unavailable(cause: unknown): StoreRefused {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    return new StoreRefused(`the folder ${this.folder} cannot be used: ${code}`, { cause });
  }
}

/** A name is only there after a crash once its folder is written down. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
