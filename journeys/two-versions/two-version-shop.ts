import { keepAsTheyAre } from './documents-of-version.ts';
import * as clock from '#kernel/clock.ts';
import { compose } from '#app/compose.ts';
import { seed } from '#app/seed.ts';
import { openShop, type OpenShop } from '#app/open-shop.ts';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { moveTestClock } from '#platform/provision/test-clock.ts';
import type { ServiceName } from '#platform/topology.ts';
import { Journal } from '../people/journal.ts';
import { Shopper } from '../people/shopper.ts';
import { Staff } from '../people/staff.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { AuditSessions } from '../shop-kit/audit-sessions.ts';
import { patientSettings } from '../shop-kit/patient-settings.ts';
import { prepareShop, readApiKey } from '../shop-kit/prepared-shop.ts';
import { composeVersions } from './service-of-version.ts';
import type { Version } from './versions.ts';

type VersionOf = (service: ServiceName) => Version;

/** A shop over the loopback whose services are of two releases, and change them. */
export interface TwoVersionShop extends JourneyShop {
  /** Ends, and begins again with services of these releases on the same data. */
  become(versionOf: VersionOf): Promise<void>;
}

const settleLimitMs = 180_000;
const quietRounds = 5;

export async function openTwoVersionShop(versionOf: VersionOf): Promise<TwoVersionShop> {
  const prepared = await prepareShop();
  const { installation, sandbox, dataFolder, port } = prepared;
  const composition = await compose();
  const url = `http://127.0.0.1:${port}`;
  const open = (of: VersionOf): Promise<OpenShop> =>
    openShop({
      composition: composeVersions(composition, of),
      installation,
      sandbox,
      environment: {
        KONTOR_LOG_LEVEL: process.env['KONTOR_LOG'] ?? 'fatal',
        KONTOR_RATE_LIMITS: 'off',
      },
      host: '127.0.0.1',
      port,
      settings: patientSettings,
      transport: 'loopback',
    });
  let running = await open(versionOf);
  await seed({ kontor: running.kontor, dataFolder, url, log: () => {}, withDemoStore: false });
  const journal = new Journal();
  const auditSessions = new AuditSessions(installation);
  const settle = async () => {
    const endMs = Date.now() + settleLimitMs;
    for (let quiet = 0; quiet < quietRounds;) {
      quiet = running.kontor.resting ? quiet + 1 : 0;
      if (Date.now() > endMs) throw new Error(`not at rest after ${settleLimitMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return {
    url,
    installation,
    sandbox,
    book: new SandboxBook(sandbox.httpUrl, sandbox.secret),
    exchangeLog: prepared.exchangeLog,
    journal,
    staff: new Staff(url, await readApiKey(dataFolder), journal),
    auditSessions,
    edges: async () => running.kontor.recorder.edges(),
    guest: () => Shopper.guest(url, journal),
    settle,
    moveClock: async (ms) => {
      await moveTestClock(installation, ms);
      await running.kontor.sweep();
      await settle();
    },
    become: async (of) => {
      await running.close();
      running = await open(of);
    },
    close: async () => {
      await running.close();
      keepAsTheyAre();
      await auditSessions.close();
      await prepared.drop();
      clock.setOffsetMs(0);
    },
  };
}
