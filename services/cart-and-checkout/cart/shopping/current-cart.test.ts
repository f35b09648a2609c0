import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { productsForTests, type Sellable } from '#platform/test-kit/test-products.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../../product-catalog/inventory/service.ts';
import { productService } from '../../../product-catalog/product/service.ts';
import { cartService } from '../service.ts';

let shop: TestKontor;
let products: Sellable;
const carts = () => shop.client('cart');
const as = (actor: Actor, channel = 'default') =>
  shop.invocation({ actor, channel, idempotencyKey: newId() });

beforeAll(async () => {
  shop = await openTestKontor({ services: [productService, inventoryService, cartService] });
  products = productsForTests(shop);
}, 300_000);
afterAll(() => shop.close());

async function cartOf(actor: Actor, quantity = 0): Promise<string> {
  const { cartId } = must(await carts().createCart({}, as(actor)), 'create');
  if (quantity > 0) {
    const sku = await products.sell(quantity);
    must(await carts().addLine({ cartId, sku, quantity }, as(actor)), 'add');
  }
  return cartId;
}

const currentOf = async (actor: Actor) => carts().getCurrentCart({}, as(actor));

test('the current cart is the newest with something in it, else the newest empty one', async () => {
  const actor = shop.customer();
  expect(await currentOf(actor)).toMatchObject({ failure: { code: 'cart_not_found' } });
  const empty = await cartOf(actor);
  expect(must(await currentOf(actor), 'empty').cartId).toBe(empty);
  const older = await cartOf(actor, 1);
  const newer = await cartOf(actor, 2);
  await cartOf(actor);
  expect(must(await currentOf(actor), 'newest').cartId).toBe(newer);
  const { lineId } = must(await currentOf(actor), 'lines').lines[0]!;
  must(await carts().changeLine({ cartId: newer, lineId, quantity: 0 }, as(actor)), 'empty it');
  const current = must(await currentOf(actor), 'the one before');
  expect(current).toMatchObject({ cartId: older, subtotalMinor: 1_999 });
  // Nobody else's, nor of another channel; staff have none.
  expect(await currentOf(shop.customer())).toMatchObject({ failure: { code: 'cart_not_found' } });
  expect(await carts().getCurrentCart({}, as(actor, 'eu'))).toMatchObject({
    failure: { code: 'cart_not_found' },
  });
  expect(await currentOf(shop.staff(['orders:read']))).toMatchObject({
    failure: { code: 'actor_cannot_own' },
  });
});

test('a guest’s lines go where the customer’s goods are, not into a newer empty cart', async () => {
  const customer = shop.customer();
  const filled = await cartOf(customer, 1);
  const empty = await cartOf(customer);
  const guest = shop.guest();
  const guestCartId = await cartOf(guest, 2);
  const asked = { guestCartId, guestId: guest.id };
  const merged = must(await carts().mergeCart(asked, as(customer)), 'merge');
  expect(merged.cartId).toBe(filled);
  expect(merged.lines).toHaveLength(2);
  const untouched = must(await carts().getCart({ cartId: empty }, as(customer)), 'empty');
  expect(untouched.lines).toEqual([]);
});

test('what is not in the order that a cart became goes into a new cart of its owner', async () => {
  const guest = shop.guest();
  const cartId = await cartOf(guest, 3);
  const before = must(await carts().getCart({ cartId }, as(guest)), 'read');
  const more = await products.sell(4);
  must(await carts().addLine({ cartId, sku: more, quantity: 4 }, as(guest)), 'meanwhile');
  const sold = [{ ...before.lines[0]!, quantity: 1 }];
  await bought(cartId, sold);
  expect(must(await carts().getCart({ cartId }, as(guest)), 'bought').state).toBe('completed');
  const left = must(await currentOf(guest), 'left');
  expect(left).toMatchObject({ state: 'active', version: 1 });
  expect(left.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    [sold[0]!.sku, 2],
    [more, 4],
  ]);
  // Heard again it changes nothing, and of a cart that was bought whole nothing is left.
  await bought(cartId, sold);
  await bought(left.cartId, left.lines);
  expect(await currentOf(guest)).toMatchObject({ failure: { code: 'cart_not_found' } });
});

/** As checkout tells it; cart looks at nothing else of it. */
async function bought(
  cartId: string,
  sold: readonly { readonly lineId: string; readonly sku: string; readonly quantity: number }[],
): Promise<void> {
  const address = {
    name: 'Ada',
    street: 'Speicherstadt 2',
    postalCode: '20457',
    city: 'Hamburg',
    countryCode: 'DE',
  };
  const lines = sold.map(({ lineId, sku, quantity }) => ({
    lineId,
    sku,
    productId: newId(),
    title: sku,
    variantTitle: null,
    imageUrl: null,
    quantity,
    unitPriceMinor: 1_999,
    subtotalMinor: quantity * 1_999,
    discountMinor: 0,
    taxMinor: 0,
    totalMinor: quantity * 1_999,
    taxes: [],
    taxClass: 'standard',
    weightGrams: 0,
    requiresShipping: true,
  }));
  const totalMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  await shop.deliver('checkout.completed', newId(), 1, {
    orderId: newId(),
    orderNumber: `K-${cartId.slice(-8)}`,
    checkoutId: newId(),
    checkoutVersion: 1,
    cartId,
    paymentId: newId(),
    reservationId: newId(),
    channel: 'default',
    locale: 'en',
    owner: { kind: 'guest', id: newId() },
    accessTokenHash: 'a'.repeat(43),
    email: 'ada@example.com',
    phone: null,
    shippingAddress: address,
    billingAddress: address,
    lines,
    totals: {
      currency: 'EUR',
      pricesIncludeTax: true,
      subtotalMinor: totalMinor,
      discountMinor: 0,
      shippingMinor: 0,
      shippingTaxMinor: 0,
      taxMinor: 0,
      totalMinor,
      taxes: [],
    },
    delivery: null,
    allocations: [],
    paymentMethod: 'card',
    authorizationKind: 'card',
    authorizedMinor: totalMinor,
    riskDecision: 'allow',
    placedAt: new Date().toISOString(),
  });
}
