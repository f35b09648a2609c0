import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openInventory, stock, type Stocked } from '../stock-for-tests.ts';

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory();
});
afterAll(() => stocked.shop.close());

const all = () => stocked.shop.invocation();
/** Staff whose rights hold for this channel alone. */
const ofHere = () => {
  const actor = stocked.shop.staff(['inventory:read', 'inventory:write']);
  return stocked.shop.invocation({ channel: 'here', actor: { ...actor, channels: ['here'] } });
};
const notHeld = { ok: false, failure: { code: 'channel_not_held' } };

function location(code: string, channels: string[], name = code) {
  return { code, name, channels, priority: 100, address: null, active: true };
}

async function namesOf(code: string): Promise<string[]> {
  const { items } = must(await stocked.client.listLocations({}, all()), 'list');
  return items.filter((one) => one.code === code).map(({ name }) => name);
}

test.each([[['there']], [['here', 'there']], [['*']]])(
  'a location that serves %j is not added by who works for one of them',
  async (channels) => {
    const code = `new-${newId()}`;
    expect(await stocked.client.putLocation(location(code, channels), ofHere())).toMatchObject(
      notHeld,
    );
    expect(await namesOf(code)).toEqual([]);
  },
);

test.each([[['there']], [['here', 'there']], [['*']]])(
  'a location that serves %j is not taken over by who works for one of them',
  async (channels) => {
    const code = `old-${newId()}`;
    must(await stocked.client.putLocation(location(code, channels, 'before'), all()), 'put');
    const mine = location(code, ['here'], 'after');
    expect(await stocked.client.putLocation(mine, ofHere())).toMatchObject(notHeld);
    expect(await namesOf(code)).toEqual(['before']);
  },
);

test('one that somebody adds at this moment is not taken over either', async () => {
  const { client, shop } = stocked;
  const code = `now-${newId()}`;
  let putting: ReturnType<typeof client.putLocation> | undefined;
  await shop.database('inventory').transaction('add', all(), async (tx) => {
    await tx.change(sql`
      insert into location (code, name, channels, priority, active)
      values (${code}, 'before', array['there'], 1, true)`);
    putting = client.putLocation(location(code, ['here'], 'after'), ofHere());
    // It finds none yet, and waits where it writes its own. Within a transaction who waits is read once.
    await expect
      .poll(
        () =>
          shop.database('inventory').first<{ waiting: number }>(sql`
            select count(*)::int as waiting from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`),
        { timeout: 180_000 },
      )
      .toEqual({ waiting: 1 });
  });
  expect(await putting).toMatchObject(notHeld);
  expect(await namesOf(code)).toEqual(['before']);
}, 300_000);

test('one’s own is added and changed', async () => {
  const code = `own-${newId()}`;
  for (const name of ['before', 'after']) {
    must(await stocked.client.putLocation(location(code, ['here'], name), ofHere()), name);
    expect(await namesOf(code)).toEqual([name]);
  }
});

test('what serves one’s channel is seen with its stock, also where it serves all', async () => {
  const { client } = stocked;
  const sku = `seen-${newId()}`;
  const seen: boolean[][] = [];
  for (const channels of [['*'], ['here', 'there'], ['there']]) {
    const put = location(`s-${newId()}`, channels);
    const { locationId } = must(await client.putLocation(put, all()), 'put');
    await stock(stocked, sku, 5, { locationId });
    const { items: locations } = must(await client.listLocations({}, ofHere()), 'locations');
    const { items } = must(await client.listStock({ sku, limit: 10 }, ofHere()), 'stock');
    seen.push([
      locations.some((one) => one.locationId === locationId),
      items.some((one) => one.locationId === locationId),
    ]);
  }
  expect(seen).toEqual([
    [true, true],
    [true, true],
    [false, false],
  ]);
});

test('who works for one channel sets what is kept back at its locations, and nothing else', async () => {
  const { client } = stocked;
  const put = async (channel: string) =>
    must(await client.putLocation(location(`at-${newId()}`, [channel]), all()), 'put').locationId;
  const [here, there] = [await put('here'), await put('there')];
  const sku = `kept-${newId()}`;
  await stock(stocked, sku, 5, { locationId: there });
  await stock(stocked, sku, 5, { locationId: here });
  const set = (given: object) => client.setStockPolicy({ sku, ...given }, ofHere());
  expect(await set({ locationId: there, safetyStock: 2 })).toMatchObject(notHeld);
  expect(await set({ locationId: here, lowStockThreshold: 2 })).toMatchObject(notHeld);
  expect(await set({ locationId: here, policyOverride: 'continue' })).toMatchObject(notHeld);
  expect(await set({ locationId: here, policyOverride: null })).toMatchObject(notHeld);
  expect(await set({ locationId: here, safetyStock: 2 })).toMatchObject({
    value: { safetyStock: 2 },
  });
});
