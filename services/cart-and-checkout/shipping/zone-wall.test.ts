import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { shippingService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [shippingService] });
});
afterAll(() => shop.close());

const client = () => shop.client('shipping');
const rights = () => shop.staff(['settings:read', 'settings:write']);
const all = () => shop.invocation({ actor: rights() });
/** Staff whose rights hold for this channel alone. */
const ofHere = () =>
  shop.invocation({ channel: 'here', actor: { ...rights(), channels: ['here'] } });
const notHeld = { ok: false, failure: { code: 'channel_not_held' } };

function zone(channels: string[], code = `z-${newId().slice(-12)}`, name = 'before') {
  return { code, name, channels, countries: ['NO' as const], regions: [] };
}

async function named(code: string, by = all()): Promise<string[]> {
  const { items } = must(await client().listZones({}, by), 'list');
  return items.filter((one) => one.code === code).map(({ name }) => name);
}

test.each([[['there']], [['here', 'there']], [['*']]])(
  'a zone that serves %j is neither added, taken over nor removed by who works for one of them',
  async (channels) => {
    const added = zone(channels);
    expect(await client().putZone(added, ofHere())).toMatchObject(notHeld);
    expect(await named(added.code)).toEqual([]);
    must(await client().putZone(added, all()), 'put');
    const mine = zone(['here'], added.code, 'after');
    expect(await client().putZone(mine, ofHere())).toMatchObject(notHeld);
    expect(await client().removeZone({ code: added.code }, ofHere())).toMatchObject(notHeld);
    expect(await named(added.code)).toEqual(['before']);
  },
);

test('one’s own is added, changed and removed', async () => {
  const own = zone(['here']);
  for (const name of ['before', 'after']) {
    must(await client().putZone({ ...own, name }, ofHere()), name);
    expect(await named(own.code, ofHere())).toEqual([name]);
  }
  must(await client().removeZone({ code: own.code }, ofHere()), 'remove');
  expect(await named(own.code)).toEqual([]);
});

test('what serves one’s channel is seen, also where it serves all; what serves others is not', async () => {
  const zones = [zone(['*']), zone(['here', 'there']), zone(['there'])];
  for (const one of zones) must(await client().putZone(one, all()), 'put');
  const seen = await Promise.all(zones.map(({ code }) => named(code, ofHere())));
  expect(seen).toEqual([['before'], ['before'], []]);
});
