import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { randomUUID } from 'node:crypto';

/** What tests said of a copy of the tree. */
export interface Answer {
  readonly passed: boolean;
  /** The first file in which one failed. */
  readonly failedIn?: string;
  readonly why?: string;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
    }[];
  }[];
}

/** A fault may make a test wait for what never comes: that it does is an answer too. */
const testLimitMs = 120_000;
const runLimitMs = 900_000;

/** Runs test files of a copy of the tree, all of both suites where none are named, until one fails. */
export async function askTests(folder: string, tests: readonly string[]): Promise<Answer> {
  const reportPath = join(tmpdir(), `kontor-mutant-${randomUUID()}.json`);
  const limitMs = tests.length === 0 ? 300_000 : testLimitMs;
  const given = [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...tests,
    '--project=unit',
    '--project=journeys',
    `--maxWorkers=${tests.length === 0 ? 4 : 1}`,
    '--bail=1',
    `--testTimeout=${limitMs}`,
    `--hookTimeout=${limitMs}`,
    '--reporter=json',
    `--outputFile=${reportPath}`,
  ];
  const inTime = await runNode(folder, given, tests.length === 0 ? 4 * runLimitMs : runLimitMs);
  if (!inTime) return { passed: false, why: 'it came to no end' };
  const text = await readFile(reportPath, 'utf8').catch(() => undefined);
  await rm(reportPath, { force: true });
  if (text === undefined) return { passed: false, why: 'nothing could be loaded' };
  const { testResults } = JSON.parse(text) as Report;
  if (testResults.length === 0) throw new Error(`vitest found none of ${tests.join(', ')}`);
  const failed = testResults.find(({ status }) => status === 'failed');
  if (!failed) return { passed: true };
  const test = failed.assertionResults.find(({ status }) => status === 'failed');
  return {
    passed: false,
    failedIn: relative(folder, failed.name),
    why: test?.fullName ?? failed.message ?? 'it could not be run',
  };
}

/** False where it had to be ended. */
function runNode(folder: string, given: readonly string[], limitMs: number): Promise<boolean> {
  const env: NodeJS.ProcessEnv = { ...process.env, FORCE_COLOR: '0' };
  // What an outer run of tests tells its own workers is not for this one.
  for (const name of Object.keys(env))
    if (name.startsWith('VITEST') || name === 'KONTOR_TEST_STATEMENTS') delete env[name];
  const child = spawn(process.execPath, given, {
    cwd: folder,
    env,
    stdio: 'ignore',
    detached: true,
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // Its workers too: they are of its group.
      process.kill(-child.pid!, 'SIGKILL');
      resolve(false);
    }, limitMs);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
