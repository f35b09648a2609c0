import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openFaultShop } from './open-fault-shop.ts';
import { describeOutcome, runScenario } from './run-scenario.ts';
import { scenarios } from './scenarios.ts';

const limitMs = 600_000;
/** A split shop takes a quarter of a minute to start: here its processes are killed once, in a rush. */
const quickWhenSplit = new Set(['F25']);

/**
 * The quick selection of the fault suite with small numbers, a new seed each time; each lane takes
 * its share. A failure names the command that runs it again.
 */
export function quickLane(lane: number, lanes: number): void {
  const quick = scenarios.flatMap((scenario) =>
    scenario.quick
      ? scenario.modes
          .filter((mode) => mode === 'embedded' || quickWhenSplit.has(scenario.id))
          .map((mode) => ({ scenario, mode, name: scenario.id }))
      : [],
  );
  const mine = quick.filter((_, index) => index % lanes === lane);

  describe(`faults, lane ${lane + 1} of ${lanes}`, () => {
    test.each(mine)(
      '$name $mode: $scenario.title',
      { timeout: limitMs },
      async ({ scenario, mode }) => {
        const choice = { mode, size: 'quick', seed: randomInt(1_000_000) } as const;
        const outcome = await runScenario(scenario, choice, openFaultShop[mode]);
        if (outcome.notRun !== undefined) {
          process.stdout.write(`${describeOutcome(outcome)}\n`);
          return;
        }
        expect(outcome.passed, describeOutcome(outcome)).toBe(true);
      },
    );
  });
}
