import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { taxService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [taxService], sandbox: true, transport: 'loopback' });
});
afterAll(() => shop.close());

const client = () => shop.client('tax');

function request(countryCode: string, regionCode?: string, amountMinor = 10_000) {
  return {
    reference: newId(),
    currency: 'USD',
    pricesIncludeTax: false,
    destination: {
      name: 'Ada',
      street: 'Main Street 1',
      city: 'Town',
      postalCode: '10001',
      countryCode,
      regionCode,
    },
    exempt: false,
    lines: [{ lineId: newId(), amountMinor, quantity: 1, taxClass: 'standard' }],
    shippingMinor: 500,
  };
}

test.each([
  ['DE', undefined, 'table', 1_995],
  ['GB', undefined, 'table', 2_100],
  ['CA', 'ON', 'table', 1_365],
  ['US', 'NY', 'provider', 420],
  ['US', 'OR', 'provider', 0],
  ['CH', undefined, 'table', 851],
  ['NO', undefined, 'table', 2_625],
  ['AU', undefined, 'provider', 1_050],
] as const)('%s %s is taxed by the %s', async (country, region, source, taxMinor) => {
  const quote = must(await client().quoteTax(request(country, region), shop.invocation()), 'quote');
  expect(quote).toMatchObject({ source, taxMinor });
});

test('books and food bear their reduced rates in a new shop', async () => {
  const asked = { ...request('DE'), pricesIncludeTax: true, shippingMinor: 0 };
  const of = (taxClass: string) => ({ ...asked, lines: [{ ...asked.lines[0]!, taxClass }] });
  for (const [taxClass, name, taxMinor] of [
    ['books', 'VAT 7%', 654],
    ['reduced', 'VAT 7%', 654],
    ['standard', 'VAT 19%', 1_597],
  ] as const) {
    const quote = must(await client().quoteTax(of(taxClass), shop.invocation()), taxClass);
    expect(quote.taxes).toMatchObject([{ name, taxMinor }]);
  }
});

test.each([
  ['NY', false, 'standard'],
  ['NY', true, 'exempt'],
  ['OR', false, 'outside'],
] as const)('what the provider taxes in %s, exempt %s, is %s', async (region, exempt, category) => {
  const asked = { ...request('US', region), exempt };
  const quote = must(await client().quoteTax(asked, shop.invocation()), 'quote');
  expect(quote.source).toBe('provider');
  expect(quote.lines[0]!.taxCategory).toBe(category);
  expect(quote.shipping.taxCategory).toBe(category);
});

test('the arrow to the provider is in the trace', () => {
  expect(shop.kontor.recorder.edges()).toContainEqual(
    expect.objectContaining({ kind: 'arrow', from: 'tax', to: 'tax-calculation' }),
  );
});

test('a rate that is removed is archived: in no quote, listed when asked for, back when it is set again', async () => {
  const staff = shop.invocation({ actor: shop.staff(['settings:read', 'settings:write']) });
  const place = { countryCode: 'FI', regionCode: null, taxClass: 'books', name: 'VAT' };
  const { rateId } = must(await client().putRate({ ...place, ratePpm: 135_000 }, staff), 'put');
  const list = async (state?: 'archived') => {
    const asked = { countryCode: 'FI', ...(state && { state }) };
    const { items } = must(await client().listRates(asked, staff), 'list');
    return items.filter(({ taxClass }) => taxClass === 'books');
  };
  const inQuote = async () => {
    const asked = request('FI');
    const lines = [{ ...asked.lines[0]!, taxClass: 'books' }];
    return must(await client().quoteTax({ ...asked, lines }, staff), 'quote').missing;
  };
  expect([await inQuote(), await list('archived')]).toEqual([undefined, []]);
  // Of other rates than those that there are it is not removed, and nothing of it is done.
  expect(await client().removeRate({ rateId, expectedVersion: 0 }, staff)).toMatchObject({
    failure: { code: 'tax_rates_changed' },
  });
  expect([await inQuote(), (await list()).length]).toEqual([undefined, 1]);
  must(await client().removeRate({ rateId }, staff), 'remove');
  expect(await inQuote()).toMatchObject([{ countryCode: 'FI', taxClass: 'books' }]);
  expect(await list()).toEqual([]);
  expect(await list('archived')).toMatchObject([
    { rateId, ratePpm: 135_000, archivedAt: expect.any(String) as string },
  ]);
  const back = must(await client().putRate({ ...place, ratePpm: 140_000 }, staff), 'back');
  expect(back).toMatchObject({ rateId, ratePpm: 140_000 });
  expect([await inQuote(), await list('archived')]).toEqual([undefined, []]);
});

test('of two who set a rate the second is told, also after it was archived and came back', async () => {
  const staff = shop.invocation({ actor: shop.staff(['settings:read', 'settings:write']) });
  const place = { countryCode: 'EE', regionCode: 'T1', taxClass: 'books', name: 'VAT' };
  const put = (ratePpm: number, expectedVersion?: number) =>
    client().putRate({ ...place, ratePpm, expectedVersion }, staff);
  const conflictWith = (version: number) => ({
    failure: { code: 'version_conflict', detail: { version } },
  });
  expect(await put(1_000, 3)).toMatchObject(conflictWith(0));
  const { rateId, version } = must(await put(1_000, 0), 'new');
  expect(version).toBe(1);
  expect(await put(2_000, 0)).toMatchObject(conflictWith(1));
  expect(must(await put(2_000, 1), 'first').version).toBe(2);
  expect(await put(3_000, 1)).toMatchObject(conflictWith(2));
  expect(await client().removeRate({ rateId, expectedRate: 1 }, staff)).toMatchObject(
    conflictWith(2),
  );
  must(await client().removeRate({ rateId, expectedRate: 2 }, staff), 'archived');
  expect(await put(3_000, 2)).toMatchObject(conflictWith(0));
  expect(must(await put(3_000), 'back').version).toBe(3);
  const both = await Promise.all([put(4_000, 3), put(5_000, 3)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const { items } = must(await client().listRates({ countryCode: 'EE' }, staff), 'list');
  expect(items.find(({ regionCode }) => regionCode === 'T1')).toMatchObject({ version: 4 });
});

test('a provider that refuses leaves it to the table', async () => {
  const quote = must(await client().quoteTax(request('US'), shop.invocation()), 'quote');
  expect(quote).toMatchObject({ source: 'table_fallback', taxMinor: 0 });
});

test('staff sets rates and settings, and the next quote knows', async () => {
  const channel = 'wholesale';
  const invocation = shop.invocation({
    channel,
    actor: shop.staff(['settings:read', 'settings:write']),
  });
  const rate = {
    countryCode: 'DE',
    regionCode: null,
    taxClass: 'reduced',
    name: 'VAT',
    ratePpm: 70_000,
  };
  must(await client().quoteTax(request('DE'), invocation), 'warm');
  expect(await client().putRate(rate, invocation)).toMatchObject({
    ok: true,
    value: { ratePpm: 70_000 },
  });
  expect(await client().putRate({ ...rate, ratePpm: 50_000 }, invocation)).toMatchObject({
    ok: true,
  });
  expect(await client().putRate({ ...rate, taxClass: 'none-such' }, invocation)).toMatchObject({
    failure: { code: 'tax_class_unknown' },
  });
  expect(
    await client().putRate({ ...rate, components: [{ name: 'a', ratePpm: 1 }] }, invocation),
  ).toMatchObject({ failure: { code: 'components_do_not_sum' } });
  const settings = {
    source: 'table',
    roundingLevel: 'line',
    roundingMode: 'half_up',
    shippingTax: 'highest',
  } as const;
  must(await client().putTaxSettings(settings, invocation), 'settings');
  const asked = request('DE');
  const reduced = { ...asked, lines: [{ ...asked.lines[0]!, taxClass: 'reduced' }] };
  expect(must(await client().quoteTax(reduced, invocation), 'quote').taxMinor).toBe(525);
  expect(must(await client().quoteTax(request('US', 'NY'), invocation), 'table').source).toBe(
    'table',
  );
  const { items: rates } = must(
    await client().listRates({ countryCode: 'DE' }, invocation),
    'list',
  );
  expect(rates.map(({ taxClass }) => taxClass)).toEqual(['books', 'reduced', 'standard']);
  must(await client().removeRate({ rateId: rates[1]!.rateId }, invocation), 'remove');
  expect(must(await client().quoteTax(reduced, invocation), 'standard again').taxMinor).toBe(1_995);
  expect(must(await client().getTaxSettings({}, invocation), 'read')).toEqual({
    channel,
    ...settings,
  });
  expect(
    await client().putRate(rate, shop.invocation({ actor: shop.staff(['settings:read']) })),
  ).toMatchObject({ failure: { code: 'forbidden' } });
});

test('a provider that does not answer leaves it to the table, or to nobody where the channel insists', async () => {
  const alone = await openTestKontor({ services: [taxService] });
  const tax = alone.client('tax');
  const invocation = alone.invocation({ channel: 'insists' });
  expect(await tax.quoteTax(request('US', 'NY'), invocation)).toMatchObject({
    value: { source: 'table_fallback', taxMinor: 420 },
  });
  expect(await tax.quoteTax(request('AU'), invocation)).toMatchObject({
    value: { source: 'table_fallback', taxMinor: 0 },
  });
  const settings = {
    source: 'provider',
    roundingLevel: 'line',
    roundingMode: 'half_up',
    shippingTax: 'standard',
  } as const;
  must(await tax.putTaxSettings(settings, invocation), 'settings');
  expect(await tax.quoteTax(request('AU'), invocation)).toMatchObject({
    failure: { code: 'tax_unavailable' },
  });
  expect(await tax.quoteTax(request('DE'), invocation)).toMatchObject({
    value: { source: 'table_fallback', taxMinor: 1_995 },
  });
  await alone.close();
});
