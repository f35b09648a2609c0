import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countTests, type VitestReport } from './count-tests.ts';

export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** What failed, and why: told once more at the end, where it is seen. */
  readonly complaints: readonly string[];
  readonly durationMs: number;
}

interface StaticCheck {
  readonly name: string;
  /** A program that npm installed, by its name in node_modules/.bin. */
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly projectFolder: string;
}

/**
 * The type checker behind the linter is written in Go, whose collector spends a third of the time where
 * what is in use may only double. It fills 6 GiB before it collects often: a quarter less is computed
 * than where what is in use may triple, and 1.8 GB less is taken.
 */
const rarelyCollecting = { GOGC: '800', GOMEMLIMIT: '6GiB' };

/** Runs one program that is silent about what is right; its output is shown when it finds something. */
export async function runStaticCheck(check: StaticCheck): Promise<Outcome> {
  const startedMs = performance.now();
  const { exitCode, output } = await runProgram(check, 'collect', rarelyCollecting);
  const durationMs = performance.now() - startedMs;
  const good = exitCode === 0;
  const seconds = (durationMs / 1000).toFixed(1);
  process.stdout.write(`${good ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)\n`);
  if (!good) process.stdout.write(`${output.trim()}\n\n`);
  const complaints = good ? [] : [`${check.name}:\n${output.trim()}`];
  return { name: check.name, passed: good ? 1 : 0, failed: good ? 0 : 1, complaints, durationMs };
}

export interface Stage {
  /** Names of projects in vitest.config.ts, which run in one. */
  readonly suites: readonly string[];
  /** How many files run at once. */
  readonly workers: number;
  /** Only tests in these folders; all of the suites when empty. */
  readonly folders: readonly string[];
  readonly reportFolder: string;
  readonly projectFolder: string;
}

/** Runs vitest projects; their progress goes to the terminal, the counts come from the JSON report. */
export async function runStage({
  suites,
  workers,
  folders,
  reportFolder,
  projectFolder,
}: Stage): Promise<Outcome> {
  const startedMs = performance.now();
  const name = suites.join(', ');
  const reportPath = join(reportFolder, `${suites.join('-')}.json`);
  process.stdout.write(`\n${name} tests\n`);
  const programArguments = [
    'run',
    ...folders,
    ...suites.map((suite) => `--project=${suite}`),
    `--maxWorkers=${workers}`,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${reportPath}`,
  ];
  const order = { program: 'vitest', programArguments, projectFolder };
  const { exitCode } = await runProgram(order, 'show');
  const text = await readFile(reportPath, 'utf8').catch(() => undefined);
  const report = text === undefined ? undefined : (JSON.parse(text) as VitestReport);
  const { passed, failed, complaints } = countTests(report, exitCode);
  return { name, passed, failed, complaints, durationMs: performance.now() - startedMs };
}

function runProgram(
  order: Omit<StaticCheck, 'name'>,
  outputMode: 'collect' | 'show',
  environment: NodeJS.ProcessEnv = {},
): Promise<{ exitCode: number; output: string }> {
  const program = join(order.projectFolder, 'node_modules/.bin', order.program);
  return new Promise((resolve, reject) => {
    const child = spawn(program, order.programArguments, {
      cwd: order.projectFolder,
      // Programs begin with "env node", which must find the Node that runs this.
      env: {
        ...environment,
        ...process.env,
        PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}`,
      },
      stdio: [
        'ignore',
        outputMode === 'show' ? 'inherit' : 'pipe',
        outputMode === 'show' ? 'inherit' : 'pipe',
      ],
      shell: process.platform === 'win32',
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, output }));
  });
}
