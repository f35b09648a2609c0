import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Installation } from './installation.ts';
import { provision } from './provision.ts';
import { setDatabaseClocks } from './test-clock.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { newTestInstallation } from '../test-kit/testing.ts';
import { withClient } from '../ground/with-client.ts';

const hourMs = 3_600_000;
let installation: Installation;
beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation, ['cart']);
});
afterAll(() => dropInstallation(installation));

/** A prepared condition, before and after something, as a service has it. */
async function planned(between: () => Promise<unknown>): Promise<[string, string]> {
  const options = '-c search_path=cart,kontor -c plan_cache_mode=force_generic_plan';
  return withClient({ ...addressOf(installation, 'cart'), options }, async (client) => {
    await client.query(
      `prepare due(int) as select from generate_series(1, $1) as n where now() + n * interval '1 s' < kontor_now()`,
    );
    const plan = async () => {
      const { rows } = await client.query<Record<string, string>>('explain verbose execute due(1)');
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const before = await plan();
    await between();
    return [before, await plan()];
  });
}

async function aheadMs(): Promise<number> {
  return withClient(addressOf(installation, 'cart'), async (client) => {
    const { rows } = await client.query<{ ahead: number }>(
      'select extract(epoch from kontor.kontor_now() - now())::float8 * 1000 as ahead',
    );
    return rows[0]!.ahead;
  });
}

test('the clock costs nothing in the condition of a row, until a test moves it', async () => {
  const [before, after] = await planned(() => setDatabaseClocks(installation, hourMs));
  expect(before).toContain('< now()');
  expect(before).not.toContain('kontor_now');
  expect(after).toContain('kontor_now');
  expect(await aheadMs()).toBe(hourMs);
  await provision(installation, ['cart']);
  expect(await aheadMs()).toBe(hourMs);
  await setDatabaseClocks(installation, 0);
  expect(await aheadMs()).toBe(0);
});

test('a database of before gets it too', async () => {
  await withClient({ ...installation.cluster, database: `${installation.prefix}cart` }, (admin) =>
    admin.query(`create or replace function kontor.kontor_now() returns timestamptz language sql stable as
       'select now() + (select moved from kontor.clock)'`),
  );
  const [before, after] = await planned(() => provision(installation, ['cart']));
  expect(before).toContain('kontor_now');
  expect(after).not.toContain('kontor_now');
});
