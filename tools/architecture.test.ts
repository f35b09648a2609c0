import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { awaitsWithFailpoints } from './architecture/awaits-with-failpoints.ts';
import { routesOnlyTranslate, useCasesWithoutHttp } from './architecture/edges/gateway-doors.ts';
import { expandAndContract } from './architecture/expand-and-contract.ts';
import { exactVersions } from './architecture/exact-versions.ts';
import { importsRunDown } from './architecture/floors.ts';
import { importWalls } from './architecture/import-walls.ts';
import { lockedChecksums } from './architecture/locked-checksums.ts';
import { lockFirst } from './architecture/sql/lock-first.ts';
import { movesOfStates } from './architecture/moves-of-states.ts';
import { platformTablesAreThePlatforms } from './architecture/sql/platform-tables.ts';
import { circlesOfFiles, crowdedFolders, filesInRoom } from './architecture/rooms.ts';
import type { Rule } from './architecture/rule.ts';
import {
  contractLength,
  fileLength,
  serviceFolders,
  speakingNames,
} from './architecture/sizes-and-names.ts';
import { blankCommentsAndStrings, readProject, sourceFile } from './architecture/source-file.ts';
import { variablesInTheTable } from './architecture/edges/variables-in-the-table.ts';
import { wordRules } from './architecture/words-in-code.ts';

const projectFolder = resolve(import.meta.dirname, '..');
const project = readProject(projectFolder);
const rules: readonly Rule[] = [
  importWalls,
  importsRunDown,
  awaitsWithFailpoints,
  fileLength,
  contractLength,
  speakingNames,
  serviceFolders,
  exactVersions,
  lockedChecksums,
  expandAndContract,
  lockFirst,
  movesOfStates,
  useCasesWithoutHttp,
  routesOnlyTranslate,
  variablesInTheTable,
  platformTablesAreThePlatforms,
  ...wordRules,
];

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
  test('in every file', () => {
    const findings = project.flatMap((file) => rule.check(file));
    expect(findings.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([]);
  });

  test.each(rule.refused)('refuses $path: $text', ({ path, text }) => {
    expect(rule.check(sourceFile(path, text))).not.toEqual([]);
  });

  // Whatever can stand in what a template embeds is refused there too.
  const embeddable = rule.refused.filter(
    ({ path, text }) => path.endsWith('.ts') && !/^\s*(import|export)\b(?!\()/.test(text),
  );
  test.each(embeddable)('refuses in a template $path: $text', ({ path, text }) => {
    const embedding = `const t = \`a \${(() => {\n${text}\n})()} b\`;`;
    expect(rule.check(sourceFile(path, embedding))).not.toEqual([]);
  });

  test.each(rule.accepted)('accepts $path: $text', ({ path, text }) => {
    expect(rule.check(sourceFile(path, text))).toEqual([]);
  });
});

const full = (folder: string, ending = '.ts') =>
  Array.from({ length: filesInRoom + 1 }, (_, at) => sourceFile(`${folder}/${at}${ending}`, ''));
const opening = (path: string, ...specifiers: string[]) =>
  sourceFile(path, specifiers.map((name) => `import { x } from '${name}';`).join('\n'));

describe('no folder is crowded', () => {
  test('nowhere in the project', () => {
    expect(crowdedFolders(project)).toEqual([]);
  });

  test.each(['services/order-processing/order', 'services/order-processing/order/placing', 'app'])(
    'refuses one file too many in %s',
    (folder) => {
      expect(crowdedFolders(full(folder))).toMatchObject([{ path: folder }]);
      expect(crowdedFolders(full(folder).slice(1))).toEqual([]);
    },
  );

  test.each([
    ['services/order-processing/order', '.test.ts'],
    ['services/order-processing/order/migrations', '.sql'],
    ['services/api-gateway/api-gateway/routes', '.ts'],
  ])('accepts as many as there are in %s of %s', (folder, ending) => {
    expect(crowdedFolders(full(folder, ending))).toEqual([]);
  });
});

describe('no files open each other in a circle', () => {
  test('nowhere in the project', () => {
    expect(circlesOfFiles(project)).toEqual([]);
  });

  test.each([
    [[opening('a/b.ts', './c.ts'), opening('a/c.ts', './b.ts')]],
    [[opening('a/b.ts', '#d/e.ts'), opening('d/e.ts', '../f.ts'), opening('f.ts', './a/b.ts')]],
    [[opening('a/b.ts', './b.ts')]],
    [[opening('a/b.ts', './c.ts'), sourceFile('a/c.ts', "await import('./b.ts');")]],
  ])('refuses circle %#', (files) => {
    expect(circlesOfFiles(files)).toHaveLength(1);
  });

  test.each([
    [[opening('a/b.ts', './c.ts', './d.ts'), opening('a/c.ts', './d.ts'), opening('a/d.ts')]],
    [[opening('a/b.ts', './c.ts'), sourceFile('a/c.ts', "import type { b } from './b.ts';")]],
  ])('accepts files %#', (files) => {
    expect(circlesOfFiles(files)).toEqual([]);
  });
});

test('the project was read', () => {
  expect(project.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['package.json', 'bin/kontor.js', 'platform/topology.ts']),
  );
});

test.each([
  ["a('b'); // c", "a(' ');     "],
  ['a(/["\'`]/g); b', 'a(        ); b'],
  ["a(`x ${b({ c: `'` })} y`) + 'd'", "a(`  ${b({ c: ` ` })}  `) + ' '"],
  ['a(`\\${b} \\` $ {c} ${d / e}`)', 'a(`               ${d / e}`)'],
  ["`${a['}'] /* } */ + b(/[}`]/)}`; c", "`${a[' ']         + b(      )}`; c"],
  ['`${`${a}`}` // `${b}`', '`${`${a}`}`          '],
  ["'it\\'s' + /* ` */ x", "'     ' +         x"],
  ['a / b / c', 'a / b / c'],
])('comments and strings of %s are blanked in place', (text, expected) => {
  expect(blankCommentsAndStrings(text)).toBe(expected);
});

test('lint refuses a function of more than 70 lines', () => {
  const folder = mkdtempSync(join(projectFolder, 'kernel/.lint-sample-'));
  try {
    const path = join(folder, 'long.ts');
    writeFileSync(path, `export function long(): void {\n${'  void 0;\n'.repeat(70)}}\n`);
    const oxlint = join(projectFolder, 'node_modules/oxlint/bin/oxlint');
    const config = join(projectFolder, '.oxlintrc.json');
    const outcome = spawnSync(process.execPath, [oxlint, '-c', config, path], { encoding: 'utf8' });
    expect(outcome.status).toBe(1);
    expect(outcome.stdout).toContain('max-lines-per-function');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no file is kept in git that a start creates', () => {
  const tracked = execFileSync('git', ['ls-files'], { cwd: projectFolder, encoding: 'utf8' });
  expect(
    tracked.split('\n').filter((path) => /(^|\/)(node_modules|\.kontor)(\/|$)/.test(path)),
  ).toEqual([]);
});
