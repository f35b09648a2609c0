import { announceTestCluster, startTestCluster } from '#platform/test-kit/test-cluster.ts';
import { staffPermissions } from '#kernel/actor.ts';
import { expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import { StaffMember } from '../people/staff-member.ts';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';
import type { SeenShop } from './every-page.ts';

/** A shop as a customer sees it who has an order there. */
export async function seenByCustomer(shop: JourneyShop, email: string): Promise<SeenShop> {
  const customer = await Customer.register(shop, email);
  const { orderId } = await customer.buy({ sku: 'CF-016-250-WB' });
  await customer.orderWhen(orderId, ({ state }) => state === 'confirmed');
  const asked = { orderId, subject: 'Which grind?', message: 'Is it ground for a French press?' };
  expectStatus(await customer.post('/v1/tickets', asked), 201);
  return { url: shop.url, customer: { email, password: Customer.password, orderId } };
}

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
      const seen = await seenByCustomer(shop, 'ada@example.com');
      const { email } = await StaffMember.invite(shop, 'Inga Lorenz', staffPermissions);
      return await use({ ...seen, staff: { email, password: StaffMember.password } });
    } finally {
      await shop.close();
    }
  } finally {
    await cluster.stop();
  }
}
