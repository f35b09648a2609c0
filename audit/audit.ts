import { setTimeout as sleep } from 'node:timers/promises';
import { accountChecks } from './checks/account-checks.ts';
import { creditNoteChecks } from './checks/documents/credit-note-checks.ts';
import {
  invariants,
  type Broken,
  type Check,
  type Finding,
  type Invariant,
  type Source,
} from './world/check.ts';
import { effectChecks } from './checks/effect-checks.ts';
import { eventChecks } from './checks/event-checks.ts';
import { addressChecks } from './checks/people/address-checks.ts';
import { isolationChecks } from './checks/people/isolation-checks.ts';
import { legalStateChecks } from './checks/legal-state-checks.ts';
import { lineChecks } from './checks/line-checks.ts';
import { messageChecks } from './checks/messages/message-checks.ts';
import { parcelDayChecks } from './checks/messages/parcel-day-checks.ts';
import { moneyChecks } from './checks/money-checks.ts';
import { outgoingChecks } from './checks/messages/outgoing-checks.ts';
import { promiseChecks } from './checks/promise-checks.ts';
import { reconciliationChecks } from './checks/reconciliation-checks.ts';
import { reminderChecks } from './checks/reminder-checks.ts';
import { restChecks } from './checks/rest-checks.ts';
import { sealChecks } from './checks/people/seal-checks.ts';
import { signInChecks } from './checks/people/sign-in-checks.ts';
import { stateChecks } from './checks/state-checks.ts';
import { stockChecks } from './checks/stock-checks.ts';
import { exemptionChecks } from './checks/taxes/exemption-checks.ts';
import { rateChecks } from './checks/taxes/rate-checks.ts';
import { taxReportChecks } from './checks/documents/tax-report-checks.ts';
import { totalChecks } from './checks/total-checks.ts';
import { withdrawalChecks } from './checks/messages/withdrawal-checks.ts';
import { mediaChecks } from './checks/media-checks.ts';
import { listChecks } from './checks/people/list-checks.ts';
import { watchChecks } from './checks/messages/watch-checks.ts';
import { World, type WorldOptions } from './world/world.ts';

export interface Violation extends Broken {
  readonly invariant: Invariant;
  readonly says: string;
}

/** A check that was left out. */
export interface NotChecked {
  readonly invariant: Invariant;
  readonly says: string;
  readonly because: string;
  /** It could have been made, and failed: nobody knows whether it holds. */
  readonly failed: boolean;
}

export interface AuditReport {
  readonly violations: readonly Violation[];
  /** How many things were looked at for each invariant. */
  readonly checked: Readonly<Record<Invariant, number>>;
  readonly notChecked: readonly NotChecked[];
}

export interface AuditOptions extends WorldOptions {
  /** What a check that cannot be made does: it ends the audit unless told to be reported. */
  readonly whenOneFails?: 'throw' | 'report';
  /** Ends the audit, whatever it waits for. */
  readonly signal?: AbortSignal | undefined;
}

export const allChecks: readonly Check[] = [
  ...stockChecks,
  ...moneyChecks,
  ...accountChecks,
  ...reconciliationChecks,
  ...promiseChecks,
  ...outgoingChecks,
  ...reminderChecks,
  ...listChecks,
  ...mediaChecks,
  ...watchChecks,
  ...lineChecks,
  ...eventChecks,
  ...effectChecks,
  ...messageChecks,
  ...parcelDayChecks,
  ...withdrawalChecks,
  ...totalChecks,
  ...creditNoteChecks,
  ...taxReportChecks,
  ...exemptionChecks,
  ...rateChecks,
  ...stateChecks,
  ...legalStateChecks,
  ...restChecks,
  ...isolationChecks,
  ...sealChecks,
  ...addressChecks,
  ...signInChecks,
];

/** In a running shop two databases are never read at the same instant: what is wrong stays wrong. */
const secondLookAfterMs = 2_000;

const missing = {
  'payment-gateway': 'the payment gateway keeps its own book, and only the sandbox’s can be read',
  email: 'the mail provider’s book cannot be read, only the sandbox’s',
  sms: 'the SMS provider’s book cannot be read, only the sandbox’s',
  'tax-calculation': 'the tax provider’s book cannot be read, only the sandbox’s',
  journal: 'what clients were told is known to tests alone',
} as const satisfies Record<Source, string>;

/**
 * Looks at everything and tells what should not be, and what it could not look at. Writes nothing.
 * @throws what a check throws, unless told to report it
 */
export async function audit(options: AuditOptions): Promise<AuditReport> {
  const world = new World(options);
  const checked = Object.fromEntries(invariants.map((name) => [name, 0])) as Record<
    Invariant,
    number
  >;
  const violations: Violation[] = [];
  const notChecked: NotChecked[] = [];
  const stop = (): void => void world.close();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    await world.open();
    for (const check of allChecks) {
      options.signal?.throwIfAborted();
      const { invariant, says } = check;
      const lacking = check.needs?.find((source) => !world.has(source));
      if (lacking !== undefined) {
        notChecked.push({ invariant, says, because: missing[lacking], failed: false });
        continue;
      }
      try {
        const finding = await look(check, world, options.signal);
        checked[invariant] += finding.checked;
        violations.push(...finding.broken.map((broken) => ({ invariant, says, ...broken })));
      } catch (error) {
        options.signal?.throwIfAborted();
        if (options.whenOneFails !== 'report') throw error;
        notChecked.push({ invariant, says, because: reasonOf(error), failed: true });
      }
    }
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await world.close();
  }
  return { violations, checked, notChecked };
}

async function look(check: Check, world: World, signal?: AbortSignal): Promise<Finding> {
  const first = await check.run(world);
  if (first.broken.length === 0 || world.graceSeconds === 0) return first;
  await sleep(secondLookAfterMs, undefined, signal ? { signal } : {});
  world.forgetGateway();
  const seen = new Set(first.broken.map(({ subject }) => subject));
  const second = await check.run(world);
  return { ...second, broken: second.broken.filter(({ subject }) => seen.has(subject)) };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
