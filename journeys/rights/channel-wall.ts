import { expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { documentedOperations, send, type Operation } from './documented.ts';
import { staffWrites, type Cells } from './staff-writes.ts';
import type { TwoShops } from './two-shops.ts';
import { writtenState } from './written-state.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}

/** What the API itself says that staff can write. */
async function staffOperations({ shop }: Rights): Promise<Operation[]> {
  const documented = await documentedOperations(shop.url);
  return documented.filter(({ path, method }) => path.startsWith('/v1/admin/') && method !== 'GET');
}

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What the channel’s own people may write is asked by those of another, in either’s name. */
async function writtenByStrangers(
  { shops }: Rights,
  operations: readonly Operation[],
): Promise<string[]> {
  const { own, many, pictures, strangers } = shops;
  const { product, zone, location } = own;
  const things = JSON.stringify([own, many.imports.own, many.bulks.own, pictures.own]);
  const common = new Set(JSON.stringify(shops.shared).match(uuids));
  const ids = (things.match(uuids) ?? []).filter((id) => !common.has(id));
  const names = [...ids, '"west"', product.sku, product.handle, zone, location.code];
  const passed: string[] = [];
  let asked = 0;
  for (const [who, person] of Object.entries(strangers)) {
    for (const operation of operations) {
      const attempt = staffWrites(shops)[operation.operationId]!.own;
      if (!attempt) continue;
      const text = JSON.stringify(attempt);
      // What names nothing of the channel is in their own name a change of their own.
      const isNamed = names.some((name) => text.includes(name));
      for (const channel of isNamed ? ['west', 'default'] : ['west']) {
        const { status, text: told } = await send(person, operation, { ...attempt, channel });
        asked += 1;
        // Of a search for what is of the channel nothing is left to change.
        if (status === 403 || status === 404 || told.includes('"bulk_empty"')) continue;
        const what = `${who} of default ${operation.operationId} in ${channel}`;
        passed.push(`${what}: ${status} ${told.slice(0, 200)}`);
      }
    }
  }
  expect(asked).toBeGreaterThan(200);
  return passed;
}

/** Whoever may act in some channels writes only what belongs to these alone. */
export function channelWall(given: () => Rights): void {
  test('every operation by which staff write has something own and something that is not', async () => {
    const { shops } = given();
    const operations = await staffOperations(given());
    const known = staffWrites(shops);
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.toSorted()).toEqual(Object.keys(known).toSorted());
    const open = Object.entries(known).filter(([, { foreign, shared }]) => !foreign && !shared);
    expect(open.map(([operationId]) => operationId)).toEqual([]);
  });

  test('nothing foreign, mixed or shared is written by a right for one channel, nor what is its own by a right for another', async () => {
    const { shop, shops } = given();
    const operations = await staffOperations(given());
    await shop.settle();
    const before = await writtenState(shop.installation);
    const passed: string[] = [];
    for (const [who, person] of Object.entries(shops.people)) {
      for (const operation of operations) {
        const {
          mixedStatus,
          own: _own,
          ...cells
        }: Cells = staffWrites(shops)[operation.operationId]!;
        for (const [cell, attempt] of Object.entries(cells)) {
          const { status, text } = await send(person, operation, { channel: 'west', ...attempt });
          const allowed = cell === 'mixed' && mixedStatus ? [mixedStatus] : [403, 404];
          if (allowed.includes(status)) continue;
          passed.push(`${who} ${operation.operationId} ${cell}: ${status} ${text.slice(0, 200)}`);
        }
      }
    }
    expect([...passed, ...(await writtenByStrangers(given(), operations))]).toEqual([]);
    await shop.settle();
    const after = await writtenState(shop.installation);
    const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
    expect(changed).toEqual([]);
  });

  test('what is of the channel alone is written by a right for it', async () => {
    const { shops } = given();
    const operations = await staffOperations(given());
    const stopped: string[] = [];
    const table = staffWrites(shops);
    for (const operationId of Object.keys(table)) {
      const operation = operations.find((known) => known.operationId === operationId)!;
      const { own } = table[operationId]!;
      if (!own) continue;
      const { status, text } = await send(shops.people.key, operation, { channel: 'west', ...own });
      // A second hand may have been quicker, but neither a right nor a thing is missing.
      const reached = status < 300 || status === 409 || status === 422;
      if (!reached) stopped.push(`${operationId}: ${status} ${text.slice(0, 200)}`);
    }
    expect(stopped).toEqual([]);
  });

  test('lists of staff and of keys show a manager of one channel no one of another', async () => {
    const { people, foreign, own } = given().shops;
    for (const person of Object.values(people)) {
      for (const list of ['staff', 'api-keys']) {
        // Who may act in one channel alone need not name it.
        const reply = await person.get<{ items: { channels: unknown }[] }>(`/v1/admin/${list}`);
        const { items } = expectStatus(reply, 200);
        expect(new Set(items.map(({ channels }) => String(channels)))).toEqual(new Set(['west']));
      }
      expect((await person.get(`/v1/admin/staff/${foreign.staffId}`)).status).toBe(404);
      expect((await person.get(`/v1/admin/staff/${own.staffId}`)).status).toBe(200);
    }
  });
}
