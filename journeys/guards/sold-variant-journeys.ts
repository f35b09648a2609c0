import { describe, expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import type { Cart, Checkout, Shopper } from '../people/shopper.ts';
import { expectClean } from '../purchase-journeys.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Stock {
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
}
interface Price {
  readonly channel: string;
  readonly amountMinor: number;
  readonly compareAtMinor: number | null;
}
interface Product {
  readonly productId: string;
  readonly variants: readonly { readonly sku: string; readonly prices: readonly Price[] }[];
}

/** What the till answers whoever agreed on something else: the checkout of now. */
interface Told {
  readonly code: string;
  readonly details: {
    readonly checkout: Checkout & {
      readonly lines: readonly { readonly sku: string; readonly unitPriceMinor: number }[];
      readonly problems: readonly { readonly code: string }[];
    };
  };
}

/** A variant that is taken away while it is on its way: docs/guards.md. */
export function soldVariantJourneys(shopNow: () => JourneyShop): void {
  describe('a variant that is sold', () => {
    test('a variant whose units are sold and held is archived, and what was promised of it is kept', async () => {
      const shop = shopNow();
      const { staff } = shop;
      const sku = await staff.stockedSku(5, 1);
      const stock = async () => {
        const asked = await staff.get<{ items: Stock[] }>(`/v1/admin/stock?sku=${sku}`);
        const [item] = expectStatus(asked, 200).items;
        const { onHand, reserved, available } = item!;
        return { onHand, reserved, available };
      };
      const found = await staff.get<{ items: Product[] }>(`/v1/admin/products?sku=${sku}`);
      const { productId } = expectStatus(found, 200).items[0]!;
      const at = `/v1/admin/products/${productId}`;
      const variantNow = async () =>
        expectStatus(await staff.get<Product>(at), 200).variants.find((one) => one.sku === sku);
      const before = await stock();
      const whole = await variantNow();
      const buyer = await shop.guest();
      const { orderId } = await buyer.buy({ sku, quantity: 2 });
      await buyer.orderWhen(orderId, ({ state }) => state === 'confirmed');
      const [looker, payer] = [await shop.guest(), await shop.guest()];
      const { cartId } = await looker.cartWith(sku);
      const ready = await payer.readyCheckout({ sku });
      const held = await stock();
      expect(held).toMatchObject({ onHand: before.onHand, reserved: before.reserved + 2 });

      expectStatus(await staff.send('DELETE', `${at}/variants/${sku}`, {}), 200);
      expect(await variantNow()).toBeUndefined();
      await shop.settle();
      // The units are where they were, and so is the order; nobody else buys one.
      expect(await stock()).toMatchObject({ onHand: held.onHand, reserved: held.reserved });
      const order = await buyer.orderWhen(orderId, () => true);
      expect(order).toMatchObject({ state: 'confirmed', lines: [{ sku, quantity: 2 }] });
      const cart = expectStatus(await looker.get<Cart>(`/v1/carts/${cartId}`), 200);
      expect(cart).toMatchObject({ lines: [{ sku }], notices: [{ code: 'not_sellable' }] });
      const late = await payer.complete(ready);
      expect([late.status, (late.body as { code?: string }).code]).toEqual([409, 'not_sellable']);
      const more = await looker.post(`/v1/carts/${cartId}/lines`, { sku, quantity: 1 });
      expect(more.status).toBeGreaterThanOrEqual(400);

      const cancelled = await buyer.post(`/v1/orders/${orderId}/cancel`, { reason: 'not needed' });
      expect([200, 202]).toContain(cancelled.status);
      await buyer.orderWhen(orderId, ({ state }) => state === 'cancelled');
      await shop.settle();
      expect(await stock()).toMatchObject({ onHand: before.onHand, reserved: before.reserved });
      await expectClean(shop);

      expectStatus(await staff.patch(`${at}/variants/${sku}`, {}), 200);
      await shop.settle();
      expect(await variantNow()).toEqual(whole);
      expect(await stock()).toEqual(before);
      const again = expectStatus(await looker.get<Cart>(`/v1/carts/${cartId}`), 200);
      expect(again).toMatchObject({ lines: [{ sku }], notices: [] });
    });

    changedAtTheTill(shopNow);
  });
}

function changedAtTheTill(shopNow: () => JourneyShop): void {
  test('a price that rose and a product that was recalled are told at the till, and nothing is taken', async () => {
    const shop = shopNow();
    const { staff } = shop;
    const sku = await staff.stockedSku(5, 1);
    const found = await staff.get<{ items: Product[] }>(`/v1/admin/products?sku=${sku}`);
    const { productId } = expectStatus(found, 200).items[0]!;
    const at = `/v1/admin/products/${productId}`;
    const product = expectStatus(await staff.get<Product>(at), 200);
    const prices = product.variants.find((one) => one.sku === sku)!.prices;
    const { amountMinor, compareAtMinor } = prices.find(({ channel }) => channel === 'default')!;
    const price = async (minor: number, compareAt: number | null) => {
      const set = { amountMinor: minor, compareAtMinor: compareAt };
      expectStatus(await staff.put(`${at}/variants/${sku}/prices/default`, set), 200);
      await shop.settle();
    };
    const payments = () => shop.book.read('payments');
    const tell = async (buyer: Shopper, checkout: Checkout) => {
      const before = new Set((await payments()).map(({ id }) => id));
      const reply = await buyer.complete(checkout);
      const { code, details } = reply.body as unknown as Told;
      const more = (await payments()).filter(({ id }) => !before.has(id));
      expect(more.filter(({ status }) => status !== 'canceled')).toEqual([]);
      return { answer: [reply.status, code], now: details.checkout };
    };
    const buyer = await shop.guest();
    const frozen = await buyer.readyCheckout({ sku });
    const dearer = amountMinor * 5;
    await price(dearer, null);
    const raised = await tell(buyer, frozen);
    expect(raised.answer).toEqual([409, 'price_changed']);
    expect(raised.now.lines).toMatchObject([{ sku, unitPriceMinor: dearer }]);
    expect(raised.now.totals!.totalMinor).toBeGreaterThan(frozen.totals!.totalMinor);

    expectStatus(await staff.patch(at, { status: 'archived' }), 200);
    await shop.settle();
    const recalled = await tell(buyer, raised.now);
    expect(recalled.answer).toEqual([409, 'not_sellable']);
    expect(recalled.now.problems.map(({ code }) => code)).toContain('not_sellable');

    expectStatus(await staff.patch(at, { status: 'active' }), 200);
    await price(amountMinor, compareAtMinor);
    const { orderId } = await buyer.buy({ sku });
    const order = await buyer.orderWhen(orderId, ({ state }) => state === 'confirmed');
    expect(order.totals.totalMinor).toBe(frozen.totals!.totalMinor);
    await expectClean(shop);
  });
}
