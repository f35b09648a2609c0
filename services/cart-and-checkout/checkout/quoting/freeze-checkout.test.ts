import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { hamburg, openPurchases, type Purchases } from '../purchases-for-tests.ts';

describe('a checkout', () => {
  let all: Purchases;
  beforeAll(async () => {
    all = await openPurchases();
  }, 300_000);
  afterAll(() => all.shop.close());

  async function opened(quantity = 1) {
    const guest = all.shop.guest();
    const sku = await all.sell(50, 1_999);
    const { cartId } = await all.fill(guest, sku, quantity);
    const checkout = must(await all.checkouts.openCheckout({ cartId }, all.as(guest)), 'open');
    return { guest, sku, cartId, checkout };
  }

  test('says what is missing, in order', async () => {
    const { checkout } = await opened();
    expect(checkout.totals).toBeNull();
    expect(checkout.problems.map(({ code }) => code)).toEqual([
      'email_missing',
      'shipping_address_missing',
    ]);
  });

  test('totals sum exactly, tax included, and rise in versions', async () => {
    const { guest, checkout } = await opened(3);
    const { checkoutId } = checkout;
    const said = { checkoutId, email: 'ada@example.com', shippingAddress: hamburg };
    const frozen = must(await all.checkouts.updateCheckout(said, all.as(guest)), 'update');
    const totals = frozen.totals!;
    expect(frozen.version).toBe(checkout.version + 1);
    expect(totals.subtotalMinor).toBe(5_997);
    expect(totals.discountMinor).toBe(0);
    expect(totals.totalMinor).toBe(totals.subtotalMinor + totals.shippingMinor);
    const lineTax = frozen.lines.reduce((sum, line) => sum + line.taxMinor, 0);
    expect(totals.taxMinor).toBe(lineTax + totals.shippingTaxMinor);
    expect(totals.taxMinor).toBe(totals.taxes.reduce((sum, share) => sum + share.taxMinor, 0));
    expect(totals.taxMinor).toBe(Math.round((totals.totalMinor * 19) / 119));
    expect(totals.taxes.map(({ name, label }) => [name, label])).toEqual([['VAT 19%', 'VAT 19%']]);
    expect(frozen.lines.map(({ taxCategory }) => taxCategory)).toEqual(['standard']);
    expect(totals.shippingTaxCategory).toBe('standard');
    expect(frozen.delivery).toMatchObject({ optionId: 'home.standard' });
    for (const option of frozen.deliveryOptions) {
      const chosen = must(
        await all.checkouts.updateCheckout(
          { checkoutId, deliveryOptionId: option.optionId },
          all.as(guest),
        ),
        'choose',
      );
      expect(chosen.totals!.shippingMinor).toBe(option.priceMinor);
      expect(chosen.totals!.totalMinor).toBe(5_997 + option.priceMinor);
    }
  });

  test('what a carrier quotes is cheaper, and is still chosen by people alone', async () => {
    const { guest, checkout } = await opened();
    const { checkoutId } = checkout;
    const away = { ...hamburg, postalCode: '8001', city: 'Zürich', countryCode: 'CH' as const };
    const said = { checkoutId, email: 'ada@example.com', shippingAddress: away };
    const { delivery, deliveryOptions } = must(
      await all.checkouts.updateCheckout(said, all.as(guest)),
      'update',
    );
    const [cheapest] = deliveryOptions;
    expect(cheapest!.carrierId).toEqual(expect.any(String));
    expect(delivery).toMatchObject({ optionId: 'world.standard' });
    expect(delivery!.priceMinor).toBeGreaterThan(cheapest!.priceMinor);
    const wished = { checkoutId, deliveryOptionId: cheapest!.optionId };
    const chosen = must(await all.checkouts.updateCheckout(wished, all.as(guest)), 'choose');
    expect(chosen.delivery).toEqual(cheapest);
  });

  test('what a carrier quoted is chosen while it answers nobody, but for no other address', async () => {
    const { guest, checkout } = await opened(2);
    const { checkoutId } = checkout;
    const away = { ...hamburg, postalCode: '3001', city: 'Bern', countryCode: 'CH' as const };
    const said = { checkoutId, email: 'ada@example.com', shippingAddress: away };
    const change = async (input: Parameters<typeof all.checkouts.updateCheckout>[0]) =>
      must(await all.checkouts.updateCheckout(input, all.as(guest)), 'update');
    const [cheapest] = (await change(said)).deliveryOptions;
    // What it quoted last is forgotten.
    await all.shop.moveClock(61_000);
    await all.shop.sandbox.control('faults', { system: 'carrier', kind: 'status', times: 100 });
    const wished = { checkoutId, deliveryOptionId: cheapest!.optionId };
    expect((await change(wished)).delivery).toEqual(cheapest);
    const elsewhere = { ...away, postalCode: '4001', city: 'Basel' };
    const moved = await change({ checkoutId, shippingAddress: elsewhere });
    await all.shop.sandbox.clearFaults();
    expect(moved.delivery).toMatchObject({ optionId: 'world.standard' });
  });

  test('null takes away what was said, and what is left out stays', async () => {
    const { guest, checkout } = await opened();
    const { checkoutId } = checkout;
    const change = async (said: object) =>
      must(await all.checkouts.updateCheckout({ checkoutId, ...said }, all.as(guest)), 'update');
    await change({ email: 'ada@example.com', phone: '+494012345678', shippingAddress: hamburg });
    const billed = await change({ billingAddress: { ...hamburg, city: 'Kiel' } });
    expect(billed).toMatchObject({ email: 'ada@example.com', shippingAddress: hamburg });
    const cheapest = await change({ billingAddress: null, phone: null, deliveryOptionId: null });
    expect(cheapest).toMatchObject({ billingAddress: null, phone: null, problems: [] });
    // As a form has it whose field was emptied.
    await change({ phone: '+494012345678' });
    expect(await change({ phone: ' ' })).toMatchObject({ phone: null, problems: [] });
    expect(cheapest.delivery).toMatchObject({ optionId: 'home.standard' });
    const emptied = await change({ email: null, shippingAddress: null });
    expect(emptied).toMatchObject({ email: null, shippingAddress: null, totals: null });
    expect(emptied.problems.map(({ code }) => code)).toEqual([
      'email_missing',
      'shipping_address_missing',
    ]);
  });

  test('opening again refreshes the one open checkout and keeps what was said', async () => {
    const { guest, sku, cartId, checkout } = await opened();
    const { checkoutId } = checkout;
    const said = { checkoutId, email: 'ada@example.com', shippingAddress: hamburg };
    must(await all.checkouts.updateCheckout(said, all.as(guest)), 'update');
    must(await all.carts.addLine({ cartId, sku, quantity: 1 }, all.as(guest)), 'add');
    const key = newId();
    const again = must(await all.checkouts.openCheckout({ cartId }, all.as(guest, key)), 'open');
    expect(again).toMatchObject({ checkoutId, version: 3, email: 'ada@example.com' });
    expect(again.totals!.subtotalMinor).toBe(2 * 1_999);
    expect(must(await all.checkouts.openCheckout({ cartId }, all.as(guest, key)), 'again')).toEqual(
      again,
    );
  });

  test('twenty who open one cart at once get one checkout', async () => {
    const guest = all.shop.guest();
    const { cartId } = await all.fill(guest, await all.sell(5));
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => all.checkouts.openCheckout({ cartId }, all.as(guest))),
    );
    const ids = replies.map((reply) => must(reply, 'open').checkoutId);
    expect(new Set(ids).size).toBe(1);
  });

  test('a cart is bought once: no second checkout on it, even before it hears of the first', async () => {
    const guest = all.shop.guest();
    const checkout = await all.ready(guest, await all.sell(5));
    must(await all.complete(guest, checkout), 'complete');
    const { cartId } = checkout;
    expect(await all.checkouts.openCheckout({ cartId }, all.as(guest))).toMatchObject({
      failure: { code: 'cart_not_active' },
    });
    await all.shop.settle();
    expect(await all.checkouts.openCheckout({ cartId }, all.as(guest))).toMatchObject({
      failure: { code: 'cart_not_active' },
    });
  });

  test.each([
    ['address_invalid', { shippingAddress: { ...hamburg, postalCode: '1' } }],
    ['address_invalid', { phone: '12' }],
    ['delivery_option_unknown', { shippingAddress: hamburg, deliveryOptionId: 'by-pigeon' }],
    ['version_conflict', { expectedVersion: 7 }],
    ['checkout_not_found', { checkoutId: newId() }],
  ])('refuses and stores nothing: %s', async (code, change) => {
    const { guest, checkout } = await opened();
    const { checkoutId } = checkout;
    const reply = await all.checkouts.updateCheckout({ checkoutId, ...change }, all.as(guest));
    expect(reply).toMatchObject({ failure: { code } });
    expect(must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read')).toEqual(
      checkout,
    );
  });

  test('a cart with what is not sold any more is not opened, and blocks what is open', async () => {
    const { guest, sku, cartId, checkout } = await opened();
    await all.products.put(sku, { status: 'draft' });
    const refused = await all.checkouts.openCheckout({ cartId }, all.as(guest));
    expect(refused).toMatchObject({ failure: { code: 'cart_has_problems' } });
    const { checkoutId } = checkout;
    const said = { checkoutId, email: 'ada@example.com', shippingAddress: hamburg };
    const blocked = must(await all.checkouts.updateCheckout(said, all.as(guest)), 'update');
    expect(blocked.problems).toMatchObject([{ code: 'not_sellable' }]);
    expect(await all.complete(guest, blocked)).toMatchObject({
      failure: { code: 'checkout_incomplete' },
    });
  });

  test('two updates at once both take effect, one after the other', async () => {
    const { guest, checkout } = await opened();
    const { checkoutId } = checkout;
    const replies = await Promise.all([
      all.checkouts.updateCheckout({ checkoutId, email: 'ada@example.com' }, all.as(guest)),
      all.checkouts.updateCheckout({ checkoutId, shippingAddress: hamburg }, all.as(guest)),
    ]);
    for (const reply of replies) expect(reply.ok).toBe(true);
    const read = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
    expect(read).toMatchObject({ version: 3, email: 'ada@example.com', problems: [] });
  });

  test('an idle checkout is abandoned and its cart opened anew', async () => {
    const { guest, cartId, checkout } = await opened();
    await all.shop.moveClock(8 * 86_400_000);
    await all.abandonIdle();
    const { checkoutId } = checkout;
    const old = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
    expect(old.state).toBe('abandoned');
    const renewed = must(await all.checkouts.openCheckout({ cartId }, all.as(guest)), 'open');
    expect(renewed.checkoutId).not.toBe(checkoutId);
  });

  test('settings of tax and shipping are handed on to staff alone', async () => {
    const ask = (permissions: Parameters<typeof all.shop.staff>[0]) =>
      all.checkouts.listTaxRates({ countryCode: 'DE' }, all.as(all.shop.staff(permissions)));
    expect(must(await ask(['settings:read']), 'rates').items).not.toEqual([]);
    expect(await ask(['orders:read'])).toMatchObject({ failure: { code: 'forbidden' } });
  });
});
