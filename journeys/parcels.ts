import type { JourneyShop } from './shop-kit/journey-shop.ts';

const stepsToTheDoor = 6;

/** Moves a parcel on step by step, as a carrier does: accepted, in transit, out for delivery, delivered. */
export async function deliverParcel(shop: JourneyShop, trackingNumber: string): Promise<void> {
  for (let step = 0; step < stepsToTheDoor; step += 1) {
    await shop.book.control('parcels', { advance: trackingNumber, steps: 1 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await shop.settle();
  }
}
