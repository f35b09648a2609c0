import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { productsForTests, type Sellable } from '#platform/test-kit/test-products.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../product-catalog/inventory/service.ts';
import { productService } from '../../product-catalog/product/service.ts';
import { cartService } from './service.ts';

let shop: TestKontor;
let products: Sellable;
const client = () => shop.client('cart');
const as = (actor: ReturnType<typeof shop.guest>, idempotencyKey = newId()) =>
  shop.invocation({ actor, idempotencyKey });

beforeAll(async () => {
  shop = await openTestKontor({ services: [productService, inventoryService, cartService] });
  products = productsForTests(shop);
}, 300_000);
afterAll(() => shop.close());

async function cartOf(actor = shop.guest()) {
  const { cartId } = must(await client().createCart({}, as(actor)), 'create');
  return { actor, cartId };
}

async function cartWith(units: number, quantity: number, actor = shop.guest()) {
  const { cartId } = await cartOf(actor);
  const sku = await products.sell(units);
  const cart = must(await client().addLine({ cartId, sku, quantity }, as(actor)), 'add');
  return { actor, cartId, sku, cart, lineId: cart.lines[0]!.lineId };
}

describe('lines', () => {
  test('a SKU that is there gets more; the sum is exact', async () => {
    const { actor, cartId, sku, cart } = await cartWith(10, 2);
    expect(cart).toMatchObject({ version: 2, currency: 'EUR', subtotalMinor: 2 * 1_999 });
    const more = must(await client().addLine({ cartId, sku, quantity: 3 }, as(actor)), 'more');
    expect(more.lines).toHaveLength(1);
    expect(more).toMatchObject({ version: 3, subtotalMinor: 5 * 1_999 });
    const read = must(await client().getCart({ cartId }, as(actor)), 'read');
    expect(read).toEqual(more);
  });

  test('one key, one effect: also for fifty at once', async () => {
    const { actor, cartId, sku } = await cartWith(100, 1);
    const key = newId();
    const replies = await Promise.all(
      Array.from({ length: 50 }, () =>
        client().addLine({ cartId, sku, quantity: 1 }, as(actor, key)),
      ),
    );
    const refused = replies.flatMap((reply) => (reply.ok ? [] : reply.failure.code));
    expect(refused.filter((code) => code !== 'idempotency_key_in_flight')).toEqual([]);
    const read = must(await client().getCart({ cartId }, as(actor)), 'read');
    expect(read.lines[0]!.quantity).toBe(2);
    const other = await client().addLine({ cartId, sku, quantity: 2 }, as(actor, key));
    expect(other).toMatchObject({ failure: { code: 'idempotency_key_reused' } });
  });

  test('fifty different additions at once all count', async () => {
    const { actor, cartId, sku } = await cartWith(100, 1);
    await Promise.all(
      Array.from({ length: 50 }, async () =>
        must(await client().addLine({ cartId, sku, quantity: 1 }, as(actor)), 'add'),
      ),
    );
    const read = must(await client().getCart({ cartId }, as(actor)), 'read');
    expect(read).toMatchObject({ version: 52, lines: [{ quantity: 51 }] });
  });

  test.each([
    ['sku_not_found', { sku: 'no-such-sku' }],
    ['out_of_stock', { quantity: 9 }],
    ['quantity_above_limit', { quantity: 999 }],
    ['version_conflict', { expectedVersion: 1 }],
    ['cart_not_found', { cartId: newId() }],
  ])('refused and nothing changed: %s', async (code, change) => {
    const { actor, cartId, sku, cart } = await cartWith(5, 1);
    const reply = await client().addLine({ cartId, sku, quantity: 1, ...change }, as(actor));
    expect(reply).toMatchObject({ failure: { code } });
    expect(must(await client().getCart({ cartId }, as(actor)), 'read')).toEqual(cart);
  });

  test('a line is changed, and removed by 0', async () => {
    const { actor, cartId, lineId } = await cartWith(5, 1);
    const line = { cartId, lineId };
    const two = must(await client().changeLine({ ...line, quantity: 2 }, as(actor)), 'change');
    expect(two.lines[0]!.quantity).toBe(2);
    for (const [quantity, code] of [
      [6, 'out_of_stock'],
      [1_000, 'quantity_above_limit'],
    ] as const) {
      const refused = await client().changeLine({ ...line, quantity }, as(actor));
      expect(refused).toMatchObject({ failure: { code } });
    }
    const none = must(await client().changeLine({ ...line, quantity: 0 }, as(actor)), 'remove');
    expect(none).toMatchObject({ lines: [], subtotalMinor: 0 });
    const gone = await client().changeLine({ ...line, quantity: 0 }, as(actor));
    expect(gone).toMatchObject({ failure: { code: 'line_not_found' } });
  });
});

/** What the page of a product says of its stock. */
async function shownOf(sku: string) {
  const page = await shop
    .client('product')
    .getProduct({ handle: sku.toLowerCase() }, shop.invocation());
  const { available, moreAvailable } = must(page, 'page').variants[0]!;
  return { available, moreAvailable };
}

describe('notices', () => {
  test('a price that changed is told and counts; the stored cart stays', async () => {
    const { actor, cartId, sku } = await cartWith(5, 2);
    await products.put(sku, { priceMinor: 2_500 });
    const read = must(await client().getCart({ cartId }, as(actor)), 'read');
    expect(read.notices).toMatchObject([{ code: 'price_changed', previousUnitPriceMinor: 1_999 }]);
    expect(read.subtotalMinor).toBe(5_000);
    expect(read.version).toBe(2);
  });

  test('how much is left is told up to what shoppers are shown', async () => {
    const { actor, cartId, sku, lineId } = await cartWith(30, 20);
    const refusal = { code: 'out_of_stock', detail: { sku, available: 10 } };
    const changed = await client().changeLine({ cartId, lineId, quantity: 31 }, as(actor));
    const added = await client().addLine({ cartId, sku, quantity: 11 }, as(actor));
    for (const reply of [changed, added]) {
      expect(reply).toMatchObject({ failure: refusal });
      // Ids and SKUs of tests hold any digits.
      const said = JSON.stringify(reply)
        .replaceAll(sku, '')
        .replaceAll(/[0-9a-f-]{36}/g, '');
      expect(said).not.toMatch(/\b30\b/);
    }
    await products.count(sku, 19);
    const { notices } = must(await client().getCart({ cartId }, as(actor)), 'read');
    expect(notices).toMatchObject([{ code: 'not_enough_stock', available: 10 }]);
    expect(JSON.stringify(notices)).not.toContain('19 ');
    expect(await shownOf(sku)).toEqual({ available: 10, moreAvailable: true });
    await products.count(sku, 7);
    expect(await shownOf(sku)).toEqual({ available: 7, moreAvailable: false });
    const few = must(await client().getCart({ cartId }, as(actor)), 'read');
    expect(few.notices).toMatchObject([{ code: 'not_enough_stock', available: 7 }]);
  });

  test('what is not sold any more, or not enough of it, is told', async () => {
    const { actor, cartId, sku } = await cartWith(5, 4);
    await products.count(sku, 3);
    const short = must(await client().getCart({ cartId }, as(actor)), 'read');
    expect(short.notices).toMatchObject([{ code: 'not_enough_stock', available: 3 }]);
    await products.put(sku, { status: 'draft' });
    const gone = must(await client().getCart({ cartId }, as(actor)), 'read');
    expect(gone.notices).toMatchObject([{ code: 'not_sellable' }]);
    const more = await client().addLine({ cartId, sku, quantity: 1 }, as(actor));
    expect(more).toMatchObject({ failure: { code: 'not_sellable' } });
  });
});

describe('ownership', () => {
  test('nobody else finds a cart: not a stranger, not the same id of another kind, not another channel', async () => {
    const { actor, cartId } = await cartWith(5, 1);
    for (const invocation of [
      as(shop.guest()),
      as(shop.customer(actor.id)),
      { ...as(actor), channel: 'elsewhere' },
      as(shop.staff(['catalog:read'])),
    ]) {
      const reply = await client().getCart({ cartId }, invocation);
      expect(reply).toMatchObject({ failure: { code: 'cart_not_found' } });
    }
    const staff = as(shop.staff(['orders:read']));
    expect((await client().getCart({ cartId }, staff)).ok).toBe(true);
    expect(await client().createCart({}, staff)).toMatchObject({
      failure: { code: 'actor_cannot_own' },
    });
  });

  test('staff reads a cart but does not fill it', async () => {
    const { cartId, sku } = await cartWith(5, 1);
    const staff = as(shop.staff(['orders:read', 'orders:write']));
    expect(await client().addLine({ cartId, sku, quantity: 1 }, staff)).toMatchObject({
      failure: { code: 'cart_not_found' },
    });
  });
});

describe('login', () => {
  test('the guest’s lines go into the customer’s cart, quantities added', async () => {
    const customer = shop.customer();
    const own = await cartWith(10, 1, customer);
    const guests = await cartWith(10, 2);
    const shared = { cartId: guests.cartId, sku: own.sku, quantity: 3 };
    must(await client().addLine(shared, as(guests.actor)), 'add');
    const input = { guestCartId: guests.cartId, guestId: guests.actor.id };
    const merged = must(await client().mergeCart(input, as(customer)), 'merge');
    expect(merged.cartId).toBe(own.cartId);
    expect(Object.fromEntries(merged.lines.map((line) => [line.sku, line.quantity]))).toEqual({
      [own.sku]: 4,
      [guests.sku]: 2,
    });
    const again = must(await client().mergeCart(input, as(customer)), 'merge again');
    expect(again.lines).toEqual(merged.lines);
    const old = await client().addLine(shared, as(guests.actor));
    expect(old).toMatchObject({ failure: { code: 'cart_not_active' } });
  });

  test('the answer is at today’s prices, and says of each line what is not as it was put in', async () => {
    const customer = shop.customer();
    const own = await cartWith(10, 2, customer);
    const guests = await cartWith(10, 2);
    const gone = await products.sell(10);
    for (const [sku, quantity] of [
      [gone, 1],
      [own.sku, 5],
    ] as const) {
      must(
        await client().addLine({ cartId: guests.cartId, sku, quantity }, as(guests.actor)),
        'add',
      );
    }
    await products.count(own.sku, 6);
    await products.put(guests.sku, { priceMinor: 2_500 });
    await products.put(gone, { status: 'draft' });
    const key = newId();
    const input = { guestCartId: guests.cartId, guestId: guests.actor.id };
    const merged = must(await client().mergeCart(input, as(customer, key)), 'merge');
    const changes = merged.notices.map(({ code, lineId }) => [
      merged.lines.find((line) => line.lineId === lineId)!.sku,
      code,
    ]);
    expect(Object.fromEntries(changes)).toEqual({
      [own.sku]: 'not_enough_stock',
      [guests.sku]: 'price_changed',
      [gone]: 'not_sellable',
    });
    expect(merged.lines.find(({ sku }) => sku === guests.sku)!.unitPriceMinor).toBe(2_500);
    const { cartId } = merged;
    const read = must(await client().getCart({ cartId }, as(customer)), 'read');
    expect(read.notices).toEqual(merged.notices);
    await products.put(guests.sku, { priceMinor: 2_600 });
    expect(must(await client().mergeCart(input, as(customer, key)), 'same key')).toEqual(merged);
  });

  test('of one line no more units come together than can be bought at once, which is said', async () => {
    const customer = shop.customer();
    const own = await cartWith(2_000, 999, customer);
    const guests = await cartOf();
    const more = { cartId: guests.cartId, sku: own.sku, quantity: 5 };
    must(await client().addLine(more, as(guests.actor)), 'add');
    const input = { guestCartId: guests.cartId, guestId: guests.actor.id };
    const merged = must(await client().mergeCart(input, as(customer)), 'merge');
    expect(merged).toMatchObject({
      lines: [{ quantity: 999 }],
      notices: [{ code: 'quantity_reduced', lineId: own.lineId }],
    });
  });

  test('a customer without a cart gets one', async () => {
    const customer = shop.customer();
    const guests = await cartWith(10, 2);
    const input = { guestCartId: guests.cartId, guestId: guests.actor.id };
    const merged = must(await client().mergeCart(input, as(customer)), 'merge');
    expect(merged).toMatchObject({ version: 1, owner: { kind: 'customer', id: customer.id } });
    const { cartId } = merged;
    expect(must(await client().getCart({ cartId }, as(customer)), 'read').lines).toHaveLength(1);
  });

  test('cart and guest must belong together, and only a customer takes over', async () => {
    const guests = await cartWith(10, 2);
    const theirs = await cartWith(10, 2, shop.customer());
    const customer = shop.customer();
    for (const input of [
      { guestCartId: guests.cartId, guestId: newId() },
      { guestCartId: theirs.cartId, guestId: theirs.actor.id },
      { guestCartId: newId(), guestId: guests.actor.id },
    ]) {
      const reply = await client().mergeCart(input, as(customer));
      expect(reply).toMatchObject({ failure: { code: 'cart_not_found' } });
    }
    const input = { guestCartId: guests.cartId, guestId: guests.actor.id };
    expect(await client().mergeCart(input, as(guests.actor))).toMatchObject({
      failure: { code: 'actor_cannot_own' },
    });
    must(await client().mergeCart(input, as(customer)), 'merge');
    expect(await client().mergeCart(input, as(shop.customer()))).toMatchObject({
      failure: { code: 'cart_not_active' },
    });
  });
});

test('an untouched cart expires: a guest’s after 30 days, a customer’s after 90', async () => {
  const guests = await cartOf();
  const customers = await cartOf(shop.customer());
  const read = async ({ actor, cartId }: typeof guests) =>
    must(await client().getCart({ cartId }, as(actor)), 'read').state;
  await shop.moveClock(31 * 86_400_000);
  expect([await read(guests), await read(customers)]).toEqual(['expired', 'active']);
  await shop.kontor.opened('cart').jobs!['expire_carts']!.run({});
  expect([await read(guests), await read(customers)]).toEqual(['expired', 'active']);
  await shop.moveClock(60 * 86_400_000);
  expect(await read(customers)).toBe('expired');
});
