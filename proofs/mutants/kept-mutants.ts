import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeOfMutant } from './propose.ts';
import type { KeptMutant } from './mutant.ts';

const keptFolder = join(import.meta.dirname, 'kept');

/** All that are planted again and again, one file a place of the tree. */
export function readKeptMutants(): KeptMutant[] {
  return readdirSync(keptFolder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .flatMap((file) => JSON.parse(readFileSync(join(keptFolder, file), 'utf8')) as KeptMutant[]);
}

/** Writes all of them, in the order of their ids: one more is one more piece of the difference. */
export function writeKeptMutants(kept: readonly KeptMutant[]): void {
  for (const [place, some] of Map.groupBy(kept, placeOfMutant)) {
    const sorted = some.toSorted((one, other) => one.id.localeCompare(other.id));
    const file = `${place.replaceAll('/', '-')}.json`;
    writeFileSync(join(keptFolder, file), `${JSON.stringify(sorted, null, 2)}\n`);
  }
}
