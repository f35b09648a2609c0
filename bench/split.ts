import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#platform/ground/free-port.ts';
import { serviceNames, topology, type ServiceName } from '#platform/topology.ts';
import { startSplit, type SplitKontor } from '#app/split/start-split.ts';
import { BenchShop, type CpuSplit } from './bench-shop.ts';
import { measurePurchases, type Measuring, type PurchaseRow } from './measure-purchases.ts';
import { openBuyer } from './open-buyer.ts';
import { ownCpuMs, residentMb, treeCpuMs } from './processes.ts';

export interface SplitReport {
  readonly embedded: readonly PurchaseRow[];
  readonly split: readonly PurchaseRow[];
  /** With one more process for each service of `replicated`. */
  readonly withReplicas: PurchaseRow;
  readonly replicated: readonly ServiceName[];
  readonly processes: number;
  readonly residentMb: number;
}

const replicatedGroup = 'cart-and-checkout';

/**
 * The same purchases against one process and against one process a service, in turns: while one
 * shop is measured the processes of the other are stopped where they are.
 */
export async function runSplitBench(plan: Measuring & { rounds: number }): Promise<SplitReport> {
  const folders = [await mkdtemp(join(tmpdir(), 'kontor-bench-'))];
  folders.push(await mkdtemp(join(tmpdir(), 'kontor-bench-')));
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const embedded = await openEmbedded(folders[0]!);
    undo.unshift(() => embedded.stop());
    embedded.pause();
    const split = await openSplit(folders[1]!);
    undo.unshift(() => split.stop());
    embedded.resume();
    const rows = { embedded: [] as PurchaseRow[], split: [] as PurchaseRow[] };
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const [name, one, other] of [
        ['embedded', embedded, split],
        ['split', split, embedded],
      ] as const) {
        other.pause();
        plan.say(`${name}, round ${round + 1}`);
        rows[name].push(await one.measure(plan));
        other.resume();
      }
    }
    embedded.pause();
    const replicated = serviceNames.filter((one) => topology[one].group === replicatedGroup);
    await split.replicate(replicated);
    plan.say(`split, and one more process for each of ${replicated.join(', ')}`);
    const withReplicas = await split.measure(plan);
    embedded.resume();
    return { ...rows, withReplicas, replicated, ...split.size() };
  } finally {
    for (const step of undo) await step();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  measure(plan: Measuring): Promise<PurchaseRow>;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

async function openEmbedded(dataFolder: string): Promise<Measured> {
  const shop = await BenchShop.start(dataFolder, await freePort());
  const { cluster, prefix, url } = shop.started;
  const buyer = await openBuyer(dataFolder, url, { cluster, prefix });
  return {
    measure: (plan) => measurePurchases(shop, buyer.installation, buyer.client, buyer.sku, plan),
    pause: () => shop.freeze(),
    resume: () => shop.thaw(),
    stop: async () => {
      await buyer.client.close();
      await shop.stop();
    },
  };
}

interface MeasuredSplit extends Measured {
  /** Starts one more process of each. */
  replicate(services: readonly ServiceName[]): Promise<void>;
  size(): { processes: number; residentMb: number };
}

async function openSplit(dataFolder: string): Promise<MeasuredSplit> {
  const shop = await startSplit({
    dataFolder,
    port: await freePort(),
    log: () => {},
    environment: { ...process.env, KONTOR_RATE_LIMITS: 'off', KONTOR_LOG_LEVEL: 'fatal' },
  });
  const { cluster, prefix } = shop.installation;
  const buyer = await openBuyer(dataFolder, shop.url, { cluster, prefix });
  const signal = (name: NodeJS.Signals) => {
    for (const pid of shop.servicePids()) process.kill(pid, name);
  };
  return {
    measure: (plan) =>
      measurePurchases(
        { cpu: () => cpuOf(shop) },
        buyer.installation,
        buyer.client,
        buyer.sku,
        plan,
      ),
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    replicate: async (services) => {
      await Promise.all(services.map((service) => shop.addReplica(service)));
    },
    size: () => {
      const pids = shop.servicePids();
      const residentMbs = pids.reduce((sum, pid) => sum + residentMb(pid), 0);
      return { processes: pids.length, residentMb: residentMbs };
    },
    stop: async () => {
      await buyer.client.close();
      await shop.stop();
    },
  };
}

function cpuOf(shop: SplitKontor): CpuSplit {
  const load = process.cpuUsage();
  return {
    nodeMs: shop.servicePids().reduce((sum, pid) => sum + ownCpuMs(pid), 0),
    postgresMs: treeCpuMs(shop.pids.postgres),
    brokerMs: ownCpuMs(shop.pids.nats),
    sandboxMs: ownCpuMs(shop.pids.sandbox),
    loadMs: (load.user + load.system) / 1_000,
  };
}
