import { setTimeout as sleep } from 'node:timers/promises';
import { accountChecks } from './account-checks.ts';
import { invariants, type Broken, type Check, type Finding, type Invariant } from './check.ts';
import { effectChecks } from './effect-checks.ts';
import { eventChecks } from './event-checks.ts';
import { isolationChecks } from './isolation-checks.ts';
import { moneyChecks } from './money-checks.ts';
import { promiseChecks } from './promise-checks.ts';
import { restChecks } from './rest-checks.ts';
import { stateChecks } from './state-checks.ts';
import { stockChecks } from './stock-checks.ts';
import { totalChecks } from './total-checks.ts';
import { World, type WorldOptions } from './world.ts';

export interface Violation extends Broken {
  readonly invariant: Invariant;
  readonly says: string;
}

export interface AuditReport {
  readonly violations: readonly Violation[];
  /** How many things were looked at for each invariant. */
  readonly checked: Readonly<Record<Invariant, number>>;
}

export const allChecks: readonly Check[] = [
  ...stockChecks,
  ...moneyChecks,
  ...accountChecks,
  ...promiseChecks,
  ...eventChecks,
  ...effectChecks,
  ...totalChecks,
  ...stateChecks,
  ...restChecks,
  ...isolationChecks,
];

/** In a running shop two databases are never read at the same instant: what is wrong stays wrong. */
const secondLookAfterMs = 2_000;

/** Looks at everything and tells what should not be. Writes nothing. */
export async function audit(options: WorldOptions): Promise<AuditReport> {
  const world = new World(options);
  const checked = Object.fromEntries(invariants.map((name) => [name, 0])) as Record<
    Invariant,
    number
  >;
  const violations: Violation[] = [];
  try {
    for (const check of allChecks) {
      const { invariant, says } = check;
      const finding = await look(check, world);
      checked[invariant] += finding.checked;
      violations.push(...finding.broken.map((broken) => ({ invariant, says, ...broken })));
    }
  } finally {
    await world.close();
  }
  return { violations, checked };
}

async function look(check: Check, world: World): Promise<Finding> {
  const first = await check.run(world);
  if (first.broken.length === 0 || world.graceSeconds === 0) return first;
  await sleep(secondLookAfterMs);
  world.forgetGateway();
  const seen = new Set(first.broken.map(({ subject }) => subject));
  const second = await check.run(world);
  return { ...second, broken: second.broken.filter(({ subject }) => seen.has(subject)) };
}
