import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serviceNames } from '#platform/topology.ts';
import { Hunt, sampleMutants, testFilesOf } from './hunt-mutants.ts';
import { readKeptMutants } from './kept-mutants.ts';
import { mutantKinds } from './mutant.ts';
import { planted } from './plant-mutant.ts';
import { cloneToPlantIn } from './project-to-plant-in.ts';
import { placeOfMutant, proposeMutants } from './propose.ts';

const projectFolder = resolve(import.meta.dirname, '../..');
const kept = readKeptMutants();
/** Together with what it takes to ask each test without the fault first: half a minute. */
const budgetSeconds = 20;

describe('the kept mutants', () => {
  test('each applies to the tree as it is, and changes something', () => {
    const wrong = kept.flatMap((mutant) => {
      try {
        const text = readFileSync(join(projectFolder, mutant.file), 'utf8');
        return planted(text, mutant) === text ? [`${mutant.id} changes nothing`] : [];
      } catch (error) {
        return [(error as Error).message];
      }
    });
    expect(wrong).toEqual([]);
    expect(new Set(kept.map(({ id }) => id)).size).toBe(kept.length);
  });

  test('there are 150 and more, of each kind, three and more in each service', () => {
    expect(kept.length).toBeGreaterThanOrEqual(150);
    expect(new Set(kept.map(({ kind }) => kind))).toEqual(new Set(mutantKinds));
    const places = kept.map(placeOfMutant);
    const few = serviceNames.filter(
      (name) => places.filter((place) => place.endsWith(`/${name}`)).length < 3,
    );
    expect(few).toEqual([]);
  });

  test('each check of the oracle and each rule of the tree has one', () => {
    const ids = new Set(kept.map(({ id }) => id));
    const missing = proposeMutants(projectFolder)
      .filter(({ kind }) => kind === 'invariant' || kind === 'law')
      .filter(({ id }) => !ids.has(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });
});

describe('some of them, others in each commit', () => {
  let copy: ReturnType<typeof cloneToPlantIn>;
  beforeAll(() => {
    copy = cloneToPlantIn(projectFolder);
  });
  afterAll(() => copy.remove());

  const chosen = chooseQuick();

  test('there are some that are seen quickly', () => {
    expect(chosen.length).toBeGreaterThan(0);
  });

  test.each(chosen)('$id is seen', async (mutant) => {
    const hunt = new Hunt(copy.folder, testFilesOf(projectFolder), false);
    const { seenBy, why = 'no test failed' } = await hunt.plant(mutant);
    expect(seenBy, why).not.toBeNull();
  });
});

/** As many as there is time for, by what they took when they were last looked for. */
function chooseQuick() {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], {
    cwd: projectFolder,
    encoding: 'utf8',
  });
  const quick = kept.filter(({ equivalent, seconds = Infinity }) => !equivalent && seconds <= 10);
  let left = budgetSeconds;
  return sampleMutants(quick, quick.length, commit.trim()).filter(({ seconds = 0 }) => {
    if (seconds > left) return false;
    left -= seconds;
    return true;
  });
}
