import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const keptRun = z.object({
  /** Of the tree that ran; with `+changes` where something was not committed. */
  commit: z.string(),
  id: z.string(),
  mode: z.enum(['embedded', 'split']),
  size: z.enum(['quick', 'full']),
  seed: z.int(),
  came: z.enum(['passed', 'failed', 'not run']),
  seconds: z.number(),
  /** When it ended. */
  at: z.iso.datetime(),
});

/** What came of a run of a scenario, and on which tree: a line of a file. */
export type KeptRun = z.infer<typeof keptRun>;

const changed = '+changes';

/** How a tree is called that differs from its commit. */
export const withChanges = (tree: string): string =>
  tree === 'unknown' || tree.endsWith(changed) ? tree : `${tree}${changed}`;

/** The commit of the tree in a folder, with `+changes` where files differ from it; `unknown` without git. */
export function treeIn(folder: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const commit = git('rev-parse', 'HEAD');
    return git('status', '--porcelain') === '' ? commit : withChanges(commit);
  } catch {
    return 'unknown';
  }
}

/** The runs that a file keeps; a line that a killed run has left torn is none. */
export function readKeptRuns(file: string): KeptRun[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [keptRun.parse(JSON.parse(line))];
      } catch {
        return [];
      }
    });
}

/** Begins with a line's end, so that it stands by itself after a torn one. */
export function keepRun(file: string, run: KeptRun): void {
  appendFileSync(file, `\n${JSON.stringify(run)}\n`);
}

/** The run that passed before on the same tree; none on a tree that no commit names. */
export function passedBefore(
  kept: readonly KeptRun[],
  commit: string,
  { id, mode, size, seed }: Pick<KeptRun, 'id' | 'mode' | 'size' | 'seed'>,
): KeptRun | undefined {
  if (withChanges(commit) === commit) return undefined;
  return kept.findLast(
    (run) =>
      run.commit === commit &&
      run.came === 'passed' &&
      run.id === id &&
      run.mode === mode &&
      run.size === size &&
      run.seed === seed,
  );
}

/**
 * Which seeds ran in which numbers on which commit: a line for each, the newest commit last. A run
 * that was made again counts as it came out last.
 */
export function describeKeptRuns(kept: readonly KeptRun[]): string[] {
  const lines: string[] = [];
  const groups = Map.groupBy(kept, ({ commit, size, mode }) => `${commit} ${size} ${mode}`);
  for (const runs of groups.values()) {
    const last = new Map(runs.map((run) => [`${run.id} ${run.seed}`, run]));
    const now = [...last.values()];
    const { commit, size, mode } = now[0]!;
    const bySeed = Map.groupBy(now, ({ seed }) => seed);
    for (const [seed, ofSeed] of [...bySeed].toSorted(([one], [other]) => one - other)) {
      const named = (came: KeptRun['came']) => ofSeed.filter((run) => run.came === came);
      const failed = named('failed').map(({ id }) => id);
      const minutes = ofSeed.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
      lines.push(
        [
          shortened(commit),
          size.padEnd(5),
          mode.padEnd(8),
          `seed ${seed}:`,
          `${named('passed').length} passed,`,
          failed.length === 0 ? '0 failed' : `failed ${failed.toSorted().join(', ')}`,
          ...(named('not run').length === 0 ? [] : [`(${named('not run').length} not run here)`]),
          `in ${minutes.toFixed(1)} min`,
        ].join(' '),
      );
    }
  }
  return lines;
}

const shortened = (commit: string): string =>
  commit === 'unknown' ? commit : commit.slice(0, 10) + (commit.endsWith(changed) ? '+' : '');
