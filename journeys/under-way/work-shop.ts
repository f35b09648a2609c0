import { join } from 'node:path';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { compose } from '#app/compose.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { seed } from '#app/seed.ts';
import { openShop } from '#app/open-shop.ts';
import type { ClusterAddress } from '#platform/provision/installation.ts';
import { setDatabaseClocks } from '#platform/provision/test-clock.ts';
import { serviceNames } from '#platform/topology.ts';
import { brokerPasswords, NatsServer } from '#platform/nats-server/nats-server.ts';
import { settingsOf } from '../shop-kit/crash-shop.ts';
import { patientSettings } from '../shop-kit/patient-settings.ts';
import { ShopProcess } from '../shop-kit/shop-process.ts';
import { Journal } from '../people/journal.ts';
import { prepareShop, readApiKey, type PreparedShop } from '../shop-kit/prepared-shop.ts';
import { Shopper } from '../people/shopper.ts';
import { splitSettings } from '../shop-kit/split-shop.ts';
import { Staff } from '../people/staff.ts';

export type WorkMode = 'embedded' | 'split';

/** A shop whose processes can be stopped while its databases and its sandbox stay. */
export interface WorkShop {
  readonly url: string;
  readonly prepared: PreparedShop;
  readonly apiKey: string;
  readonly book: SandboxBook;
  readonly journal: Journal;
  readonly staff: Staff;
  readonly processes: readonly ShopProcess[];
  guest(): Promise<Shopper>;
  settle(): Promise<void>;
  /** Moves the one clock, in every process and database, and lets what became due go on. */
  moveClock(ms: number): Promise<void>;
  /** Ends the processes in order; databases and sandbox stay. */
  stop(): Promise<void>;
  /** Stops the broker. */
  end(): Promise<void>;
}

/** A new shop without the demo store, all in one process or split over a broker. */
export async function newWorkShop(mode: WorkMode, cluster: ClusterAddress): Promise<WorkShop> {
  const prepared = await prepareShop(cluster);
  const { installation, sandbox, dataFolder, port } = prepared;
  const open = await openShop({
    composition: await compose(),
    installation,
    sandbox,
    environment: { KONTOR_LOG_LEVEL: 'fatal', KONTOR_RATE_LIMITS: 'off' },
    host: '127.0.0.1',
    port,
  });
  const url = `http://127.0.0.1:${port}`;
  await seed({ kontor: open.kontor, dataFolder, url, log: () => {}, withDemoStore: false });
  await open.close();
  return openWorkShop(mode, prepared, await readApiKey(dataFolder));
}

/** Starts processes on what is prepared, with their clock so far from the machine's. */
export async function openWorkShop(
  mode: WorkMode,
  prepared: PreparedShop,
  apiKey: string,
  clockOffsetMs = 0,
): Promise<WorkShop> {
  const { sandbox, port } = prepared;
  const { processes, stopBroker } = await startProcesses(mode, prepared, clockOffsetMs);
  const url = `http://127.0.0.1:${port}`;
  const journal = new Journal();
  let offsetMs = clockOffsetMs;
  return {
    url,
    prepared,
    apiKey,
    book: new SandboxBook(sandbox.httpUrl),
    journal,
    staff: new Staff(url, apiKey, journal),
    processes,
    guest: () => Shopper.guest(url, journal),
    settle: () => settle(processes),
    moveClock: async (ms) => {
      offsetMs += ms;
      await setDatabaseClocks(prepared.installation, offsetMs);
      await Promise.all(processes.map((one) => one.setClock(offsetMs)));
      await Promise.all(processes.map((one) => one.sweep()));
    },
    stop: async () => {
      await Promise.all(processes.map((one) => one.end('SIGTERM')));
    },
    end: stopBroker,
  };
}

async function startProcesses(mode: WorkMode, prepared: PreparedShop, clockOffsetMs: number) {
  if (mode === 'embedded') {
    const of = { ...settingsOf(prepared), settings: patientSettings };
    const one = new ShopProcess({ ...of, clockOffsetMs });
    await one.start();
    return { processes: [one], stopBroker: async () => {} };
  }
  const passwordOf = brokerPasswords();
  const nats = await NatsServer.start({
    folder: join(prepared.dataFolder, 'nats'),
    port: await freePort(),
    passwordOf,
  });
  const around = { prepared, natsUrl: nats.url, passwordOf, settings: patientSettings };
  const processes = serviceNames.map(
    (name) => new ShopProcess({ ...splitSettings([name], around), clockOffsetMs }),
  );
  await Promise.all(processes.map((one) => one.start()));
  return { processes, stopBroker: () => nats.stop() };
}

/** Waits until all say several times in a row that they rest. */
async function settle(processes: readonly ShopProcess[], limitMs = 120_000): Promise<void> {
  const endMs = Date.now() + limitMs;
  for (let quiet = 0; quiet < 4;) {
    const rest = await Promise.all(processes.map((one) => one.resting()));
    quiet = rest.every(Boolean) ? quiet + 1 : 0;
    if (Date.now() > endMs) throw new Error(`the shop is not at rest after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
