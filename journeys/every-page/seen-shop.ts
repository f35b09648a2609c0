import { announceTestCluster, startTestCluster } from '#platform/test-kit/test-cluster.ts';
import { Customer } from '../people/customer.ts';
import { openJourneyShop } from '../shop-kit/journey-shop.ts';
import type { SeenShop } from './every-page.ts';

/** Hands over the shop at an address, or one of its own with the demo store, which is gone afterwards. */
export async function withSeenShop<T>(
  url: string | undefined,
  use: (shop: SeenShop) => Promise<T>,
): Promise<T> {
  if (url) return use({ url: url.replace(/\/$/, '') });
  const cluster = await startTestCluster({ durable: false });
  try {
    announceTestCluster(cluster.address);
    const shop = await openJourneyShop();
    try {
      const customer = await Customer.register(shop, 'ada@example.com');
      const { orderId } = await customer.buy({ sku: 'CF-016-250-WB' });
      await customer.orderWhen(orderId, ({ state }) => state === 'confirmed');
      const { email } = customer;
      return await use({
        url: shop.url,
        customer: { email, password: Customer.password, orderId },
      });
    } finally {
      await shop.close();
    }
  } finally {
    await cluster.stop();
  }
}
