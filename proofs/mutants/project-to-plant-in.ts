import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Packages are the project's own: nothing is planted in them. */
const packages = ['node_modules', 'packages/sdk/node_modules'];

/** A clone of the project as its files are now, commits and all, since some tests ask for them. */
export function cloneToPlantIn(project: string): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'kontor-mutants-'));
  const git = (cwd: string, ...given: string[]) =>
    execFileSync('git', given, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  git(dirname(folder), 'clone', '--quiet', project, folder);
  const changed = git(project, 'ls-files', '-m', '-o', '-d', '--exclude-standard');
  for (const file of changed.split('\n').filter(Boolean)) {
    if (existsSync(join(project, file))) cpSync(join(project, file), join(folder, file));
    else rmSync(join(folder, file), { force: true });
  }
  for (const path of packages)
    if (existsSync(join(project, path))) symlinkSync(join(project, path), join(folder, path));
  const unlinked = packages.map((path) => `:!${path}`);
  git(folder, 'add', '--all', '--', '.', ...unlinked);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
