import type { Violation } from '#audit/audit.ts';
import { invariantNames } from '#audit/world/check.ts';
import type { FaultShop } from './fault-shop.ts';
import { NotRun } from './injections/not-run.ts';
import type { FaultMode, FaultScenario, FaultSize, ShopNeeds } from './scenario.ts';
import { Seeded } from './injections/seeded.ts';

export interface RunChoice {
  readonly mode: FaultMode;
  readonly size: FaultSize;
  readonly seed: number;
  /** Of the version that a rolling deploy begins with. */
  readonly oldVersion?: string | undefined;
}

export interface ScenarioOutcome extends RunChoice {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
  readonly facts: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly violations: readonly Violation[];
  /** Why it failed, other than by violations: a line each. */
  readonly complaints: readonly string[];
  /** The command that runs exactly this again. */
  readonly replay: string;
  /** Why this system could not stage it; undefined where it ran. */
  readonly notRun: string | undefined;
  readonly passed: boolean;
}

/** Opens a shop in a mode; `random` is for its proxies. */
export type OpenFaultShop = (needs: ShopNeeds, random: Seeded) => Promise<FaultShop>;

/** Runs one scenario on a shop of its own, then asks the oracle. Never throws. */
export async function runScenario(
  scenario: FaultScenario,
  choice: RunChoice,
  open: OpenFaultShop,
): Promise<ScenarioOutcome> {
  const { id, title } = scenario;
  const startedMs = performance.now();
  const random = new Seeded(choice.seed, `${id} ${choice.mode}`);
  const facts: Record<string, number> = {};
  const notes: string[] = [];
  const complaints: string[] = [];
  let violations: readonly Violation[] = [];
  let shop: FaultShop | undefined;
  let notRun: string | undefined;
  try {
    const { oldVersion } = choice;
    shop = await open({ ...scenario.needs, oldVersion }, random.branch('proxies'));
    const count = (fact: string, times = 1): void => {
      facts[fact] = (facts[fact] ?? 0) + times;
    };
    const note = (text: string): void => void notes.push(text);
    await scenario.run({ ...choice, random, shop, count, note });
  } catch (error) {
    if (error instanceof NotRun) notRun = error.message;
    else complaints.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  if (shop) {
    try {
      violations = (await shop.auditAtRest()).violations;
    } catch (error) {
      complaints.push(`the oracle could not look: ${String(error)}`);
    }
    const reported = shop.journal.entries.filter(({ kind }) => kind === 'order_placed');
    const placed = new Set(reported.map(({ id }) => id)).size;
    if (placed > 0) facts['orders placed'] = placed;
    for (const name of shop.crashes) complaints.push(`the process ${name} ended by itself`);
    for (const fact of scenario.mustHappen) {
      if (!facts[fact]) complaints.push(`nothing is proven: there were no ${fact}`);
    }
    await shop.close().catch((error: unknown) => {
      complaints.push(`the shop could not be closed: ${String(error)}`);
    });
  }
  return {
    ...choice,
    id,
    title,
    seconds: (performance.now() - startedMs) / 1_000,
    facts,
    notes,
    violations,
    complaints,
    replay: replayOf(id, choice),
    notRun,
    passed: notRun === undefined && violations.length === 0 && complaints.length === 0,
  };
}

function replayOf(id: string, { mode, size, seed, oldVersion }: RunChoice): string {
  const quick = size === 'quick' ? ' --quick' : '';
  const old = oldVersion === undefined ? '' : ` --old ${oldVersion}`;
  return `npm run test:faults -- --only ${id} --mode ${mode} --seed ${seed}${quick}${old}`;
}

/** A line about the outcome; where it failed, what was found and how to run it again. */
export function describeOutcome(outcome: ScenarioOutcome): string {
  const { id, mode, seed, seconds, facts, notes, violations, complaints, passed } = outcome;
  if (outcome.notRun !== undefined) {
    return `${id} ${mode.padEnd(8)} seed ${seed}  NOT RUN  ${outcome.title}: ${outcome.notRun}`;
  }
  const happened = Object.entries(facts)
    .map(([fact, times]) => `${times} ${fact}`)
    .join(', ');
  const verdict = passed ? 'ok' : `FAILED, ${violations.length} violations`;
  const lines = [
    `${id} ${mode.padEnd(8)} seed ${seed} ${seconds.toFixed(1).padStart(6)} s  ${verdict}  ${outcome.title}: ${happened}`,
    ...notes.map((note) => `    ${note}`),
    ...violations.map(
      ({ invariant, says, subject, message }) =>
        `    ${invariant} ${invariantNames[invariant]}, ${subject}: ${message} (${says})`,
    ),
    ...complaints.map((complaint) => `    ${complaint.replaceAll('\n', '\n    ')}`),
    ...(passed ? [] : [`    again: ${outcome.replay}`]),
  ];
  return lines.join('\n');
}
