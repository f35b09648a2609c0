import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { migrate } from '#platform/provision/provision.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { taxService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [taxService], sandbox: true });
});
afterAll(() => shop.close());

const channel = 'asks-provider';

function quote(
  [countryCode, postalCode, regionCode]: readonly [string, string, string?],
  { taxClass = 'standard', ...scope }: { taxClass?: string; channel?: string } = {},
) {
  const place = { countryCode, postalCode, regionCode };
  const request = {
    reference: newId(),
    currency: 'EUR',
    pricesIncludeTax: true,
    destination: { name: 'Ada', street: 'Street 12', city: 'Town', ...place },
    exempt: false,
    lines: [{ lineId: newId(), amountMinor: 10_000, quantity: 1, taxClass }],
    shippingMinor: 500,
  };
  return shop.client('tax').quoteTax(request, shop.invocation(scope));
}

async function taxesOf(place: Parameters<typeof quote>[0], taxClass = 'standard') {
  const { taxes, source, missing } = must(await quote(place, { taxClass }), 'quote');
  expect(missing).toBeUndefined();
  return { source, names: taxes.map(({ name }) => name) };
}

test.each([
  [['ES', '28013'], ['VAT 21%']],
  [['ES', '35017'], ['IGIC 7%']],
  [['ES', '35017', 'GC'], ['IGIC 7%']],
  [['ES', '38001'], ['IGIC 7%']],
  [['ES', '28013', 'GC'], ['VAT 21%']],
  [['ES', '51001'], []],
  [['DE', '78266'], []],
  [['DE', '27498'], []],
  [['IT', '23041'], []],
  [['FI', '22100'], []],
  [['AX', '22100'], []],
  [['FR', '97400'], []],
  [['RE', '97400'], []],
  [['GB', 'JE4 8PW'], []],
  [['GB', 'BT1 1AA'], ['VAT 20%']],
  [['IM', 'IM1 1AA'], ['VAT 20%']],
  [['MC', '98000'], ['VAT 20%']],
  [['AT', '6691'], ['VAT 19%']],
  [['PT', '9000-001'], ['VAT 22%']],
  [['PT', '9500-001'], ['VAT 16%']],
  [['SM', '47890'], []],
] as const)('%j bears %j by the table', async (place, names) => {
  expect(await taxesOf(place)).toEqual({ source: 'table', names });
  const { lines } = must(await quote(place), 'quote');
  expect(lines[0]!.taxCategory).toBe(names.length === 0 ? 'outside' : 'standard');
});

test('books go where a territory has rates of its own, and where it has none', async () => {
  expect((await taxesOf(['ES', '35017'], 'books')).names).toEqual(['IGIC 0%', 'IGIC 7%']);
  expect((await taxesOf(['PT', '9000-001'], 'books')).names).toEqual(['VAT 4%', 'VAT 22%']);
  expect((await taxesOf(['DE', '78266'], 'books')).names).toEqual([]);
});

test('a class that a territory has no rate of bears its country’s', async () => {
  const staff = shop.invocation({ actor: shop.staff(['settings:read', 'settings:write']) });
  const tax = shop.client('tax');
  must(await tax.putClass({ code: 'wine', name: 'Wine' }, staff), 'class');
  const rate = { countryCode: 'PT', regionCode: null, taxClass: 'wine', name: 'VAT' };
  must(await tax.putRate({ ...rate, ratePpm: 130_000 }, staff), 'rate');
  expect((await taxesOf(['PT', '9000-001'], 'wine')).names).toEqual(['VAT 13%', 'VAT 22%']);
});

test('provider and table agree on where a country’s tax is not levied', async () => {
  const staff = shop.invocation({
    channel,
    actor: shop.staff(['settings:read', 'settings:write']),
  });
  const settings = {
    roundingLevel: 'line',
    roundingMode: 'half_up',
    shippingTax: 'standard',
  } as const;
  must(await shop.client('tax').putTaxSettings({ source: 'provider', ...settings }, staff), 'set');
  for (const place of [
    ['ES', '35017'],
    ['DE', '78266'],
    ['FI', '22100'],
    ['FR', '97400'],
    ['GB', 'GY1 1AA'],
  ] as const) {
    const answer = must(await quote(place, { channel }), 'quote');
    expect(answer).toMatchObject({ source: 'provider', taxMinor: 0, taxes: [] });
    expect(answer.lines[0]!.taxCategory).toBe('outside');
  }
  const mainland = must(await quote(['ES', '28013'], { channel }), 'quote');
  expect(mainland).toMatchObject({ source: 'provider', taxes: [{ ratePpm: 210_000 }] });
});

async function rates(): Promise<Record<string, number>> {
  const rows = await shop.database('tax').query<{ place: string; ratePpm: number }>(sql`
    select concat_ws(' ', country_code, region_code, tax_class) as place, rate_ppm from tax_rate
    where country_code in ('AT', 'ES', 'PT') order by 1`);
  return Object.fromEntries(rows.map(({ place, ratePpm }) => [place, ratePpm]));
}

test('a shop of before gets the rates of territories, but where its staff has set some', async () => {
  const database = shop.database('tax');
  const fresh = await rates();
  await database.query(sql`
    delete from tax_rate where region_code in ('XJM', '20', '30')
      or region_code in ('GC', 'TF') and tax_class <> 'standard'`);
  await database.query(sql`
    update tax_rate set rate_ppm = 0 where country_code = 'ES' and region_code = 'TF'`);
  await database.query(sql`
    insert into tax_rate (country_code, region_code, tax_class, name, rate_ppm, components)
    values ('PT', '20', 'standard', 'VAT', 180000, '[]')`);
  await database.query(sql`delete from migration where name = '0006-territories'`);
  const folder = new URL('../migrations/', import.meta.url);
  expect(await migrate(shop.installation, 'tax', folder)).toBe(1);
  const expected: Record<string, number> = {
    ...fresh,
    'ES TF standard': 0,
    'PT 20 standard': 180_000,
  };
  for (const place of Object.keys(fresh))
    if (/^(ES TF|PT 20) (?!standard)/.test(place)) delete expected[place];
  expect(await rates()).toEqual(expected);
});
