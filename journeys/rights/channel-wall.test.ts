import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient, expectStatus, type ApiReply } from '../api-client.ts';
import { openJourneyShop, type JourneyShop } from '../journey-shop.ts';
import { staffWrites, type Attempt, type Cells } from './staff-writes.ts';
import { openTwoShops, type TwoShops } from './two-shops.ts';
import { writtenState } from './written-state.ts';

/** Law of the channel: whoever may act in some channels writes only what belongs to these alone. */
let shop: JourneyShop;
let shops: TwoShops;
let operations: readonly Operation[];
beforeAll(async () => {
  shop = await openJourneyShop();
  [shops, operations] = await Promise.all([openTwoShops(shop), staffOperations(shop.url)]);
});
afterAll(() => shop.close());

interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
}

type Document = { paths: Record<string, Record<string, { operationId: string }>> };

/** What the API itself says that staff can write. */
async function staffOperations(url: string): Promise<Operation[]> {
  const { paths } = expectStatus(await new ApiClient(url).get<Document>('/openapi.json'), 200);
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/v1/admin/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => method !== 'get' && method !== 'parameters')
        .map(([method, { operationId }]) => ({ operationId, method: method.toUpperCase(), path })),
    );
}

function send(
  person: ApiClient,
  { method, path }: Operation,
  { params = {}, query, body, channel = 'west' }: Attempt,
): Promise<ApiReply> {
  const place = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? name),
  );
  const search = query ? `?${new URLSearchParams(query).toString()}` : '';
  const key = method === 'POST' ? { key: crypto.randomUUID() } : {};
  return person.send(method, place + search, { body, ...key, headers: { channel } });
}

test('every operation by which staff write has something own and something that is not', () => {
  const known = staffWrites(shops);
  const ids = operations.map(({ operationId }) => operationId);
  expect(ids.toSorted()).toEqual(Object.keys(known).toSorted());
  const open = Object.entries(known).filter(([, { foreign, shared }]) => !foreign && !shared);
  expect(open.map(([operationId]) => operationId)).toEqual([]);
});

test('nothing foreign, mixed or shared is written by a right for one channel', async () => {
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
        const { status, text } = await send(person, operation, attempt);
        const allowed = cell === 'mixed' && mixedStatus ? [mixedStatus] : [403, 404];
        if (allowed.includes(status)) continue;
        passed.push(`${who} ${operation.operationId} ${cell}: ${status} ${text.slice(0, 200)}`);
      }
    }
  }
  await shop.settle();
  expect(passed).toEqual([]);
  const after = await writtenState(shop.installation);
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  expect(changed).toEqual([]);
});

test('what is of the channel alone is written by a right for it', async () => {
  const stopped: string[] = [];
  const table = staffWrites(shops);
  for (const operationId of Object.keys(table)) {
    const operation = operations.find((known) => known.operationId === operationId)!;
    const { own } = table[operationId]!;
    if (!own) continue;
    const { status, text } = await send(shops.people.key, operation, own);
    // A second hand may have been quicker, but neither a right nor a thing is missing.
    const reached = status < 300 || status === 409 || status === 422;
    if (!reached) stopped.push(`${operationId}: ${status} ${text.slice(0, 200)}`);
  }
  expect(stopped).toEqual([]);
});

test('lists of staff and of keys show a manager of one channel no one of another', async () => {
  const { people, foreign, own } = shops;
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
