import { randomUUID } from 'node:crypto';
import { expectStatus } from '../people/api-client.ts';
import type { TwoShops } from '../rights/two-shops.ts';
import { bought, type ShopOfLives } from './lives.ts';

/**
 * What is begun while services are of one release, and gone on with when they are of the other: it
 * reads what that one wrote, and answers the same where it is repeated.
 */
export async function beginWork(
  shop: ShopOfLives,
  shops: TwoShops,
  sku: string,
): Promise<() => Promise<void>> {
  const begun = await Promise.all([
    filledCart(shop, sku),
    describedProduct(shop),
    stockWithAddress(shop, shops),
    refundedLine(shop, sku),
  ]);
  return async () => void (await Promise.all(begun.map((end) => end())));
}

type End = () => Promise<void>;

/** A cart is looked at and bought. */
async function filledCart(shop: ShopOfLives, sku: string): Promise<End> {
  const guest = await shop.guest();
  const { cartId } = await guest.cartWith(sku);
  return async () => {
    expectStatus(await guest.get(`/v1/carts/${cartId}`), 200);
    expectStatus(await guest.get('/v1/carts/current'), 200);
    const opened = await guest.post('/v1/checkouts', { cartId });
    expectStatus(opened, 201);
  };
}

/** A product with options is edited. */
async function describedProduct({ staff }: ShopOfLives): Promise<End> {
  const made = await staff.post<{ productId: string }>('/v1/admin/products', {
    handle: `described-${randomUUID()}`,
    title: 'Described',
    optionNames: ['Size'],
  });
  const { productId } = expectStatus(made, 201);
  const path = `/v1/admin/products/${productId}`;
  return async () => {
    expectStatus(await staff.patch(path, { title: 'Described again' }), 200);
    expectStatus(await staff.get(path), 200);
  };
}

/** A delivery to a place with an address is told again, and the stock is compared again. */
async function stockWithAddress({ staff }: ShopOfLives, { foreign }: TwoShops): Promise<End> {
  const address = {
    name: 'Kontor',
    street: 'Kehrwieder 5',
    postalCode: '20457',
    city: 'Hamburg',
    countryCode: 'DE',
  };
  const place = { name: 'Far', channels: ['default'], priority: 900, address, active: false };
  const code = `far-${randomUUID().slice(0, 8)}`;
  expectStatus(await staff.put(`/v1/admin/stock/locations/${code}`, place), 200);
  const { sku } = foreign.product;
  const lines = [{ sku, locationId: foreign.location.locationId, quantity: 1 }];
  const receipt = { receiptId: randomUUID(), reason: 'told twice', lines };
  const first = await staff.post('/v1/admin/stock/receipts', receipt);
  expectStatus(first, 200);
  return async () => {
    expectStatus(await staff.get('/v1/admin/stock/locations'), 200);
    const again = await staff.post('/v1/admin/stock/receipts', receipt);
    if (again.text !== first.text)
      throw new Error(`a receipt told again: ${first.text} became ${again.text}`);
  };
}

/** A line is refunded, and refunded money is looked at. */
async function refundedLine(shop: ShopOfLives, sku: string): Promise<End> {
  const guest = await shop.guest();
  const orderId = await bought(guest, sku);
  const { lines } = await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
  const refunded = { lines: [{ lineId: lines[0]!.lineId, quantity: 1 }] };
  const preview = () =>
    shop.staff.post(`/v1/admin/orders/${orderId}/refunds/preview`, { adjustmentMinor: 1 });
  expectStatus(await preview(), 200);
  expectStatus(await shop.staff.refund(orderId, refunded), 201);
  return async () => {
    expectStatus(await preview(), 200);
    expectStatus(await shop.staff.get(`/v1/admin/orders/${orderId}/refunds`), 200);
  };
}
