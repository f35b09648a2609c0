import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectStatus } from './people/api-client.ts';
import { Customer } from './people/customer.ts';
import type { Cart, Shopper } from './people/shopper.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';

/** What people do before they have an account, and find again once they have one. */
export function guestJourneys(shopNow: () => JourneyShop): void {
  test('what a guest bought and put into a cart is there after signing in', async () => {
    const shop = shopNow();
    const sku = await shop.staff.stockedSku(1_000);
    const email = `later-${randomUUID()}@kontor.example`;
    const guest = await shop.guest();
    const placed = await guest.buy({ sku, email });
    await shop.book.mailsTo(email, 1, 120_000);
    const { cartId } = await guest.cartWith(sku, 3);
    const found = await guest.get<Cart>('/v1/carts/current');
    expect(expectStatus(found, 200).cartId).toBe(cartId);

    const customer = await Customer.register(shop, email, 1);
    const again = await guest.post<{ accessToken: string; cart?: Cart }>('/v1/auth/login', {
      email,
      password: Customer.password,
    });
    const { cart } = expectStatus(again, 200);
    expect(cart!.lines.map((line) => [line.sku, line.quantity])).toEqual([[sku, 3]]);
    const current = expectStatus(await customer.get<Cart>('/v1/carts/current'), 200);
    expect(current.cartId).toBe(cart!.cartId);
    // Signing in once more takes nothing over twice.
    const twice = await guest.post<{ cart?: Cart }>('/v1/auth/login', {
      email,
      password: Customer.password,
    });
    expect(expectStatus(twice, 200).cart).toBeUndefined();
    await expect
      .poll(() => ordersOf(customer), { timeout: 60_000, interval: 250 })
      .toEqual([placed.orderId]);
    expectStatus(await customer.get(`/v1/orders/${placed.orderId}`), 200);
  }, 240_000);
}

async function ordersOf(person: Shopper): Promise<string[]> {
  const listed = await person.get<{ items: { orderId: string }[] }>('/v1/orders');
  return expectStatus(listed, 200).items.map(({ orderId }) => orderId);
}
