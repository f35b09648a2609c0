import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runStage, runStaticCheck, type Outcome, type Stage } from './check/run-check.ts';
import { statementsFit } from './statements/statements-fit.ts';
import { ensureNatsServer } from '#platform/nats-server/ensure-nats-server.ts';
import { notesName } from '#platform/test-kit/note-statements.ts';
import { announceTestCluster, startTestCluster } from '#platform/test-kit/test-cluster.ts';

export const description = 'all checks and tests (npm test); --quick: the inner loop';

/** What the inner loop tests besides all static checks: rules, kernel, platform and what composes them. */
const quickFolders = [
  'kernel/',
  'contracts/',
  'platform/',
  'product-files/',
  'app/',
  'tools/',
  'demo/',
];

const projectFolder = resolve(import.meta.dirname, '..');

/**
 * Each counts as one test. The linter knows the types, and says what the compiler would: with `tsc`
 * beside it they would be found out twice. `knip` finds files, exports and packages that nothing uses.
 */
const staticChecks: readonly [name: string, program: string, ...programArguments: string[]][] = [
  ['types, lint', 'oxlint', '--type-aware', '--type-check', '--deny-warnings'],
  ['format', 'oxfmt', '--check', '.'],
  ['dead code', 'knip', '--no-progress'],
];

type TestStage = Pick<Stage, 'suites' | 'workers'>;

const quickStage: TestStage = { suites: ['unit'], workers: 4 };

/**
 * A test is busy for two fifths of its time, what it started included, and waits for the rest: five at
 * a time keep two cores busy. Suites of one stage share their workers: where one has no file left the
 * next begins, and nobody waits for the last long file.
 */
const wholeStages: readonly TestStage[] = [
  { suites: ['journeys', 'unit'], workers: 5 },
  { suites: ['browser'], workers: 4 },
];

/** Runs everything, prints a table and the line `N passed, N failed`; the exit code is 1 on failure. */
export async function run(commandArguments: string[]): Promise<number> {
  const unknown = commandArguments.filter((argument) => argument !== '--quick');
  if (unknown.length > 0) {
    process.stderr.write(`kontor check knows --quick alone, but got: ${unknown.join(' ')}\n`);
    return 2;
  }
  const isQuick = commandArguments.includes('--quick');
  const stages = isQuick ? [quickStage] : wholeStages;
  const folders = isQuick ? quickFolders : [];
  // Split mode is tested with the system's nats-server: installed once, before anything waits for it.
  await ensureNatsServer((line) => process.stdout.write(`${line}\n`));
  const outcomes = [...(await runStaticChecks()), ...(await runStages(stages, folders))];
  for (const { complaints } of outcomes)
    for (const complaint of complaints) process.stdout.write(`\nFAILED ${complaint}\n`);
  printTable(outcomes);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/** Two at a time, one for each core of a small machine. */
async function runStaticChecks(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = [...staticChecks.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, [name, program, ...programArguments]] = next;
      outcomes[index] = await runStaticCheck({ name, program, programArguments, projectFolder });
    }
  };
  await Promise.all([worker(), worker()]);
  return outcomes;
}

async function runStages(stages: readonly TestStage[], folders: string[]): Promise<Outcome[]> {
  const reportFolder = await mkdtemp(join(tmpdir(), 'kontor-check-'));
  const cluster = await startTestCluster({ durable: false });
  announceTestCluster(cluster.address);
  const outcomes: Outcome[] = [];
  const notes = join(reportFolder, 'statements');
  process.env[notesName] = notes;
  try {
    for (const stage of stages)
      outcomes.push(await runStage({ ...stage, folders, reportFolder, projectFolder }));
    // Where tests failed too: what nobody sends would else come to light in the first run without a failure.
    outcomes.push(await compareStatements(notes, folders.length === 0));
  } finally {
    await cluster.stop();
    await rm(reportFolder, { recursive: true, force: true });
  }
  return outcomes;
}

/** Whether what the tests sent fits what is written, and whether they sent all of it. */
async function compareStatements(notes: string, allRan: boolean): Promise<Outcome> {
  const startedMs = performance.now();
  process.stdout.write('\nstatements that the tests sent\n');
  const compared = statementsFit(projectFolder, notes, allRan).catch((error: Error) => ({
    fitting: 0,
    complaints: [error.stack ?? error.message],
  }));
  const { complaints } = await compared;
  const durationMs = performance.now() - startedMs;
  const name = 'statements';
  const reported = complaints.map((complaint) => `${name}: ${complaint}`);
  const passed = complaints.length === 0 ? 1 : 0;
  return { name, passed, failed: complaints.length, complaints: reported, durationMs };
}

function printTable(outcomes: Outcome[]): void {
  const rows = outcomes.map(({ name, passed, failed, durationMs }) =>
    [
      name.padEnd(14),
      String(passed).padStart(7),
      String(failed).padStart(7),
      `${(durationMs / 1000).toFixed(1)} s`.padStart(9),
    ].join(' '),
  );
  process.stdout.write(
    ['', 'check           passed  failed      time', ...rows, '', ''].join('\n'),
  );
}
