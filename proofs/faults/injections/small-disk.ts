import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NotRun } from './not-run.ts';

const run = promisify(execFile);
const chunk = Buffer.alloc(1_048_576);
const leastChunk = 512;

/** A disk of its own that a scenario can fill: a small tmpfs. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @throws NotRun where this system lets nobody mount anything */
  static async mount(megabytes: number): Promise<SmallDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'kontor-small-disk-'));
    try {
      const options = `size=${megabytes}m,mode=755`;
      await run('mount', ['-t', 'tmpfs', '-o', options, 'kontor-small-disk', folder]);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      const why = String((error as { stderr?: string }).stderr ?? error).trim();
      throw new NotRun(`a small disk cannot be mounted here (${why}); run it as root`);
    }
    return new SmallDisk(folder);
  }

  /** Leaves no byte. */
  async fill(): Promise<void> {
    const file = await open(join(this.folder, 'ballast'), 'a');
    try {
      for (let size = chunk.length; size >= leastChunk;) {
        try {
          await file.write(chunk, 0, size);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          size /= 2;
        }
      }
    } finally {
      await file.close();
    }
  }

  async free(): Promise<void> {
    await rm(join(this.folder, 'ballast'), { force: true });
  }

  async unmount(): Promise<void> {
    await run('umount', ['--lazy', this.folder]);
    await rm(this.folder, { recursive: true, force: true });
  }
}
