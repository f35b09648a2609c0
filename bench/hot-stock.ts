import { newId } from '#kernel/ids.ts';
import { openTestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../services/product-catalog/inventory/service.ts';
import { load } from './load.ts';

export interface HotStockResult {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Units reserved beyond what was there, when more was asked for than there is. */
  readonly oversold: number;
}

const callers = 64;
const scarceUnits = 500;

/** One SKU at inventory's own contract: how fast, and whether the last units are sold once. */
export async function measureHotStock(seconds: number): Promise<HotStockResult> {
  const shop = await openTestKontor({ services: [inventoryService] });
  try {
    const inventory = shop.client('inventory');
    const staff = shop.staff(['inventory:read', 'inventory:write']);
    const stock = async (sku: string, quantity: number) => {
      await shop.deliver('product.variants_changed', newId(), 1, {
        variants: [{ sku, policy: 'deny', tracked: true, removed: false }],
      });
      const received = await inventory.receiveStock(
        { receiptId: newId(), reason: 'bench', lines: [{ sku, quantity }] },
        shop.invocation({ actor: staff }),
      );
      if (!received.ok) throw new Error(received.failure.code);
    };
    const reserve = async (sku: string) =>
      inventory.reserveStock(
        {
          reservationId: newId(),
          lines: [{ lineId: newId(), sku, quantity: 1 }],
          expiresInSeconds: 600,
        },
        shop.invocation(),
      );
    await stock('BENCH-HOT', 1_000_000);
    await stock('BENCH-SCARCE', scarceUnits);
    const hot = await load(callers, { seconds }, async () => {
      const reply = await reserve('BENCH-HOT');
      if (!reply.ok) throw new Error(reply.failure.code);
    });
    let sold = 0;
    await load(callers, { seconds: 20, count: scarceUnits * 2 }, async () => {
      if ((await reserve('BENCH-SCARCE')).ok) sold += 1;
    });
    return {
      perSecond: hot.perSecond,
      p99Ms: hot.p99Ms,
      oversold: Math.max(0, sold - scarceUnits),
    };
  } finally {
    await shop.close();
  }
}
