import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { shippingService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [shippingService],
    sandbox: true,
    transport: 'loopback',
  });
});
afterAll(() => shop.close());

const client = () => shop.client('shipping');
const staff = (channel = 'default') =>
  shop.invocation({ channel, actor: shop.staff(['settings:read', 'settings:write']) });

function request(
  countryCode: string,
  options: { grams?: number; subtotalMinor?: number; currency?: string; regionCode?: string } = {},
) {
  const { grams = 400, subtotalMinor = 2_000, currency = 'EUR', regionCode } = options;
  return {
    currency,
    destination: {
      name: 'Ada',
      street: 'Weg 1',
      city: 'Ort',
      postalCode: '20457',
      countryCode,
      regionCode,
    },
    subtotalMinor,
    lines: [{ lineId: newId(), quantity: 2, weightGrams: grams / 2, amountMinor: subtotalMinor }],
  };
}

async function quote(...arguments_: Parameters<typeof request>) {
  const reply = await client().quoteDelivery(request(...arguments_), shop.invocation());
  return must(reply, 'quote').options;
}

const summary = (options: Awaited<ReturnType<typeof quote>>) =>
  options.map(({ optionId, priceMinor }) => [optionId, priceMinor]);

test('home, cheapest first, with the live quote of the carrier among them', async () => {
  const options = await quote('DE');
  const live = options.find(({ optionId }) => optionId === 'live.sandbox_post.sandbox_standard');
  expect(live).toMatchObject({
    serviceCode: 'sandbox_standard',
    name: 'Sandbox Standard',
    latestDays: 3,
  });
  expect(summary(options.filter((option) => option !== live))).toEqual([
    ['home.standard', 490],
    ['home.express', 1_190],
  ]);
  const prices = options.map(({ priceMinor }) => priceMinor);
  expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  expect(shop.kontor.recorder.edges()).toContainEqual(
    expect.objectContaining({ kind: 'arrow', from: 'shipping', to: 'shipping-provider' }),
  );
});

test.each([
  ['heavier', 'DE', { grams: 6_000 }, 'home.standard', 990],
  ['at the edge of a step', 'DE', { grams: 5_000 }, 'home.standard', 990],
  ['free from its threshold on', 'DE', { subtotalMinor: 7_500 }, 'home.standard', 0],
  ['a cent below the threshold', 'DE', { subtotalMinor: 7_499 }, 'home.standard', 490],
  ['elsewhere in the Union', 'FR', {}, 'europe.standard', 990],
  ['the rest of the world', 'US', {}, 'world.standard', 1_990],
  ['in dollars', 'US', { currency: 'USD' }, 'world.standard', 2_189],
  ['in yen', 'JP', { currency: 'JPY' }, 'world.standard', 3_184],
] as const)('%s', async (_title, country, options, optionId, priceMinor) => {
  const quoted = await quote(country, options);
  expect(quoted.find((option) => option.optionId === optionId)).toMatchObject({ priceMinor });
});

test('a carrier is asked once for one area and weight step, also by many at once', async () => {
  const asked = () =>
    shop.kontor.recorder.edges().find(({ to }) => to === 'shipping-provider')!.count;
  await quote('AT');
  const before = asked();
  await Promise.all(Array.from({ length: 20 }, () => quote('AT', { grams: 300 })));
  expect(asked()).toBe(before);
  await quote('AT', { grams: 3_000 });
  expect(asked()).toBe(before + 1);
});

test('staff changes zones and methods, and the next quote knows', async () => {
  const islands = {
    code: 'islands',
    name: 'Islands',
    channels: ['*'],
    countries: ['US' as const],
    regions: ['US-HI'],
  };
  const method = {
    zoneCode: 'islands',
    code: 'boat',
    name: 'Boat',
    basis: 'items' as const,
    carrierCode: null,
    serviceCode: null,
    earliestDays: 10,
    latestDays: 20,
    active: true,
    rates: [
      { currency: 'USD', from: 0, below: 2, priceMinor: 1_000 },
      { currency: 'USD', from: 2, below: null, priceMinor: 1_500 },
    ],
    freeFrom: [],
  };
  expect(await client().putMethod(method, staff())).toMatchObject({
    failure: { code: 'zone_not_found' },
  });
  must(await client().putZone(islands, staff()), 'zone');
  must(await client().putMethod(method, staff()), 'method');
  const quoted = await quote('US', { currency: 'USD', regionCode: 'HI' });
  expect(summary(quoted).filter(([optionId]) => !String(optionId).startsWith('live.'))).toEqual([
    ['islands.boat', 1_500],
  ]);
  const overlapping = { ...method, rates: [{ ...method.rates[0]!, below: 3 }, method.rates[1]!] };
  expect(await client().putMethod(overlapping, staff())).toMatchObject({
    failure: { code: 'rates_overlap' },
  });
  expect(await client().putMethod({ ...method, latestDays: 1 }, staff())).toMatchObject({
    failure: { code: 'days_invalid' },
  });
  const { items: zones } = must(await client().listZones({}, staff()), 'list');
  expect(zones.find(({ code }) => code === 'islands')).toEqual({
    ...islands,
    version: expect.any(Number),
    holidays: [],
    methods: [{ ...method, version: expect.any(Number), deliveryWeekdays: [1, 2, 3, 4, 5, 6] }],
  });
  must(await client().removeMethod({ zoneCode: 'islands', code: 'boat' }, staff()), 'remove');
  must(await client().removeZone({ code: 'islands' }, staff()), 'remove');
  expect(summary(await quote('US', { currency: 'USD', regionCode: 'HI' }))).toContainEqual([
    'world.standard',
    2_189,
  ]);
  expect(
    await client().putZone(islands, shop.invocation({ actor: shop.staff(['settings:read']) })),
  ).toMatchObject({ failure: { code: 'forbidden' } });
});

test('a channel’s own zone comes before those of all, and of these one with its currency', async () => {
  const channel = 'krona';
  const put = async (code: string, channels: string[], currency: string, priceMinor: number) => {
    const zone = { code, name: code, channels, countries: ['SE' as const], regions: [] };
    must(await client().putZone(zone, staff()), 'zone');
    const days = { earliestDays: 1, latestDays: 2, carrierCode: null, serviceCode: null };
    const post = { zoneCode: code, code: 'post', name: 'Post', basis: 'items' as const };
    const rates = [{ currency, from: 0, below: null, priceMinor }];
    const method = { ...post, ...days, active: true, rates, freeFrom: [] };
    must(await client().putMethod(method, staff()), 'method');
  };
  must(await client().putShippingSettings({ liveQuotes: false }, staff(channel)), 'settings');
  const here = shop.invocation({ channel });
  const quoted = async (currency: string) => {
    const reply = await client().quoteDelivery(request('SE', { currency }), here);
    return reply.ok ? summary(reply.value.options) : [];
  };
  const codes = ['a-krona-isk', 'a-krona-too', 'z-krona-own'] as const;
  // By their codes these come before the seeded one of the European Union.
  await put(codes[0], ['*'], 'ISK', 90_000);
  expect(await quoted('ISK')).toEqual([['a-krona-isk.post', 90_000]]);
  expect(await quoted('EUR')).toContainEqual(['europe.standard', 990]);
  await put(codes[1], ['*'], 'ISK', 80_000);
  await put(codes[2], [channel, 'other'], 'ISK', 70_000);
  expect(await quoted('ISK')).toEqual([['z-krona-own.post', 70_000]]);
  const { currency, ...asked } = request('SE', { currency: 'ISK' });
  const estimate = { currency, countryCode: 'SE', quantity: 1, weightGrams: 100 };
  const { subtotalMinor } = asked;
  const estimated = await client().estimateDelivery({ ...estimate, subtotalMinor }, here);
  expect(must(estimated, 'estimate').options).toMatchObject([{ priceMinor: 70_000 }]);
  // Its own says where nothing goes, too.
  expect(await quoted('EUR')).toEqual([]);
  for (const code of codes) must(await client().removeZone({ code }, staff()), 'remove');
});

test('where nobody delivers to, that is said', async () => {
  const channel = 'closed';
  must(await client().putShippingSettings({ liveQuotes: false }, staff(channel)), 'settings');
  const invocation = shop.invocation({ channel });
  expect(
    await client().quoteDelivery(request('DE', { currency: 'KWD' }), invocation),
  ).toMatchObject({ failure: { code: 'no_delivery_to_address' } });
  const options = must(await client().quoteDelivery(request('DE'), invocation), 'quote').options;
  expect(summary(options)).toEqual([
    ['home.standard', 490],
    ['home.express', 1_190],
  ]);
  expect(must(await client().getShippingSettings({}, staff(channel)), 'read')).toEqual({
    channel,
    liveQuotes: false,
  });
});

test('a carrier that does not answer is left out, and purchases go on', async () => {
  const alone = await openTestKontor({ services: [shippingService] });
  const reply = await alone.client('shipping').quoteDelivery(request('DE'), alone.invocation());
  expect(summary(must(reply, 'quote').options)).toEqual([
    ['home.standard', 490],
    ['home.express', 1_190],
  ]);
  await alone.close();
});
