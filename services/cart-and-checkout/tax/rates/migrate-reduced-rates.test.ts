import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { migrate } from '#platform/provision/provision.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { taxService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [taxService] });
});
afterAll(() => shop.close());

async function ratesByPlace(): Promise<Record<string, unknown>> {
  const { items } = must(await shop.client('tax').listRates({}, shop.invocation()), 'list');
  return Object.fromEntries(
    items.map(({ rateId: _id, ...rate }) => [
      `${rate.countryCode} ${rate.regionCode ?? ''} ${rate.taxClass}`,
      rate,
    ]),
  );
}

test('a shop of standard rates gets the reduced ones, but where its staff has set rates', async () => {
  const fresh = await ratesByPlace();
  const database = shop.database('tax');
  await database.query(
    sql`delete from tax_rate where tax_class <> 'standard' and region_code is null`,
  );
  await database.query(sql`delete from tax_rate where country_code in ('CH', 'NO')`);
  const staff = shop.invocation({ actor: shop.staff(['settings:read', 'settings:write']) });
  const tax = shop.client('tax');
  const small = { countryCode: 'DE', regionCode: null, taxClass: 'standard', name: 'VAT' };
  must(await tax.putRate({ ...small, ratePpm: 0 }, staff), 'a small business charges none');
  const austrian = { ...small, countryCode: 'AT', taxClass: 'reduced', ratePpm: 130_000 };
  must(await tax.putRate(austrian, staff), 'a reduced rate of their own');
  const region = { ...small, countryCode: 'FR', regionCode: 'MQ', ratePpm: 85_000 };
  must(await tax.putRate(region, staff), 'a rate of a region alone');
  const beginning = await ratesByPlace();

  await database.query(sql`delete from migration where name = '0003-reduced-rates'`);
  const folder = new URL('../migrations/', import.meta.url);
  expect(await migrate(shop.installation, 'tax', folder)).toBe(1);

  const untouched = /^(DE|AT|CH|NO) /;
  const added = Object.fromEntries(
    Object.entries(fresh).filter(
      ([place]) => !untouched.test(place) && /^..  (?!standard)/.test(place),
    ),
  );
  expect(Object.keys(added).length).toBeGreaterThan(50);
  expect(await ratesByPlace()).toEqual({ ...beginning, ...added });
});
