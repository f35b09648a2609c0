import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const projectFolder = resolve(import.meta.dirname, '..');
/** What released versions and vendors left is large, and no part of the program. */
const leftOut = /^journeys\/(under-way|vendors)\/(?!.*\.ts$)/;

/** A copy of the project's files, in which a test may write; the packages are the project's own. */
export function copyProject(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'kontor-copy-'));
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: projectFolder,
    encoding: 'utf8',
  });
  for (const file of listed.split('\n')) {
    if (file === '' || leftOut.test(file) || !existsSync(join(projectFolder, file))) continue;
    cpSync(join(projectFolder, file), join(folder, file), { recursive: true });
  }
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
