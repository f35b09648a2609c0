import pg from 'pg';
import type { Installation } from '#platform/provision/installation.ts';
import type { DatabaseName } from '#platform/topology.ts';
import { cpuBetween, type CpuSplit } from './bench-shop.ts';
import { load, type LoadClient, type LoadResult } from './load.ts';
import { purchase } from './purchase.ts';

export interface PurchaseRow {
  readonly buyers: number;
  readonly result: LoadResult;
  /** Placed, divided by the time until the last one was confirmed, invoiced and told. */
  readonly confirmedPerSecond: number;
  readonly cpuMs: CpuSplit;
}

export interface Measuring {
  readonly buyers: number;
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** Buys for so many seconds, and tells what the shop's processes spent until the last order was confirmed. */
export async function measurePurchases(
  shop: { cpu(): CpuSplit },
  installation: Installation,
  client: LoadClient,
  sku: string,
  { buyers, seconds: forSeconds, say }: Measuring,
): Promise<PurchaseRow> {
  const before = shop.cpu();
  const beganMs = performance.now();
  const result = await load(
    buyers,
    { seconds: forSeconds },
    async () => void (await purchase(client, sku)),
  );
  await untilConfirmed(installation);
  const seconds = (performance.now() - beganMs) / 1_000;
  const spent = cpuBetween(before, shop.cpu());
  const each = (ms: number) => ms / Math.max(1, result.count);
  const cpuMs = {
    nodeMs: each(spent.nodeMs),
    postgresMs: each(spent.postgresMs),
    brokerMs: each(spent.brokerMs),
    sandboxMs: each(spent.sandboxMs),
    loadMs: each(spent.loadMs),
  };
  const row = { buyers, result, confirmedPerSecond: result.count / seconds, cpuMs };
  say(
    `${buyers} buyers: ${result.perSecond.toFixed(1)} orders/s placed, ${row.confirmedPerSecond.toFixed(1)} confirmed, ` +
      `p50 ${result.p50Ms.toFixed(0)} p99 ${result.p99Ms.toFixed(0)} ms, CPU ms Node ${cpuMs.nodeMs.toFixed(2)} ` +
      `PostgreSQL ${cpuMs.postgresMs.toFixed(2)} broker ${cpuMs.brokerMs.toFixed(2)} sandbox ${cpuMs.sandboxMs.toFixed(2)} load ${cpuMs.loadMs.toFixed(2)} ${describeErrors(result)}`,
  );
  return row;
}

/** Until no order waits for its process: captured, invoiced, its fulfillment and message written. */
export function untilConfirmed(installation: Installation): Promise<void> {
  const waiting = `select exists (select from "order".orders where state = 'placed') as waiting`;
  return untilNone(installation, 'order', waiting);
}

/** Until the last mail is sent, which no purchase waits for. */
export function untilReported(installation: Installation): Promise<void> {
  const waiting = `select exists (select from notification.story where state = 'open') as waiting`;
  return untilNone(installation, 'customer', waiting);
}

async function untilNone(
  { cluster, prefix }: Installation,
  database: DatabaseName,
  waiting: string,
): Promise<void> {
  const client = new pg.Client({ ...cluster, database: `${prefix}${database}` });
  await client.connect();
  try {
    for (const endMs = performance.now() + 60_000; performance.now() < endMs;) {
      const { rows } = await client.query<{ waiting: boolean }>(waiting);
      if (!rows[0]!.waiting) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${database} is not done 60 s after the last order was placed`);
  } finally {
    await client.end();
  }
}

/** One line of what went wrong, or none. */
export function describeErrors({ errors }: LoadResult): string {
  const names = Object.entries(errors);
  return names.length === 0
    ? ''
    : `ERRORS ${names.map(([name, count]) => `${count}× ${name}`).join('; ')}`;
}
