import type { ClusterAddress } from '#platform/provision/installation.ts';
import { leaveWork } from './leave-work.ts';
import { openRows } from './shop-rows.ts';
import { newWorkShop, type WorkMode } from './work-shop.ts';
import { writeDown } from './write-down.ts';

/** Opens a new shop, leaves work of every kind in it, stops it and writes it down in a folder. */
export async function makeWork(
  mode: WorkMode,
  cluster: ClusterAddress,
  folder: string,
): Promise<void> {
  const fresh = await newWorkShop(mode, cluster);
  const rows = await openRows(mode, fresh.prepared.installation);
  try {
    const left = await leaveWork(fresh, rows);
    await fresh.stop();
    await fresh.prepared.sandbox.stop();
    await writeDown(fresh, { mode, at: new Date().toISOString(), left }, folder);
  } finally {
    await fresh.stop();
    await fresh.end();
    await rows.close();
    await fresh.prepared.drop();
  }
}
