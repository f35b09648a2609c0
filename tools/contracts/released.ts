import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Promises } from './promise.ts';

const folderOf = (project: string): string => join(project, 'contracts/released');

function releasedFiles(project: string): string[] {
  const folder = folderOf(project);
  if (!existsSync(folder)) return [];
  const versionOf = (file: string): number[] => file.split('.').map(Number);
  return readdirSync(folder)
    .filter((file) => /^\d+\.\d+\.\d+\.json$/.test(file))
    .toSorted((left, right) => {
      const [a, b] = [versionOf(left), versionOf(right)];
      return a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!;
    });
}

/** What the newest release promised; undefined before the first one. */
export function lastPromises(project: string): Promises | undefined {
  const newest = releasedFiles(project).at(-1);
  if (newest === undefined) return undefined;
  return JSON.parse(readFileSync(join(folderOf(project), newest), 'utf8')) as Promises;
}

/** Released files that are not as their release wrote them: changed here, or by a later commit. */
export function changedReleases(project: string): string[] {
  const git = (...given: string[]): string =>
    execFileSync('git', given, { cwd: project, encoding: 'utf8' }).trim();
  return releasedFiles(project)
    .map((file) => `contracts/released/${file}`)
    .filter((path) => {
      const commits = git('log', '--format=%H', '--', path).split('\n');
      return (
        commits.length !== 1 || commits[0] === '' || git('status', '--porcelain', '--', path) !== ''
      );
    });
}
