import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { deliverParcel } from '../parcels.ts';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

const untilMs = 120_000;
const dayMs = 86_400_000;

interface Tracked {
  readonly parcels: readonly { readonly estimatedDeliveryAt: string | null }[];
}

/** A carrier that says another day of a parcel that is on its way. */
export function newDayJourneys(shopNow: () => JourneyShop, clean: () => Promise<void>): void {
  test('who waits for a parcel is told of each new day once, and the order shows the last', async () => {
    const shop = shopNow();
    const sku = await shop.staff.stockedSku(1_000);
    const guest = await shop.guest();
    const email = `later-${randomUUID()}@kontor.example`;
    const { orderId } = await guest.buy({ sku, email });
    await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
    const [fulfillment] = await shop.staff.fulfillmentsOf(orderId);
    const { parcel } = await shop.staff.ship(fulfillment!.fulfillmentId);
    const { trackingNumber } = parcel!;
    await shop.book.control('parcels', { advance: trackingNumber, steps: 1 });
    await guest.orderWhen(orderId, ({ parcels }) => parcels[0]?.status === 'in_transit');
    await mailsOfDays(shop, email, 0);

    const says = async (at: string) => {
      const told = await shop.book.control('parcels', { expect: trackingNumber, at });
      expect(told).toEqual({ told: true });
      const shown = async () => {
        const order = await guest.get<Tracked>(`/v1/orders/${orderId}`);
        return expectStatus(order, 200).parcels[0]!.estimatedDeliveryAt;
      };
      await expect.poll(shown, { timeout: untilMs, interval: 100 }).toBe(at);
    };
    await says(noonIn(5));
    await mailsOfDays(shop, email, 1);
    await clean();
    // Said again, or for another hour of that day, nobody hears of it.
    await shop.book.control('parcels', { expect: trackingNumber, at: noonIn(5) });
    await says(noonIn(9));
    await mailsOfDays(shop, email, 2);
    await clean();
    await deliverParcel(shop, trackingNumber);
    await guest.orderWhen(orderId, ({ state }) => state === 'delivered');
    await clean();
  }, 300_000);
}

/** Noon of a day, so that it is the same one in whatever time zone the shop keeps. */
function noonIn(days: number): string {
  const day = new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
  return `${day}T12:00:00.000Z`;
}

/** Mails of the parcel beyond the first: one a new day. */
async function mailsOfDays(shop: JourneyShop, email: string, days: number): Promise<void> {
  const ofParcel = async () => {
    const path = `/v1/admin/messages?email=${encodeURIComponent(email)}&limit=100`;
    const listed = await shop.staff.get<{ items: { template: string; state: string }[] }>(path);
    const { items } = expectStatus(listed, 200);
    return items.filter(({ template, state }) => template === 'parcel_shipped' && state === 'sent')
      .length;
  };
  await expect.poll(ofParcel, { timeout: untilMs, interval: 250 }).toBe(1 + days);
}
