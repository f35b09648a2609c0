import { rowsBetween, rowsWritten } from '#platform/test-kit/wire-counts/rows-written.ts';
import { databases } from '#platform/topology.ts';
import type { Installation } from '#platform/provision/installation.ts';
import type { BenchShop } from './bench-shop.ts';
import { load, type LoadClient } from './load.ts';
import { untilConfirmed, untilReported } from './measure-purchases.ts';
import { purchase } from './purchase.ts';
import { walBytesBetween, walPosition } from './wal-written.ts';

/** What one purchase costs the databases, its mail included. Depends on no machine. */
export interface PurchaseCounts {
  readonly visits: number;
  readonly statements: number;
  readonly rows: number;
  readonly socketWrites: number;
  /** Without the images of whole pages. */
  readonly walKb: number;
}

const settleMs = 500;
const mostSeconds = 60;

/**
 * Buys so often, and counts: on the wire in the shop's process, whatever version runs there; rows and
 * log in PostgreSQL. Reading the wire costs time, so nothing else is measured meanwhile.
 */
export async function countPurchases(
  shop: BenchShop,
  installation: Installation,
  client: LoadClient,
  sku: string,
  { buyers, count }: { buyers: number; count: number },
): Promise<PurchaseCounts> {
  const { cluster, prefix } = installation;
  const names = databases.map((name) => `${prefix}${name}`);
  await rest(installation);
  await shop.tap('count');
  // Ends the connections: the new ones are counted from their first byte on.
  const rowsBefore = await rowsWritten(cluster, names);
  const walBefore = await walPosition(cluster);
  const { count: bought } = await load(
    buyers,
    { seconds: mostSeconds, count },
    async () => void (await purchase(client, sku)),
  );
  await rest(installation);
  const { visits, statements, socketWrites } = (await shop.endTap()).wireCounts;
  if (statements === 0) throw new Error('nothing was counted between the shop and PostgreSQL');
  const walBytes = await walBytesBetween(cluster, walBefore, await walPosition(cluster));
  const rows = rowsBetween(rowsBefore, await rowsWritten(cluster, names));
  const each = (sum: number) => sum / Math.max(1, bought);
  return {
    visits: each(visits),
    statements: each(statements),
    socketWrites: each(socketWrites),
    rows: each(Object.values(rows).reduce((sum, one) => sum + one, 0)),
    walKb: each(walBytes) / 1_024,
  };
}

/** Until all is confirmed and told, and the last events are marked. */
async function rest(installation: Installation): Promise<void> {
  await untilConfirmed(installation);
  await untilReported(installation);
  await new Promise((resolve) => setTimeout(resolve, settleMs));
}
