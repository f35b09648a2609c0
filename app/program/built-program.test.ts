import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '#platform/ground/free-port.ts';
import { copyProject } from '#tools/project-copy-for-tests.ts';

/* In a copy of the project, so that its sources can be changed. */

let copy: ReturnType<typeof copyProject>;
beforeAll(async () => {
  copy = copyProject();
  await build();
}, 300_000);
afterAll(() => copy.remove());

async function run(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program],
    { cwd: copy.folder },
  );
  return stdout.trim();
}

const build = () =>
  run(`
    const { buildProgram } = await import('#app/program/build-program.ts');
    console.log(await buildProgram());`);
const built = () =>
  run(`
    const { builtOfNow } = await import('#app/program/built-program.ts');
    console.log(builtOfNow());`);

test('a shop runs from what was built, and its sandbox too', async () => {
  const address = await built();
  expect(address).toMatch(/\/app\/built\/[\w-]+$/);
  const data = mkdtempSync(join(tmpdir(), 'kontor-built-'));
  const port = await freePort();
  const shop = spawn(process.execPath, ['tools/command-line.ts', 'start'], {
    cwd: copy.folder,
    env: { ...process.env, KONTOR_DATA: data, PORT: String(port), KONTOR_DEMO_STORE: 'off' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    await once(shop, 'message');
    const page = await fetch(`http://localhost:${port}/`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<main')]);
    const { pid } = JSON.parse(readFileSync(join(data, 'sandbox/sandbox.json'), 'utf8')) as {
      pid: number;
    };
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('app/built/');
    }
  } finally {
    shop.kill('SIGTERM');
    await once(shop, 'exit');
    rmSync(data, { recursive: true, force: true });
  }
}, 300_000);

test('other sources are another program, and the same ones of another age are not', async () => {
  const file = join(copy.folder, 'kernel/money.ts');
  const before = readFileSync(file, 'utf8');
  appendFileSync(file, '\n');
  expect(await built()).toBe('undefined');
  writeFileSync(file, before);
  utimesSync(file, 1_000, 1_000);
  expect(await built()).toMatch(/\/app\/built\//);
  appendFileSync(file, '\n');
  await build();
  expect(await built()).toMatch(/\/app\/built\//);
}, 300_000);

test('other packages than were there are another program', async () => {
  const lock = join(copy.folder, 'package-lock.json');
  const before = readFileSync(lock, 'utf8');
  writeFileSync(lock, before.replace('"lockfileVersion": 3', '"lockfileVersion": 4'));
  expect(await built()).toBe('undefined');
  writeFileSync(lock, before);
  expect(await built()).toMatch(/\/app\/built\//);
}, 300_000);

test('what is no longer whole is built anew, and what is whole is not', async () => {
  const folder = await built();
  expect(await build()).toBe(folder);
  const parts = readdirSync(folder).filter((name) => !name.startsWith('start'));
  truncateSync(join(folder, parts[0]!));
  expect(await built()).toBe('undefined');
  const anew = await build();
  expect(anew).not.toBe(folder);
  expect(await built()).toBe(anew);
}, 300_000);

test('what does not compile leaves what was built before', async () => {
  const before = readFileSync(join(copy.folder, 'app/built/program.json'), 'utf8');
  const file = join(copy.folder, 'kernel/money.ts');
  const source = readFileSync(file, 'utf8');
  writeFileSync(file, 'this is no program');
  await expect(build()).rejects.toThrow('money.ts');
  expect(readFileSync(join(copy.folder, 'app/built/program.json'), 'utf8')).toBe(before);
  expect(await built()).toBe('undefined');
  writeFileSync(file, source);
  expect(await built()).toMatch(/\/app\/built\//);
}, 300_000);
