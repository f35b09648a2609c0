import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';

/** The text with the fault in it. @throws where the mutant's text is not there once: it no longer applies */
export function planted(text: string, { id, file, from, to }: Mutant): string {
  const first = text.indexOf(from);
  const times = first === -1 ? 0 : text.split(from).length - 1;
  if (times !== 1) {
    throw new Error(
      `${id} no longer applies: its text stands ${times} times in ${file}. "npx kontor mutants --keep 0" makes it anew where it can; else delete it.`,
    );
  }
  return `${text.slice(0, first)}${to}${text.slice(first + from.length)}`;
}

/** Plants it in a copy of the tree for as long as `act` takes. */
export async function withPlanted<T>(
  folder: string,
  mutant: Mutant,
  act: () => Promise<T>,
): Promise<T> {
  const path = join(folder, mutant.file);
  const whole = readFileSync(path, 'utf8');
  writeFileSync(path, planted(whole, mutant));
  try {
    return await act();
  } finally {
    writeFileSync(path, whole);
  }
}
