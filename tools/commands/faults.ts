import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openFaultShop } from '#proofs/faults/open-fault-shop.ts';
import {
  describeOutcome,
  runScenario,
  type OpenFaultShop,
  type ScenarioOutcome,
} from '#proofs/faults/run-scenario.ts';
import type { FaultMode, FaultScenario } from '#proofs/faults/scenario.ts';
import { scenarios } from '#proofs/faults/scenarios.ts';
import { inOrder, oneAfterTheOther } from '#proofs/faults/in-order.ts';
import {
  describeKeptRuns,
  keepRun,
  passedBefore,
  readKeptRuns,
  treeIn,
  withChanges,
} from '#proofs/faults/kept-runs.ts';
import { announceTestCluster, startTestCluster } from '#platform/test-kit/test-cluster.ts';

export const description = 'break a shop in every way of the fault suite and audit it';

export const usage = `Usage: npm run test:faults -- [options]

  Runs the scenarios of the fault suite, each on a shop of its own, and asks the oracle after each.

  --seed N          what is left to chance follows from N; a failed run prints its own
  --seeds K         runs all of it K times, with the seeds N, N+1, …
  --only F05,F06    these scenarios alone
  --mode MODE       embedded, split or all (all)
  --quick           small numbers
  --jobs J          J scenarios side by side, printed in their order; those that compare how long
                    things take come last, each alone (1)
  --old FOLDER      F04 begins with the earlier version in this folder (git worktree add, npm ci)
  --kept FILE       where what came of each run is kept (.faults-ran.jsonl)
  --again           also what passed before on this commit
  --ran             runs nothing: tells which seeds ran in which numbers on which commit
  --json            the outcomes as JSON lines

  What passed on this commit is not run again: a suite that was stopped goes on with the same --seed
  where it was. With changes that are not committed, and with --old, everything runs.

  Exit code 0: all passed; 1: some failed; 2: wrong arguments.
`;

interface Choice {
  readonly seed: number;
  readonly seeds: number;
  readonly chosen: readonly FaultScenario[];
  readonly modes: readonly FaultMode[];
  readonly size: 'quick' | 'full';
  readonly jobs: number;
  readonly json: boolean;
  readonly oldVersion: string | undefined;
  /** The file that keeps what came of each run. */
  readonly kept: string;
  readonly again: boolean;
  readonly ran: boolean;
}

const projectFolder = resolve(import.meta.dirname, '../..');

export async function run(commandArguments: string[]): Promise<number> {
  const choice = readChoice(commandArguments);
  if (typeof choice === 'string') {
    process.stderr.write(`${choice}\n`);
    return 2;
  }
  if (choice.ran) {
    for (const line of describeKeptRuns(readKeptRuns(choice.kept)))
      process.stdout.write(`${line}\n`);
    return 0;
  }
  return runChosen(choice);
}

async function runChosen(choice: Choice): Promise<number> {
  const commit = treeIn(projectFolder);
  const missing = missingOf(choice, commit);
  const before = runsOf(choice).length - missing.length;
  say(choice, `seed ${choice.seed}`);
  if (before > 0) say(choice, `${before} passed before on this commit (${choice.kept})`);
  if (missing.length === 0) return 0;
  const settings = { max_connections: String(300 + 200 * choice.jobs) };
  const cluster = await startTestCluster({ durable: false, settings });
  try {
    announceTestCluster(cluster.address);
    const outcomes = await runAll(choice, missing, commit);
    const notRun = outcomes.filter((outcome) => outcome.notRun !== undefined).length;
    const passed = outcomes.filter((outcome) => outcome.passed).length;
    const failed = outcomes.length - passed - notRun;
    const rest = notRun === 0 ? '' : `, ${notRun} not run here`;
    say(choice, `${passed} passed, ${failed} failed${rest}`);
    return failed === 0 && passed > 0 ? 0 : 1;
  } finally {
    await cluster.stop();
  }
}

/** What did not pass yet on this tree. */
function missingOf(choice: Choice, commit: string): Run[] {
  const { size, again, oldVersion } = choice;
  const kept = again || oldVersion !== undefined ? [] : readKeptRuns(choice.kept);
  return runsOf(choice).filter(
    ({ scenario: { id }, mode, seed }) => !passedBefore(kept, commit, { id, mode, size, seed }),
  );
}

/** Who edits or commits while a scenario runs has changed what it ran on. */
function keepOutcome({ kept, oldVersion }: Choice, commit: string, outcome: ScenarioOutcome): void {
  if (oldVersion !== undefined) return;
  const { id, mode, size, seed, seconds, passed, notRun } = outcome;
  const came = notRun !== undefined ? 'not run' : passed ? 'passed' : 'failed';
  const tree = treeIn(projectFolder) === commit ? commit : withChanges(commit);
  keepRun(kept, {
    commit: tree,
    id,
    mode,
    size,
    seed,
    came,
    seconds,
    at: new Date().toISOString(),
  });
}

async function runAll(choice: Choice, all: Run[], commit: string): Promise<ScenarioOutcome[]> {
  const { jobs, size, oldVersion } = choice;
  const tell = (outcome: ScenarioOutcome): void => {
    const line = choice.json ? JSON.stringify(outcome) : describeOutcome(outcome);
    process.stdout.write(`${line}\n`);
  };
  // A split shop is eighteen processes that start at once: two of them would starve each other.
  const open = oneAfterTheOther((mode: FaultMode, ...given: Parameters<OpenFaultShop>) =>
    openFaultShop[mode](...given),
  );
  const run = async ({ scenario, mode, seed }: Run): Promise<ScenarioOutcome> => {
    const chosen = { mode, seed, size, oldVersion };
    const outcome = await runScenario(scenario, chosen, (...given) => open(mode, ...given));
    // As soon as it is there, not when its turn to be told has come: the next may be killed.
    keepOutcome(choice, commit, outcome);
    return outcome;
  };
  if (jobs === 1) return inOrder(all, 1, run, tell);
  const together = await inOrder(
    all.filter(({ scenario }) => !scenario.alone),
    jobs,
    run,
    tell,
  );
  const alone = all.filter(({ scenario }) => scenario.alone);
  return [...together, ...(await inOrder(alone, 1, run, tell))];
}

interface Run {
  readonly scenario: FaultScenario;
  readonly mode: FaultMode;
  readonly seed: number;
}

function runsOf({ seed, seeds, chosen, modes }: Choice): Run[] {
  return Array.from({ length: seeds }, (_, round) => seed + round).flatMap((each) =>
    chosen.flatMap((scenario) =>
      scenario.modes
        .filter((mode) => modes.includes(mode))
        .map((mode) => ({ scenario, mode, seed: each })),
    ),
  );
}

/** What is said to people goes elsewhere when a program reads. */
function say({ json }: Choice, line: string): void {
  (json ? process.stderr : process.stdout).write(`${line}\n`);
}

/** The choice, or what is wrong with the arguments. */
function readChoice(commandArguments: string[]): Choice | string {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string', default: '1' },
      only: { type: 'string' },
      mode: { type: 'string', default: 'all' },
      quick: { type: 'boolean', default: false },
      jobs: { type: 'string', default: '1' },
      old: { type: 'string' },
      kept: { type: 'string', default: join(projectFolder, '.faults-ran.jsonl') },
      again: { type: 'boolean', default: false },
      ran: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? randomInt(1_000_000) : Number(values.seed);
  const seeds = Number(values.seeds);
  if (!Number.isSafeInteger(seed)) return `--seed is a whole number, not "${values.seed}".`;
  if (!Number.isSafeInteger(seeds) || seeds < 1) return '--seeds is a whole number from 1 on.';
  const jobs = Number(values.jobs);
  if (!Number.isSafeInteger(jobs) || jobs < 1) return '--jobs is a whole number from 1 on.';
  const modes = modesOf(values.mode);
  if (!modes) return `--mode is embedded, split or all, not "${values.mode}".`;
  const ids = values.only?.split(',').map((id) => id.trim().toUpperCase());
  const known = new Set<string>(scenarios.map(({ id }) => id));
  const unknown = ids?.filter((id) => !known.has(id)) ?? [];
  if (unknown.length > 0) {
    return `There is no scenario ${unknown.join(', ')}; there are ${[...known].join(', ')}.`;
  }
  const chosen = scenarios.filter(({ id }) => ids?.includes(id) ?? true);
  const size = values.quick ? 'quick' : 'full';
  const oldVersion = values.old === undefined ? undefined : resolve(values.old);
  if (oldVersion !== undefined) {
    if (ids?.join() !== 'F04')
      return '--old needs --only F04: it alone replaces one version by another.';
    if (!existsSync(join(oldVersion, 'node_modules')))
      return `--old is the folder of an earlier version with its packages; ${oldVersion} has no node_modules. Run npm ci there.`;
  }
  const { json, kept, again, ran } = values;
  return { seed, seeds, chosen, modes, size, jobs, json, oldVersion, kept, again, ran };
}

function modesOf(text: string): readonly FaultMode[] | undefined {
  if (text === 'all') return ['embedded', 'split'];
  return text === 'embedded' || text === 'split' ? [text] : undefined;
}
