#!/usr/bin/env node
// The way in: plain JavaScript without dependencies that any Node from 20 on can run. It installs
// what is missing, chooses a Node that runs TypeScript directly, and hands over to tools/command-line.ts.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.js';

const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const commandArguments = process.argv.slice(2);
/** Commands that need the development tools; the others run with what the shop runs with. */
const developing = [
  'check',
  'bench',
  'arrows',
  'faults',
  'failover',
  'leave-work',
  'screens',
  'lighthouse',
];
const isStart = commandArguments[0] === 'start';
const lowestNode = [20, 0];
const wantedNode = [22, 18];
/** From here on `node:sqlite`, which holds the data folder's lock, no longer prints a warning. */
const quietNode = [24, 0];

const stopWith = (line) => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

if (!isAtLeast(process.versions.node, lowestNode)) {
  stopWith(
    `Kontor needs Node 20 or newer to begin; this is ${process.version}. See https://nodejs.org.`,
  );
}
const installedNow = await ensureInstalled({
  projectFolder,
  withDevelopmentTools: developing.includes(commandArguments[0]),
}).catch((error) => stopWith(error.message));

// The compiled program is kept beside the packages: a start then takes half the time. Processes that
// this one starts find it through the environment.
process.env.NODE_COMPILE_CACHE ??= join(projectFolder, 'node_modules/.cache/kontor');
if (!installedNow && !isStart && isAtLeast(process.versions.node, quietNode)) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import('../tools/command-line.ts');
} else {
  handOver(chooseNode());
}

function isAtLeast(version, [wantedMajor, wantedMinor]) {
  const [major, minor] = version.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function chooseNode() {
  const name = `node-${process.platform}-${process.arch}`;
  const bundled = join(projectFolder, 'node_modules', name, 'bin/node');
  const isBundled = process.execPath === bundled;
  if (!isBundled && isAtLeast(process.versions.node, wantedNode)) return process.execPath;
  if (existsSync(bundled)) return bundled;
  const { optionalDependencies } = readPackage();
  const reason = optionalDependencies?.[name]
    ? `its npm package ${name} is missing: run npm ci without --omit=optional`
    : 'npm has no newer one for this platform: install Node 24 from https://nodejs.org';
  return stopWith(`Kontor runs on Node 22.18 or newer; this is ${process.version}, and ${reason}.`);
}

// A shop needs some 100 MB of heap. Told of a modest limit, Node cleans up early and its resident
// memory stays at half of what it takes otherwise; NODE_OPTIONS raises it. What is young has
// room of its own, which grows to 128 MB unless told: with 8 MB a half, pages and purchases cost the same.
function startFlags() {
  const chosen = process.env.NODE_OPTIONS?.includes('max-old-space-size');
  return isStart && !chosen ? readPackage().config.startFlags.split(' ') : [];
}

function readPackage() {
  return JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
}

// The child keeps the terminal and gets Ctrl-C from it directly; signals sent to this process alone
// are passed on. The channel tells the child when this process dies without a word (kill -9).
function handOver(node) {
  const program = join(projectFolder, 'tools/command-line.ts');
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', ...startFlags(), program, ...commandArguments],
    {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  // A SIGTERM that npm passes on ends the shell between it and this process, and that alone.
  const parent = process.ppid;
  const lookAtParent = () => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  };
  if (process.env.npm_lifecycle_event) setInterval(lookAtParent, 500).unref();
  child.once('error', (error) => stopWith(`${node} could not be run: ${error.message}`));
  child.once('exit', (exitCode, signal) => {
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (exitCode ?? 1));
  });
}
