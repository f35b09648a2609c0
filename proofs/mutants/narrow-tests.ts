import { basename, dirname } from 'node:path';
import type { KeptMutant } from './mutant.ts';

/** The tests that are asked for a mutant, the narrowest first; each step is asked if all before pass. */
export type Steps = readonly (readonly string[])[];

const rights = 'journeys/rights/rights.test.ts';
const planted = 'proofs/planted/planted-violations.test.ts';

/** Tests that see a kind wherever it is planted. */
const ofKind: Partial<Record<KeptMutant['kind'], readonly string[]>> = {
  right: [rights],
  money: ['proofs/baskets/baskets.test.ts'],
  state: ['tools/states/draw-states.test.ts'],
  invariant: [planted],
  law: ['tools/architecture.test.ts'],
};

/**
 * What was seen by a test before is asked there first; then the tests that bear the file's name, those
 * beside it, those of its kind, and those of its service or part of the platform.
 */
export function narrowTestsOf(mutant: KeptMutant, testFiles: readonly string[]): Steps {
  const { file, kind, seenBy } = mutant;
  const folder = dirname(file);
  const name = basename(file, '.ts');
  const beside = testFiles.filter((test) => dirname(test) === folder);
  const parts = file.split('/');
  const room = `${parts.slice(0, parts[0] === 'services' ? 3 : 2).join('/')}/`;
  const steps = [
    seenBy === undefined ? [] : [seenBy],
    beside.filter((test) => basename(test).startsWith(name)),
    beside,
    ofKind[kind] ?? [],
    parts[0] === 'contracts' ? [] : testFiles.filter((test) => test.startsWith(room)),
  ];
  const asked = new Set<string>();
  return steps
    .map((step) => {
      const fresh = step.filter((test) => testFiles.includes(test) && !asked.has(test));
      for (const test of fresh) asked.add(test);
      return fresh;
    })
    .filter((step) => step.length > 0);
}
