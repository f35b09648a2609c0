import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { run } from '../commands/topology.ts';

/** What the command prints in this process, and its exit code. */
async function printed(given: string[]): Promise<{ code: number; out: string; error: string }> {
  const reported = { out: '', error: '' };
  const listen = (stream: NodeJS.WriteStream, to: keyof typeof reported) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      reported[to] += String(text);
      return true;
    });
  const spies = [listen(process.stdout, 'out'), listen(process.stderr, 'error')];
  const code = await run(given).finally(() => spies.forEach((spy) => spy.mockRestore()));
  return { code, ...reported };
}

test.each([
  [['nats-config', '--listen', '127.0.0.1:4333'], /^listen: "127.0.0.1:4333"$/m],
  [['nats-config', '--store', '/srv/broker'], /^ {2}store_dir: "\/srv\/broker"$/m],
  [['kubernetes', '--namespace', 'shop', '--image', 'kontor:1.0', '--group'], /namespace: shop/],
  [['compose'], /^services:$/m],
  [['mermaid', '--events'], /^flowchart LR$/m],
  [['secrets'], /^KONTOR_SECRET_AUTH=signing-keys=/m],
])('kontor topology %j prints', async (given, expected) => {
  const { code, out, error } = await printed(given);
  expect(out).toMatch(expected);
  expect(error).toBe('');
  expect(code).toBe(0);
});

test.each([
  [[], /^Say what to print: kontor topology nats-config\|/],
  [['helm'], /^There is no format "helm"; there are nats-config, kubernetes/],
  [['toString'], /^There is no format "toString"/],
  [
    ['kubernetes', '--image', 'kontor 1.0'],
    /^--image is "kontor 1.0"; one such as \S+ is accepted/,
  ],
  [['kubernetes', '--namespace', 'Shop'], /^--namespace is "Shop"/],
  [['kubernetes', '--host', 'shop.example/x'], /^--host is/],
  [['nats-config', '--listen', '4222'], /^--listen is "4222"/],
])('kontor topology %j is refused in one line', async (given, expected) => {
  const { code, out, error } = await printed(given);
  expect(error).toMatch(expected);
  expect(error.trimEnd()).not.toContain('\n');
  expect(out).toBe('');
  expect(code).toBe(2);
});

test('an option of another format is refused with exit code 2', async () => {
  const program = fileURLToPath(new URL('../command-line.ts', import.meta.url));
  const given = [
    '--disable-warning=ExperimentalWarning',
    program,
    'topology',
    'mermaid',
    '--image=x',
  ];
  const ended = await new Promise((resolve) => {
    execFile(process.execPath, given, (error, out, stderr) => {
      resolve({ code: error?.code, out, stderr });
    });
  });
  expect(ended).toEqual({ code: 2, out: '', stderr: "Unknown option '--image'\n" });
});
