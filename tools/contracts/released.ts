import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenDocuments } from './document-growth.ts';
import type { PromisedDocuments } from './document-promises.ts';
import { brokenPromises } from './growth.ts';
import type { Promises } from './promise.ts';

/** What a release promises to the release before and after it. */
export interface Release extends Promises {
  readonly documents: PromisedDocuments;
}

const folder = 'contracts/released';
const fileOfARelease = /^(\d+\.\d+\.\d+)\.json$/;

function filesIn(project: string): string[] {
  const path = join(project, folder);
  return existsSync(path) ? readdirSync(path) : [];
}

/** What the newest release promised; undefined before the first one. */
export function lastRelease(project: string): Release | undefined {
  const versionOf = (file: string): number[] => file.split('.').map(Number);
  const newest = filesIn(project)
    .filter((file) => fileOfARelease.test(file))
    .toSorted((left, right) => {
      const [a, b] = [versionOf(left), versionOf(right)];
      return a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!;
    })
    .at(-1);
  if (newest === undefined) return undefined;
  return JSON.parse(readFileSync(join(project, folder, newest), 'utf8')) as Release;
}

/** Why this tree cannot run beside the last release, or on its rows. */
export function brokenSince(project: string, now: Release): string[] {
  const before = lastRelease(project);
  if (!before) return [];
  return [...brokenPromises(before, now), ...brokenDocuments(before.documents, now.documents)];
}

/** Why nothing can be released of this tree. */
export function reasonsNotToRelease(project: string, now: Release): string[] {
  if (gitIn(project)('status', '--porcelain') !== '')
    return ['the tree has changes: commit them first'];
  return [...changedReleases(project), ...brokenSince(project, now)];
}

/** What is wrong with the kept releases: each is as `npx kontor release` committed it, and none is gone. */
export function changedReleases(project: string): string[] {
  const git = gitIn(project);
  const files = filesIn(project);
  const added = git(
    'log',
    '--no-renames',
    '--diff-filter=A',
    '--name-only',
    '--format=',
    '--',
    folder,
  );
  const ever = new Set(
    added.split('\n').filter((path) => fileOfARelease.test(path.slice(folder.length + 1))),
  );
  const gone = [...ever].filter((path) => !files.includes(path.slice(folder.length + 1)));
  return [
    ...gone.map((path) => `${path} is gone: what was released stays`),
    ...files.flatMap((file) => changed(project, file)),
  ];
}

function changed(project: string, file: string): string[] {
  const git = gitIn(project);
  const path = `${folder}/${file}`;
  const version = fileOfARelease.exec(file)?.[1];
  if (version === undefined) return [`${path} is no release`];
  const [commit, ...others] = git('log', '--format=%H', '--', path).split('\n');
  if (!commit) return [`${path} was not written by \`npx kontor release\``];
  if (others.length > 0) return [`${path} was changed after its release`];
  if (git('show', `${commit}:${path}`) !== readFileSync(join(project, path), 'utf8').trim())
    return [`${path} is not as it was released`];
  // A clone without its history does not know with which version a file came.
  if (git('rev-parse', '--is-shallow-repository') === 'true') return [];
  const { version: then } = JSON.parse(git('show', `${commit}:package.json`)) as {
    version: string;
  };
  return then === version ? [] : [`${path} was not written by \`npx kontor release\``];
}

function gitIn(project: string): (...given: string[]) => string {
  const options = { cwd: project, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  return (...given) => execFileSync('git', given, options).trim();
}
