import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { completedCheckout } from '../orders-for-tests.ts';
import { orderService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [orderService] });
}, 300_000);
afterAll(() => shop.close());

const company = {
  name: 'Kontor East',
  legalName: 'Kontor East K.K.',
  street: '1-2-3 Marunouchi',
  postalCode: '100-0005',
  city: 'Tokyo',
  countryCode: 'JP',
  email: 'east@example.com',
  phone: '',
  websiteUrl: '',
  taxIds: [],
  registerEntries: [],
  bankAccount: null,
  logo: null,
};

const tell = (version: number, change: { timeZone: string | null; company: object | null }) =>
  shop.deliver('product.channel_changed', 'east', version, {
    code: 'east',
    name: 'East',
    currency: 'EUR',
    defaultLocale: 'en',
    locales: ['en'],
    active: true,
    ...(change as { timeZone: string | null; company: typeof company | null }),
  });

test('an order says who sells in its channel, and whose days its dates are', async () => {
  const snapshot = completedCheckout({ channel: 'east' });
  await shop.deliver('checkout.completed', snapshot.checkoutId, 1, snapshot);
  const actor = shop.guest(snapshot.owner.id);
  const seller = async () => {
    const { orderId } = snapshot;
    const asked = shop.invocation({ actor, channel: 'east' });
    return must(await shop.client('order').getOrder({ orderId }, asked), 'read').seller;
  };
  const own = await seller();
  expect(own).toMatchObject({ name: expect.any(String), timeZone: expect.any(String) });
  await tell(3, { timeZone: 'Asia/Tokyo', company });
  const { name, legalName, email } = company;
  expect(await seller()).toEqual({ name, legalName, email, timeZone: 'Asia/Tokyo' });
  // What was told before, and comes late, changes nothing.
  await tell(2, { timeZone: 'Asia/Seoul', company: null });
  expect(await seller()).toMatchObject({ name, timeZone: 'Asia/Tokyo' });
  await tell(4, { timeZone: null, company: null });
  expect(await seller()).toEqual(own);
});
