import { randomUUID } from 'node:crypto';
import { drawnArrows } from '#platform/topology.ts';
import { Customer } from './people/customer.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';
import { deliverParcel } from './parcels.ts';
import { newYork } from './people/shopper.ts';

export type Arrow = readonly [from: string, to: string];

export interface ArrowReport {
  readonly seen: readonly Arrow[];
  readonly missing: readonly Arrow[];
  readonly extra: readonly Arrow[];
}

/** A customer's and a guest's purchase up to delivery, a cancelled one and a ticket: every arrow is used. */
export async function walkArrows(shop: JourneyShop): Promise<void> {
  const sku = await shop.staff.stockedSku(100);
  const customer = await Customer.register(shop, `arrows-${randomUUID()}@kontor.example`);
  const cart = await customer.cartWith(sku);
  const bought = await customer.buyCart(cart.cartId);
  await customer.orderWhen(bought.orderId, (order) => order.state === 'confirmed');
  await customer.openTicket(shop, bought.orderId);

  const guest = await shop.guest();
  const placed = await guest.buy({ sku, phone: '+4915112345678' });
  await guest.orderWhen(placed.orderId, (order) => order.state === 'confirmed');
  const [fulfillment] = await shop.staff.fulfillmentsOf(placed.orderId);
  const { parcel } = await shop.staff.ship(fulfillment!.fulfillmentId);
  await deliverParcel(shop, parcel!.trackingNumber);
  await guest.orderWhen(placed.orderId, (order) => order.state === 'delivered');

  // Sales tax of the United States is asked of the provider.
  const second = await guest.buy({ sku, address: newYork });
  await guest.orderWhen(second.orderId, (order) => order.state === 'confirmed');
  await guest.post(`/v1/orders/${second.orderId}/cancel`, {});
  await guest.orderWhen(second.orderId, (order) => order.state === 'cancelled');
  await shop.settle();
}

/** The arrows in the traces of everything the shop has done, beside the drawn ones. */
export async function readArrows(shop: JourneyShop): Promise<ArrowReport> {
  const edges = (await shop.edges()).filter(({ kind }) => kind === 'arrow');
  // Several processes may have seen the same one: the database of a service, say, by each replica.
  const seen = [
    ...new Map(edges.map(({ from, to }) => [`${from} ${to}`, [from, to] as Arrow])).values(),
  ];
  const drawn = drawnArrows();
  const has = (arrows: readonly Arrow[], [from, to]: Arrow) =>
    arrows.some((arrow) => arrow[0] === from && arrow[1] === to);
  return {
    seen: seen.filter((arrow) => has(drawn, arrow)),
    missing: drawn.filter((arrow) => !has(seen, arrow)),
    extra: seen.filter((arrow) => !has(drawn, arrow)),
  };
}
