import type { Installation } from '#platform/provision.ts';
import type { Journal } from '../journal.ts';
import type { SandboxBook } from '../sandbox-book.ts';
import { invariants, type Broken, type Check, type Invariant } from './check.ts';
import { eventChecks } from './event-checks.ts';
import { moneyChecks } from './money-checks.ts';
import { orderChecks } from './order-checks.ts';
import { promiseChecks } from './promise-checks.ts';
import { stockChecks } from './stock-checks.ts';
import { World } from './world.ts';

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
  ...promiseChecks,
  ...eventChecks,
  ...orderChecks,
];

/** Looks at everything and tells what should not be. Writes nothing. */
export async function audit(options: {
  installation: Installation;
  /** Things younger than this may be under way; 0 when the shop is at rest. */
  graceSeconds: number;
  book?: SandboxBook | undefined;
  journal?: Journal | undefined;
}): Promise<AuditReport> {
  const world = new World(options);
  const checked = Object.fromEntries(invariants.map((name) => [name, 0])) as Record<
    Invariant,
    number
  >;
  const violations: Violation[] = [];
  try {
    for (const { invariant, says, run } of allChecks) {
      const finding = await run(world);
      checked[invariant] += finding.checked;
      violations.push(...finding.broken.map((broken) => ({ invariant, says, ...broken })));
    }
  } finally {
    await world.close();
  }
  return { violations, checked };
}
