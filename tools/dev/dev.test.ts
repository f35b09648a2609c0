import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '#platform/ground/free-port.ts';
import { copyProject } from '../project-copy-for-tests.ts';

const waitMs = 240_000;
/** Above what a process loads while it waits, and within. */
const refusals = 'services/api-gateway/api-gateway/replies/refusals.ts';
const profile = 'contracts/customer/shapes.ts';
let project: ReturnType<typeof copyProject>;
let data: string;
beforeAll(() => {
  project = copyProject();
  data = mkdtempSync(join(tmpdir(), 'kontor-dev-'));
  // PostgreSQL runs as another user where this is root.
  chmodSync(data, 0o755);
  // A few products are a shop as well, and loaded sooner.
  const products = join(project.folder, 'demo/products.csv');
  const text = readFileSync(products, 'utf8');
  const handles = [...text.matchAll(/^([a-z][a-z0-9-]+),(?=[^,\n])/gm)];
  writeFileSync(products, text.slice(0, handles[3]!.index));
}, waitMs);
afterAll(() => {
  project.remove();
  rmSync(data, { recursive: true, force: true });
}, waitMs);

test(
  'a saved file starts the shop again on the same data, and a broken one waits',
  async () => {
    const port = await freePort();
    const child = spawn(process.execPath, [join(project.folder, 'tools/command-line.ts'), 'dev'], {
      env: {
        ...process.env,
        PORT: String(port),
        KONTOR_DATA: join(data, 'shop'),
        NODE_COMPILE_CACHE: join(data, 'compiled'),
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const says = (pattern: RegExp) =>
      expect.poll(() => output, { timeout: waitMs, interval: 50 }).toMatch(pattern);
    const readyTimes = () => output.match(/^Ready\./gm)?.length ?? 0;
    const postgres = () => readFileSync(join(data, 'shop/postgres/data/postmaster.pid'), 'utf8');
    const products = async () => {
      const reply = await fetch(`http://127.0.0.1:${port}/v1/products`);
      return ((await reply.json()) as { items: unknown[] }).items.length;
    };
    try {
      await says(/^Ready\./m);
      const [before, sold] = [postgres(), await products()];
      expect(sold).toBeGreaterThan(0);

      const file = join(project.folder, 'kernel/money.ts');
      appendFileSync(file, '\n// saved\n');
      await says(/^Started again in \d+\.\d s: kernel\/money\.ts was saved\.$/m);
      expect(readyTimes()).toBe(2);
      expect(await products()).toBe(sold);
      expect(postgres()).toBe(before);

      // What a process has loaded while it waited is never what a file was before it was saved.
      const saves: [path: string, before: string, page: string][] = [
        [refusals, 'There is nothing at this', '/nowhere'],
        [profile, 'Rises with each change', '/openapi.json'],
      ];
      for (const [index, [path, before, page]] of saves.entries()) {
        const saved = join(project.folder, path);
        writeFileSync(
          saved,
          readFileSync(saved, 'utf8').replace(before, 'It says otherwise by now'),
        );
        await expect.poll(readyTimes, { timeout: waitMs }).toBe(3 + index);
        const reply = await fetch(`http://127.0.0.1:${port}${page}`);
        expect(await reply.text()).toContain('It says otherwise by now');
      }

      const whole = readFileSync(file, 'utf8');
      writeFileSync(file, `${whole}\nthis is no program\n`);
      await says(/^The shop ended \(1\); it is started again when a file is saved\.$/m);
      writeFileSync(file, whole);
      await expect.poll(readyTimes, { timeout: waitMs }).toBe(5);
      expect(await products()).toBe(sold);
      process.stdout.write(`${output.match(/^Started again.*$/gm)?.join('\n')}\n`);
    } finally {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    expect(output).toMatch(/^Stopped\.$/m);
  },
  6 * waitMs,
);
