import { builtEntry, type Entry } from './built-program.ts';

/** The first seconds of a shop are its visitors'. */
const buildsAfterMs = 20_000;

/** A part of the built program; undefined where none was built of the sources as they are. */
export async function loadBuilt(entry: Entry): Promise<unknown> {
  const address = builtEntry(entry);
  return address === undefined ? undefined : import(address);
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
