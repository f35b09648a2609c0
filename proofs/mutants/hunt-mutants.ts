import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { askTests, type Answer } from './ask-tests.ts';
import type { KeptMutant } from './mutant.ts';
import { narrowTestsOf } from './narrow-tests.ts';
import { withPlanted } from './plant-mutant.ts';

export interface Hunted {
  readonly mutant: KeptMutant;
  /** The test file that failed; `null` where none did. */
  readonly seenBy: string | null;
  readonly why?: string | undefined;
  readonly seconds: number;
  /** A test that was to be asked fails without the mutant too: nothing can be told. */
  readonly isUnclear?: true;
}

/** So many of them, the same ones for the same seed. */
export function sampleMutants<M extends KeptMutant>(
  mutants: readonly M[],
  count: number,
  seed: string,
): M[] {
  const order = ({ id }: M) => createHash('sha256').update(`${seed}:${id}`).digest('hex');
  return mutants.toSorted((one, other) => order(one).localeCompare(order(other))).slice(0, count);
}

/** Every test of the suites that run without a browser. */
export function testFilesOf(folder: string): string[] {
  const given = ['ls-files', '-co', '--exclude-standard', '*.test.ts'];
  const listed = execFileSync('git', given, { cwd: folder, encoding: 'utf8' });
  return listed
    .split('\n')
    .filter((file) => file !== '' && !/^journeys\/(?:storefront|admin)\//u.test(file));
}

/**
 * Plants each in turn in a copy of the tree and asks the narrowest tests first; what survives them all
 * the whole of both suites, where `ordinary` is wanted.
 */
export class Hunt {
  private readonly folder: string;
  private readonly testFiles: readonly string[];
  private readonly ordinary: boolean;
  private readonly sound = new Set<string>();

  constructor(folder: string, testFiles: readonly string[], ordinary: boolean) {
    this.folder = folder;
    this.testFiles = testFiles;
    this.ordinary = ordinary;
  }

  async plant(mutant: KeptMutant): Promise<Hunted> {
    const steps = narrowTestsOf(mutant, this.testFiles);
    const asked = this.ordinary ? [...steps, []] : steps;
    for (const tests of asked) {
      const broken = await this.brokenWithoutIt(tests);
      if (broken !== undefined) {
        return { mutant, seenBy: null, why: broken, seconds: 0, isUnclear: true };
      }
      const startedMs = performance.now();
      const answer = await withPlanted(this.folder, mutant, () => askTests(this.folder, tests));
      const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
      if (!answer.passed) {
        return { mutant, seenBy: answer.failedIn ?? nameOf(tests), why: answer.why, seconds };
      }
    }
    return { mutant, seenBy: null, seconds: 0 };
  }

  /** A test that fails by itself sees nothing. */
  private async brokenWithoutIt(tests: readonly string[]): Promise<string | undefined> {
    const fresh = tests.filter((test) => !this.sound.has(test));
    if (fresh.length === 0) return undefined;
    const answer: Answer = await askTests(this.folder, fresh);
    if (!answer.passed)
      return `${answer.failedIn ?? nameOf(fresh)} fails without it: ${answer.why}`;
    for (const test of fresh) this.sound.add(test);
    return undefined;
  }
}

const nameOf = (tests: readonly string[]) => (tests.length === 1 ? tests[0]! : 'the run');
