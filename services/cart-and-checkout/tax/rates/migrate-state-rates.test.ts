import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { migrate } from '#platform/provision/provision.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { taxService } from '../service.ts';
import { usStateRates } from './us-state-rates.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [taxService] });
});
afterAll(() => shop.close());

async function stateRates(): Promise<Record<string, number>> {
  const asked = shop.client('tax').listRates({ countryCode: 'US' }, shop.invocation());
  const { items: rates } = must(await asked, 'list');
  for (const { name, ratePpm, components } of rates) {
    expect(components).toEqual(ratePpm === 0 ? [] : [{ name, ratePpm }]);
  }
  const states = rates.filter(({ regionCode }) => regionCode !== null);
  return Object.fromEntries(states.map(({ regionCode, ratePpm }) => [regionCode!, ratePpm]));
}

test('a shop that has the old rates gets the right ones, but for what its staff has put', async () => {
  const fresh = Object.entries(usStateRates).map(([code, rate]) => [code, Math.round(rate * 1e6)]);
  const right = Object.fromEntries(fresh) as Record<string, number>;
  expect(await stateRates()).toEqual(right);

  const database = shop.database('tax');
  const old = { AR: 60_000, DC: 60_000, ME: 50_000, UT: 48_500, VA: 43_000 };
  for (const [code, ratePpm] of Object.entries(old)) {
    await database.query(sql`
      update tax_rate set rate_ppm = ${ratePpm},
        components = jsonb_build_array(jsonb_build_object('name', name, 'ratePpm', ${ratePpm}::int))
      where country_code = 'US' and region_code = ${code}`);
  }
  const staff = shop.invocation({ actor: shop.staff(['settings:read', 'settings:write']) });
  const ofState = { countryCode: 'US', taxClass: 'standard', name: 'Sales tax' };
  const stored = { ...ofState, regionCode: 'UT', ratePpm: 48_500 };
  must(await shop.client('tax').putRate(stored, staff), 'the old rate, on purpose');
  const own = { ...ofState, regionCode: 'AR', ratePpm: 95_000 };
  must(await shop.client('tax').putRate(own, staff), 'another rate');

  await database.query(sql`delete from migration where name = '0002-state-rates'`);
  const folder = new URL('../migrations/', import.meta.url);
  expect(await migrate(shop.installation, 'tax', folder)).toBe(1);
  expect(await stateRates()).toEqual({ ...right, UT: 48_500, AR: 95_000 });
});
