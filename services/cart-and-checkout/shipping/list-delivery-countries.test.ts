import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { shippingService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [shippingService], transport: 'loopback' });
});
afterAll(() => shop.close());

const client = () => shop.client('shipping');

async function countriesIn(channel: string, locale = 'en') {
  const invocation = shop.invocation({ channel, locale });
  return must(await client().listDeliveryCountries({}, invocation), 'list').items;
}

test('the rest of the world is every country, by name in the language asked for', async () => {
  const english = await countriesIn('default');
  expect(english.length).toBeGreaterThan(240);
  expect(english).toContainEqual({ countryCode: 'DE', countryName: 'Germany', partly: false });
  const german = await countriesIn('default', 'de');
  const names = german.map(({ countryName }) => countryName);
  expect(names).toContain('Österreich');
  // As people sort them, whatever the code of the letter.
  expect(names.indexOf('Österreich')).toBeLessThan(names.indexOf('Zypern'));
});

test('a country is left out where its zone has no way of delivery, and partly in where regions have one', async () => {
  const channel = `c${newId().slice(-8)}`;
  const staff = shop.invocation({
    channel,
    actor: shop.staff(['settings:read', 'settings:write']),
  });
  const zone = async (countries: string[], regions: string[], active?: boolean) => {
    const code = `a${newId().slice(-8)}`;
    const named = { code, name: code, channels: [channel], countries, regions };
    must(await client().putZone(named, staff), 'zone');
    if (active === undefined) return;
    const days = { earliestDays: 1, latestDays: 2, carrierCode: null, serviceCode: null };
    const post = { zoneCode: code, code: 'post', name: 'Post', basis: 'items' as const };
    const method = { ...post, ...days, active, rates: [], freeFrom: [] };
    must(await client().putMethod(method, staff), 'method');
  };
  must(await client().putShippingSettings({ liveQuotes: false }, staff), 'settings');
  await zone(['NO'], []);
  await zone(['US'], ['US-HI'], false);
  const listed = async (wanted: string) =>
    (await countriesIn(channel)).find(({ countryCode }) => countryCode === wanted);
  expect((await listed('DE'))!.partly).toBe(false);
  expect(await listed('NO')).toBeUndefined();
  expect((await listed('US'))!.partly).toBe(true);
  // Where the carrier is asked, it may have a way.
  must(await client().putShippingSettings({ liveQuotes: true }, staff), 'settings');
  expect((await listed('NO'))!.partly).toBe(false);
});
