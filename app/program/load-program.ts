import { utimes } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as clock from '#kernel/clock.ts';
import { builtOfNow, type Entry } from './built-program.ts';

/** The first seconds of a shop are its visitors'. */
const buildsAfterMs = 20_000;

/** So often a running shop says that its program is in use; what nobody uses is deleted after days. */
const saysSoEveryMs = 6 * 3_600_000;

/**
 * A part of the built program; undefined where none was built of the sources as they are, or what was
 * built cannot be loaded: the sources say the same.
 */
export async function loadBuilt(entry: Entry): Promise<unknown> {
  const folder = builtOfNow();
  if (folder === undefined) return undefined;
  try {
    const program: unknown = await import(pathToFileURL(join(folder, `${entry}.mjs`)).href);
    keepInUse(folder);
    return program;
  } catch {
    return undefined;
  }
}

/** Where nothing can be written nothing is deleted either. */
function keepInUse(folder: string): void {
  const touch = (): void => {
    const seconds = clock.nowMs() / 1_000;
    utimes(folder, seconds, seconds, () => {});
  };
  touch();
  setInterval(touch, saysSoEveryMs).unref();
}

/**
 * Builds the program for the next start. Where that cannot be done (nothing can be written, or the
 * image has no compiler) the next one begins from the sources again.
 */
export function buildProgramLater(): void {
  const build = async () => {
    const { buildProgram } = await import('./build-program.ts');
    await buildProgram();
  };
  setTimeout(() => void build().catch(() => {}), buildsAfterMs).unref();
}
