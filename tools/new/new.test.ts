import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyProject } from '../project-copy-for-tests.ts';

let copy: ReturnType<typeof copyProject>;
beforeAll(() => {
  copy = copyProject();
  const git = (...given: string[]) =>
    execFileSync('git', given, { cwd: copy.folder, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--', '.', ':!node_modules');
});
afterAll(() => copy.remove());

function node(...given: string[]): { status: number | null; reported: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, given, {
    cwd: copy.folder,
    encoding: 'utf8',
    env: { ...process.env, VITEST: undefined, KONTOR_TEST_STATEMENTS: undefined, FORCE_COLOR: '0' },
  });
  return { status, reported: `${stdout}${stderr}` };
}

const begin = (...given: string[]) => node('tools/command-line.ts', 'new', ...given);
const bin = (name: string, ...given: string[]) =>
  spawnSync(join(copy.folder, 'node_modules/.bin', name), given, {
    cwd: copy.folder,
    encoding: 'utf8',
    // The compiler is written in Go: whose collector runs less often has done in four fifths of the time.
    env: { ...process.env, GOGC: '400' },
  });

test('an operation, an event and a provider are begun: all checks pass but their own tests', () => {
  const begun = [
    begin('operation', 'support', 'rateTicket', '--command'),
    begin('operation', 'cart', 'countLines', '--room', 'shopping'),
    begin('event', 'support', 'ticket_rated', '--heard-by', 'customer'),
    begin('provider', 'sms', 'message-bird'),
  ];
  expect(begun.map(({ status, reported }) => (status === 0 ? 'begun' : reported))).toEqual(
    begun.map(() => 'begun'),
  );
  // The other workers have the other cores: who checks on all of them checks much twice.
  const types = bin('tsc', '-p', '.', '--singleThreaded');
  expect(types.stdout).toBe('');
  const written = new Set(
    begun.flatMap(({ reported }) => reported.match(/(?<=^ {2})\S+\.ts$/gm) ?? []),
  );
  const lint = bin('oxlint', '--deny-warnings', ...written);
  expect(lint.status, lint.stdout).toBe(0);
  const files = [...written].filter((file) => file.endsWith('.test.ts'));
  expect(files).toHaveLength(4);
  const rules = 'tools/architecture.test.ts';
  const tested = node(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'unit',
    '--maxWorkers=1',
    rules,
    ...files,
  ).reported;
  expect(tested).toContain('4 failed');
  expect(tested).not.toMatch(/FAIL.*architecture/);
  for (const sentence of [
    'support.rateTicket is not written yet: say in contracts/support/index.ts',
    'cart.countLines is not written yet',
    'support.ticket_rated is not heard yet: say in contracts/support/index.ts what it holds',
    'send of message-bird at http://127.0.0.1:1 is not written yet: write it in external/sms/message-bird/message-bird.ts',
  ])
    expect(tested).toContain(sentence);
}, 600_000);

test.each<[string, string[], string]>([
  [
    'a service that is not there',
    ['operation', 'loyalty', 'addPoints'],
    'there is no service loyalty',
  ],
  ['what is promised already', ['operation', 'cart', 'getCart'], 'cart promises getCart already'],
  ['a name that is none', ['operation', 'cart', 'Get_cart'], 'name it by what it does'],
  [
    'an event in the wrong form',
    ['event', 'cart', 'lineAdded', '--heard-by', 'order'],
    'name what happened',
  ],
  [
    'a listener that keeps nothing',
    ['event', 'cart', 'line_added', '--heard-by', 'api-gateway'],
    'keeps nothing',
  ],
  ['a system without a port', ['provider', 'fax', 'acme'], 'there is no external/fax/port.ts'],
])('nothing is written for %s', (_name, given, says) => {
  const { status, reported } = begin(...given);
  expect({ status, reported }).toMatchObject({
    status: 1,
    reported: expect.stringContaining(says) as string,
  });
});

test('who asks for something else is told what there is', () => {
  expect(begin('event', 'cart', 'line_added')).toMatchObject({
    status: 2,
    reported: expect.stringContaining('--heard-by <service>') as string,
  });
});
