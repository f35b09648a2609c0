import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readmeMarks, readmeTable, settingsDocument } from './describe-settings.ts';

const projectFolder = resolve(import.meta.dirname, '../..');

/** Puts the tables of settings into docs/settings.md and README.md, to be formatted afterwards. */
const readme = join(projectFolder, 'README.md');
await writeFile(join(projectFolder, 'docs/settings.md'), settingsDocument());
await writeFile(readme, withTable(await readFile(readme, 'utf8')));

function withTable(text: string): string {
  const [begin, end] = readmeMarks;
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  return `${before}${begin}\n\n${readmeTable()}\n\n${end}${after}`;
}
