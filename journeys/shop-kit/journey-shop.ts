import type { RunningSandbox } from '#external/sandbox/start.ts';
import { compose } from '#app/compose.ts';
import { openShop, type OpenShop } from '#app/open-shop.ts';
import type { Installation } from '#platform/provision/installation.ts';
import { AuditSessions } from './audit-sessions.ts';
import { patientSettings } from './patient-settings.ts';
import { prepareSeeded } from './seeded-shop.ts';
import type { SeenEdge } from '#platform/telemetry/edge-recorder.ts';
import type { Kontor } from '#platform/run/kontor.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { moveTestClock } from '#platform/provision/test-clock.ts';
import * as clock from '#kernel/clock.ts';
import { Staff } from '../people/staff.ts';
import { Shopper } from '../people/shopper.ts';
import { Journal } from '../people/journal.ts';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';

/** A whole shop on databases of its own: gateway, services, sandbox, demo store. */
export interface JourneyShop {
  readonly url: string;
  readonly installation: Installation;
  /** Its inside, where it runs in this process. */
  readonly kontor?: Kontor;
  readonly sandbox: RunningSandbox;
  readonly book: SandboxBook;
  readonly journal: Journal;
  readonly staff: Staff;
  /** In which the oracle looks at it. */
  readonly auditSessions: AuditSessions;
  /** A file with what went over the wire between shop and sandbox. */
  readonly exchangeLog: string;
  /** The edges of the traces of everything that its processes did. */
  edges(): Promise<readonly SeenEdge[]>;
  guest(): Promise<Shopper>;
  /** Waits until every outbox is empty and no story is being advanced. */
  settle(): Promise<void>;
  moveClock(ms: number): Promise<void>;
  close(): Promise<void>;
}

export type JourneyMode = 'direct' | 'loopback' | 'split';

export interface JourneyShopOptions {
  readonly mode?: JourneyMode;
  readonly environment?: Readonly<Record<string, string>>;
  /** For who does something to the roles of its databases. */
  readonly ownRoles?: boolean;
  /** What the shop logs goes here; only where it runs in this process. */
  readonly log?: Logger;
}

/** Opens one in this process, or (`split`) one process a service with a broker between them. */
export async function openJourneyShop(options: JourneyShopOptions = {}): Promise<JourneyShop> {
  const { mode = 'direct' } = options;
  if (mode === 'split') {
    const { openSplitJourneyShop } = await import('./split-shop.ts');
    return openSplitJourneyShop(options);
  }
  const { prepared, apiKey } = await prepareSeeded({ ownRoles: options.ownRoles ?? false });
  const { installation, sandbox, port } = prepared;
  const open = await openShop({
    composition: await compose(),
    installation,
    sandbox,
    environment: { KONTOR_LOG_LEVEL: 'fatal', KONTOR_RATE_LIMITS: 'off', ...options.environment },
    host: '127.0.0.1',
    port,
    settings: patientSettings,
    transport: mode,
    ...(options.log ? { log: options.log } : {}),
  });
  const url = `http://127.0.0.1:${port}`;
  const journal = new Journal();
  const staff = new Staff(url, apiKey, journal);
  const auditSessions = new AuditSessions(installation);
  return {
    url,
    installation,
    kontor: open.kontor,
    sandbox,
    book: new SandboxBook(sandbox.httpUrl, sandbox.secret),
    exchangeLog: prepared.exchangeLog,
    journal,
    staff,
    auditSessions,
    edges: async () => open.kontor.recorder.edges(),
    guest: () => Shopper.guest(url, journal),
    settle: () => settle(open),
    moveClock: async (ms) => {
      await moveTestClock(installation, ms);
      await open.kontor.sweep();
      await settle(open);
    },
    close: async () => {
      await open.close();
      await auditSessions.close();
      await prepared.drop();
      clock.setOffsetMs(0);
    },
  };
}

const settleLimitMs = 180_000;
const quietRounds = 5;

async function settle({ kontor }: OpenShop): Promise<void> {
  const endMs = Date.now() + settleLimitMs;
  for (let quiet = 0; quiet < quietRounds;) {
    quiet = kontor.resting ? quiet + 1 : 0;
    if (Date.now() > endMs) throw new Error(`the shop is not at rest after ${settleLimitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
