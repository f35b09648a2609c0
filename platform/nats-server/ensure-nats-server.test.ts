import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureNatsServer, type Machine } from './ensure-nats-server.ts';

/**
 * A machine with programs of its own in the place of Debian's: apt-get knows packages once it has
 * lists, and writes down what it is asked; dpkg-deb unpacks.
 */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kontor-machine-'));
  await mkdir(join(folder, 'bin'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const limitMs = 120_000;

function machine(isRoot: boolean): Machine {
  return { folders: [join(folder, 'bin')], isRoot, cacheFolder: join(folder, 'cache/kontor') };
}

async function script(name: string, text: string): Promise<void> {
  await writeFile(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`);
  await chmod(join(folder, 'bin', name), 0o755);
}

async function debian(): Promise<void> {
  await script(
    'apt-get',
    `echo "$*" >> ${folder}/asked
case "$*" in
  *update*) touch ${folder}/lists ;;
  *) [ -e ${folder}/lists ] || exit 100 ;;
esac
case "$*" in
  *install*) echo '#!/bin/sh' > ${folder}/bin/nats-server ;;
  *download*) echo package > nats-server_2.deb ;;
esac`,
  );
  await script('dpkg-deb', 'mkdir -p "$3/usr/sbin" && cp "$2" "$3/usr/sbin/nats-server"');
}

async function asked(): Promise<string[]> {
  const lines = await readFile(join(folder, 'asked'), 'utf8');
  return lines
    .trim()
    .split('\n')
    .map((line) => line.match(/\b(update|install|download)\b/)?.[0] ?? line);
}

test(
  'an ordinary user of a fresh machine gets it unpacked into their cache, once',
  async () => {
    await debian();
    const program = await ensureNatsServer(() => {}, machine(false));
    expect(program).toBe(join(folder, 'cache/kontor/nats-server'));
    expect(await readFile(program, 'utf8')).toBe('package\n');
    expect(await asked()).toEqual(['download', 'update', 'download']);
    expect(await readFile(join(folder, 'asked'), 'utf8')).toMatch(/Dir::State::Lists=\S+ .*update/);
    expect(await ensureNatsServer(() => {}, machine(false))).toBe(program);
    expect(await asked()).toHaveLength(3);
    expect(await readdir(join(folder, 'cache/kontor'))).toEqual(['nats-server']);
  },
  limitMs,
);

test(
  'several at once get the same program',
  async () => {
    await debian();
    const programs = await Promise.all(
      Array.from({ length: 3 }, () => ensureNatsServer(() => {}, machine(false))),
    );
    expect(new Set(programs)).toEqual(new Set([join(folder, 'cache/kontor/nats-server')]));
  },
  limitMs,
);

test(
  'root has it installed',
  async () => {
    await debian();
    const program = await ensureNatsServer(() => {}, machine(true));
    expect(program).toBe(join(folder, 'bin/nats-server'));
    expect(await asked()).toEqual(['install', 'update', 'install']);
  },
  limitMs,
);

test.each([
  ['a machine without packages', async () => {}],
  ['packages that cannot be had', () => script('apt-get', 'exit 100')],
  [
    'packages that cannot be downloaded',
    async () => {
      await script('apt-get', 'exit 100');
      await script('dpkg-deb', 'exit 1');
    },
  ],
])(
  '%s is told in one line how to install it',
  async (_name, prepare) => {
    await prepare();
    await expect(ensureNatsServer(() => {}, machine(false))).rejects.toThrow(
      /^nats-server is missing.*apt-get install nats-server.*brew install nats-server.*$/,
    );
  },
  limitMs,
);
