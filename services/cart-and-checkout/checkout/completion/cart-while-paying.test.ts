import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  challenge,
  gatewayBook,
  openPurchases,
  otherWorker,
  payBy,
  type Purchases,
} from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());

async function atTheBank(guest = all.shop.guest()) {
  const sku = await all.sell(20);
  const checkout = await all.ready(guest, sku);
  const reply = must(
    await all.complete(guest, checkout, payBy('pm_card_threeDSecureRequired')),
    'pay',
  );
  expect(reply.status).toBe('requires_action');
  const { cartId, checkoutId } = checkout;
  const read = async () => must(await all.carts.getCart({ cartId }, all.as(guest)), 'cart');
  const add = () => all.carts.addLine({ cartId, sku, quantity: 5 }, all.as(guest));
  const answer = async (outcome: 'complete' | 'fail') => {
    const row = await all.shop
      .database('checkout')
      .first<{ paymentId: string }>(
        sql`select payment_id from completion where checkout_id = ${checkoutId}`,
      );
    const payment = (await gatewayBook(all)).find(
      ({ metadata }) => metadata.reference === row!.paymentId,
    )!;
    await challenge(all, payment.id, outcome);
    // The gateway's word is asked for, and not waited for.
    await otherWorker(all).advance(row!.paymentId, all.shop.invocation());
    await all.shop.settle();
  };
  return { guest, sku, cartId, read, add, answer };
}

const completing = { failure: { code: 'cart_completing' } };

test('while somebody pays nothing is put into the cart, taken out of it or taken over', async () => {
  const { guest, cartId, read, add, answer } = await atTheBank();
  const { lineId } = (await read()).lines[0]!;
  expect(await add()).toMatchObject(completing);
  for (const quantity of [0, 3]) {
    const changed = await all.carts.changeLine({ cartId, lineId, quantity }, all.as(guest));
    expect(changed).toMatchObject(completing);
  }
  const takeOver = { guestCartId: cartId, guestId: guest.id };
  expect(await all.carts.mergeCart(takeOver, all.as(all.shop.customer()))).toMatchObject(
    completing,
  );
  await answer('complete');
  const bought = await read();
  expect(bought.state).toBe('completed');
  expect(bought.lines.map(({ quantity }) => quantity)).toEqual([1]);
  expect(await add()).toMatchObject({ failure: { code: 'cart_not_active' } });
}, 300_000);

test('a payment that came to nothing leaves the cart as free as it was', async () => {
  const { read, add, answer } = await atTheBank();
  expect(await add()).toMatchObject(completing);
  await answer('fail');
  must(await add(), 'add');
  expect((await read()).lines.map(({ quantity }) => quantity)).toEqual([6]);
}, 300_000);

test('lines of a guest go beside the cart that its owner is paying for', async () => {
  const customer = all.shop.customer();
  const paid = await atTheBank(customer);
  const guest = all.shop.guest();
  const { cartId: guestCartId } = await all.fill(guest, paid.sku, 2);
  const merged = must(
    await all.carts.mergeCart({ guestCartId, guestId: guest.id }, all.as(customer)),
    'merge',
  );
  expect(merged.cartId).not.toBe(paid.cartId);
  await paid.answer('complete');
  expect((await paid.read()).lines.map(({ quantity }) => quantity)).toEqual([1]);
}, 300_000);

test('a cart that was changed before the bank asked is not paid for as it was', async () => {
  const guest = all.shop.guest();
  const sku = await all.sell(5);
  const checkout = await all.ready(guest, sku);
  const { cartId } = checkout;
  const hold = { checkoutId: checkout.checkoutId, reservationId: newId(), expiresInSeconds: 60 };
  const lines = [{ lineId: newId(), sku, quantity: 1 }];
  const cart = must(await all.carts.getCart({ cartId }, all.as(guest)), 'cart');
  must(await all.carts.addLine({ cartId, sku, quantity: 1 }, all.as(guest)), 'change');
  const unpaid = { units: 5, percent: 100, beside: [] };
  const frozen = { cart: { cartId, version: cart.version }, unpaid };
  const reply = await all.carts.reserveStock({ ...hold, lines, ...frozen }, all.as(guest));
  expect(reply).toMatchObject({ failure: { code: 'cart_changed' } });
}, 300_000);
