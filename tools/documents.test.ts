import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { expect, test } from 'vitest';

const projectFolder = resolve(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: projectFolder,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(projectFolder, path)));
const folders = new Set(files.flatMap((path) => parentsOf(path)));
const topFolders = [...folders].filter((folder) => !folder.includes('/'));
// The record of what the tree was has the names of its time.
const documents = files.filter(
  (path) =>
    /^(docs\/.*|README|ARCHITECTURE|CONTRIBUTING|STYLE)\.?(md)?$/.test(path) &&
    path.endsWith('.md') &&
    path !== 'docs/house.md',
);

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** What a document names that is not there: a path from the top, the end of one, or a link. */
function missingIn(document: string, text: string): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, '');
  const quoted = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name!);
  const links = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target!);
  return [
    ...quoted.filter((name) => isPath(name) && !isThere(name.replace(/\/$/, ''))),
    ...links.filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const path = posix.join(dirname(document), target).replace(/\/$/, '');
      return !files.includes(path) && !folders.has(path);
    }),
  ];
}

/** Begins with a folder of ours, or ends as our files do; placeholders and patterns of names are none. */
function isPath(name: string): boolean {
  if (!/^[\w.*][\w./*-]*$/.test(name) || /NNNN/.test(name)) return false;
  const top = name.split('/')[0]!;
  return (name.includes('/') && topFolders.includes(top)) || /\w\.(ts|sql|md)$/.test(name);
}

/** The first release makes it. */
const yetToCome = 'contracts/released';

function isThere(name: string): boolean {
  if (name.startsWith(yetToCome) || folders.has(name) || files.includes(name)) return true;
  const escaped = name.replaceAll(/[.]/g, '\\.').replaceAll('*', '[^/]*');
  const pattern = new RegExp(`(^|/)${escaped}$`);
  return files.some((path) => pattern.test(path));
}

test.each(documents)('%s names files that are there', (document) => {
  expect(missingIn(document, readFileSync(join(projectFolder, document), 'utf8'))).toEqual([]);
});

test('every kind of document is read', () => {
  expect(documents).toEqual(
    expect.arrayContaining([
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'STYLE.md',
      'docs/reliability.md',
      'docs/how-to/add-an-operation.md',
    ]),
  );
});

test.each([
  ['`kernel/moneys.ts`', ['kernel/moneys.ts']],
  ['`moneys.ts`', ['moneys.ts']],
  ['`services/nowhere/`', ['services/nowhere/']],
  ['`kernel/m*y.tsx.ts`', ['kernel/m*y.tsx.ts']],
  ['[a](reliabilities.md)', ['reliabilities.md']],
  ['[a](../READMES.md#a)', ['../READMES.md']],
  ['`kernel/money.ts`, `money.ts`, `kernel/m*.ts`, `kernel`, `services/<group>/x.ts`', []],
  ['[a](reliability.md#a) [b](https://kontor.example/x.md) [c](how-to/)', []],
])('of %s is missing %j', (text, missing) => {
  expect(missingIn('docs/sample.md', text)).toEqual(missing);
});
