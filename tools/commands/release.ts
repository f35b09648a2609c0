import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compose } from '#app/compose.ts';
import { contracts } from '#contracts/index.ts';
import { documentPromises } from '../contracts/document-promises.ts';
import { promisesOf } from '../contracts/promise.ts';
import { reasonsNotToRelease } from '../contracts/released.ts';

export const description = 'raise the version, and keep what this release promises';
export const usage = `Usage: npx kontor release [--major | --minor | --patch]

  Raises the version of package.json (the minor part unless told), writes what the contracts and the
  stored documents promise to contracts/released/<version>.json and commits both. It refuses a tree
  with changes, contracts that the release before could not run beside, documents that it could not
  read, and released files or kept samples of documents that are not as they were released.
`;

const project = resolve(import.meta.dirname, '../..');

/** Exit code 1: nothing was released, and why. */
export async function run(commandArguments: string[]): Promise<number> {
  const flag = { type: 'boolean', default: false } as const;
  const options = { major: flag, minor: flag, patch: flag };
  const { values } = parseArgs({ args: commandArguments, options });
  const { services } = await compose();
  const now = { ...promisesOf(Object.values(contracts)), documents: documentPromises(services) };
  const refused = reasonsNotToRelease(project, now);
  if (refused.length > 0) {
    process.stderr.write(`Not released:\n${refused.map((one) => `  ${one}\n`).join('')}`);
    return 1;
  }
  const part = values.major ? 'major' : values.patch ? 'patch' : 'minor';
  const paths = ['package.json', 'package-lock.json'];
  const texts = paths.map((path) => readFileSync(join(project, path), 'utf8'));
  const { version: before } = JSON.parse(texts[0]!) as { version: string };
  const version = raised(before, part);
  for (const [index, path] of paths.entries()) {
    const reported = `"name": "kontor",\n`;
    const text = texts[index]!.replaceAll(
      new RegExp(`(${reported}\\s*"version": )"${before.replaceAll('.', '\\.')}"`, 'g'),
      `$1"${version}"`,
    );
    writeFileSync(join(project, path), text);
  }
  const path = `contracts/released/${version}.json`;
  mkdirSync(join(project, 'contracts/released'), { recursive: true });
  writeFileSync(join(project, path), linesOf(now));
  git('add', ...paths, path);
  git('commit', '--quiet', '--message', `Release ${version}`);
  process.stdout.write(`Released ${version}: ${path}\n`);
  return 0;
}

function raised(version: string, part: 'major' | 'minor' | 'patch'): string {
  const [major, minor, patch] = version.split('.').map(Number) as [number, number, number];
  if (part === 'major') return `${major + 1}.0.0`;
  return part === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** One promise a line, so that two releases can be compared by eye. */
function linesOf(release: object): string {
  const parts = Object.entries(release).map(([part, reported]) => {
    const lines = Object.entries(reported as object).map(
      ([name, one]) => `    ${JSON.stringify(name)}: ${JSON.stringify(one)}`,
    );
    return `  ${JSON.stringify(part)}: {\n${lines.join(',\n')}\n  }`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

function git(...given: string[]): string {
  return execFileSync('git', given, { cwd: project, encoding: 'utf8' }).trim();
}
