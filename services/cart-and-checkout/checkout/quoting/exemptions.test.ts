import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import type { KnownExemption } from '#contracts/tax-exemption.ts';
import type { Actor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { hamburg, openPurchases, type Purchases } from '../purchases-for-tests.ts';
import { exemptionFor } from './exemptions.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());

const certificate = (change: Partial<KnownExemption> = {}): KnownExemption => ({
  exemptionId: newId(),
  reason: 'diplomatic',
  certificateNumber: 'EX-1',
  issuedBy: 'Finanzamt Hamburg-Mitte',
  places: ['DE'],
  validFrom: '2020-01-01',
  validUntil: null,
  ...change,
});

function report({ id: customerId }: Actor, version: number, exemptions: KnownExemption[]) {
  const data = { customerId, exemptions };
  return all.shop.deliver('customer.exemption_changed', customerId, version, data);
}

async function placed(checkoutId: string): Promise<OrderSnapshot> {
  const row = await all.shop.database('checkout').first<{ data: OrderSnapshot }>(sql`
    select data from outbox
    where type = 'checkout.completed' and data ->> 'checkoutId' = ${checkoutId}`);
  return row!.data;
}

test('who has a certificate buys without tax where it counts, and the order says which', async () => {
  const customer = all.shop.customer();
  const kept = certificate();
  await report(customer, 2, [kept]);
  const checkout = await all.ready(customer, await all.sell(10, 1_999), 2);
  const { exemptionId, reason, certificateNumber, issuedBy } = kept;
  const applied = { exemptionId, reason, certificateNumber, issuedBy };
  expect(checkout.taxExemption).toEqual(applied);
  expect(checkout.totals).toMatchObject({ taxMinor: 0, taxes: [], shippingTaxCategory: 'exempt' });
  expect(checkout.lines[0]).toMatchObject({ taxMinor: 0, taxCategory: 'exempt' });

  // What was frozen stays, though the certificate ends before it is completed.
  await report(customer, 3, []);
  must(await all.complete(customer, checkout), 'complete');
  const order = await placed(checkout.checkoutId);
  expect(order.taxExemption).toEqual(applied);
  expect(order.lines[0]!.taxCategory).toBe('exempt');

  const later = await all.ready(customer, await all.sell(1));
  expect(later.taxExemption).toBeUndefined();
  expect(later.totals!.taxMinor).toBeGreaterThan(0);
});

describe('totals that were frozen long ago', () => {
  afterEach(() => all.shop.moveClock(0));

  test.each([
    ['are bought as they are while the certificate counts', true],
    ['are told anew, with the tax, once it was ended', false],
  ] as const)('%s', async (_what, stays) => {
    const customer = all.shop.customer();
    await report(customer, 2, [certificate()]);
    const checkout = await all.ready(customer, await all.sell(2));
    if (!stays) await report(customer, 3, []);
    await all.shop.moveClock(31 * 60_000);
    const reply = await all.complete(customer, checkout);
    if (stays) expect(must(reply, 'complete').status).toBe('completed');
    else expect(reply).toMatchObject({ failure: { code: 'price_changed' } });
    const { checkoutId } = checkout;
    const read = must(await all.checkouts.getCheckout({ checkoutId }, all.as(customer)), 'read');
    expect(read.totals!.taxMinor > 0).toBe(!stays);
    expect(read.taxExemption === undefined).toBe(!stays);
  });
});

test('to another place, for somebody else and for guests tax is asked for', async () => {
  const customer = all.shop.customer();
  const sku = await all.sell(10);
  await report(customer, 2, [certificate({ places: ['FR'] })]);
  for (const actor of [customer, all.shop.customer(), all.shop.guest()]) {
    const taxed = await all.ready(actor, sku);
    expect(taxed.totals!.taxMinor).toBeGreaterThan(0);
    expect(taxed.taxExemption).toBeUndefined();
  }
});

test('what is told late never overwrites what is newer', async () => {
  const customer = all.shop.customer();
  await report(customer, 5, []);
  await report(customer, 4, [certificate()]);
  const checkout = await all.ready(customer, await all.sell(1));
  expect(checkout.totals!.taxMinor).toBeGreaterThan(0);
});

test('a provider is told of it', async () => {
  const customer = all.shop.customer();
  await report(customer, 2, [certificate({ places: ['US-NY'], reason: 'resale' })]);
  const sku = await all.sell(5);
  const { cartId } = await all.fill(customer, sku);
  const { checkoutId } = must(
    await all.checkouts.openCheckout({ cartId }, all.as(customer)),
    'open',
  );
  const toState = async (regionCode: string, postalCode: string) => {
    const shippingAddress = {
      ...hamburg,
      postalCode,
      regionCode,
      city: 'Town',
      countryCode: 'US',
    };
    const said = { checkoutId, email: 'ada@example.com', shippingAddress };
    return must(await all.checkouts.updateCheckout(said, all.as(customer)), 'update');
  };
  const exempt = await toState('NY', '10001');
  expect(exempt.totals).toMatchObject({ taxMinor: 0 });
  expect(exempt.lines[0]!.taxCategory).toBe('exempt');
  const taxed = await toState('CA', '90001');
  expect(taxed.totals!.taxMinor).toBeGreaterThan(0);
  expect(taxed.taxExemption).toBeUndefined();
});

test.each([
  ['its first day', { validFrom: '2026-03-09' }, true],
  ['its last day, where the shop is', { validUntil: '2026-03-09' }, true],
  ['the day before', { validFrom: '2026-03-10' }, false],
  ['the day after', { validUntil: '2026-03-08' }, false],
] as const)('a certificate on %s counts: %j %s', (_what, change, counts) => {
  // In Tokyo the 9th has come; in UTC it is the 8th still.
  const moment = Date.parse('2026-03-08T20:00:00Z');
  const before = clock.currentOffsetMs();
  clock.setOffsetMs(before + moment - clock.nowMs());
  try {
    const found = exemptionFor([certificate(change)], hamburg, { timeZone: 'Asia/Tokyo' });
    expect(found !== undefined).toBe(counts);
  } finally {
    clock.setOffsetMs(before);
  }
});

test('of several the one that lasts longest counts', () => {
  const until = (validUntil: string | null) => certificate({ validUntil });
  const [short, endless, long] = [until('2098-01-01'), until(null), until('2099-01-01')];
  expect(exemptionFor([short, endless, long], hamburg, {})).toBe(endless);
  expect(exemptionFor([short, long], hamburg, {})).toBe(long);
});
