import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../product-catalog/inventory/service.ts';
import { openEntry } from './entry-book.ts';
import { inventorySyncService } from './service.ts';

let shop: TestKontor;
let locationId: string;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [inventoryService, inventorySyncService],
    transport: 'loopback',
  });
  const { items: locations } = must(await sync().listLocations({}, call()), 'locations');
  locationId = locations[0]!.locationId;
});
afterAll(() => shop.close());

const sync = () => shop.client('inventory-sync');
const call = () => shop.invocation();
let announced = 0;

async function orderOf(sku: string, quantity: number, received = quantity) {
  const variants = [{ sku, policy: 'continue' as const, tracked: true, removed: false }];
  await shop.deliver('product.variants_changed', newId(), (announced += 1), { variants });
  const receipt = { receiptId: newId(), reason: 'receipt', lines: [{ sku, quantity: received }] };
  must(await sync().receiveStock(receipt, call()), 'receive');
  const [reservationId, lineId] = [newId(), newId()];
  const lines = [{ lineId, sku, quantity }];
  const inventory = shop.client('inventory');
  must(
    await inventory.reserveStock({ reservationId, lines, expiresInSeconds: 60 }, call()),
    'reserve',
  );
  must(await inventory.confirmReservation({ reservationId }, call()), 'confirm');
  return { reservationId, lineId, orderId: newId() };
}

function departureOf(order: Awaited<ReturnType<typeof orderOf>>, quantity: number) {
  const { reservationId, orderId, lineId } = order;
  return {
    departureId: newId(),
    reservationId,
    orderId,
    lines: [{ lineId, locationId, quantity }],
  };
}

async function onHand(sku: string) {
  const page = must(await sync().listStock({ limit: 1, sku }, call()), 'list');
  return page.items[0]!;
}

test('a departure happens once, however often it is told', async () => {
  const departure = departureOf(await orderOf('once', 3), 2);
  const replies = await Promise.all([1, 2, 3].map(() => sync().recordDeparture(departure, call())));
  replies.push(await sync().recordDeparture(departure, call()));
  for (const reply of replies)
    expect(reply).toMatchObject({ ok: true, value: { departedUnits: 2 } });
  expect(await onHand('once')).toMatchObject({ onHand: 1, reserved: 1, departed: 2 });
});

test('a release happens once, and what is left can still depart', async () => {
  const order = await orderOf('released', 3);
  const { reservationId, orderId, lineId } = order;
  const release = { reservationId, orderId, releaseId: newId(), lines: [{ lineId, quantity: 1 }] };
  expect(await sync().releaseReservation(release, call())).toMatchObject({
    value: { releasedUnits: 1 },
  });
  expect(await sync().releaseReservation(release, call())).toMatchObject({
    value: { releasedUnits: 1 },
  });
  expect(await sync().recordDeparture(departureOf(order, 2), call())).toMatchObject({ ok: true });
  const all = { reservationId, orderId, releaseId: newId() };
  expect(await sync().releaseReservation(all, call())).toMatchObject({
    value: { releasedUnits: 0 },
  });
});

test('what was refused may be told again once it is possible', async () => {
  const order = await orderOf('late', 3, 1);
  const departure = departureOf(order, 3);
  expect(await sync().recordDeparture(departure, call())).toMatchObject({
    failure: { code: 'stock_not_on_hand', detail: null },
  });
  const lines = [{ sku: 'late', quantity: 2 }];
  must(await sync().receiveStock({ receiptId: newId(), reason: 'r', lines }, call()), 'receive');
  expect(await sync().recordDeparture(departure, call())).toMatchObject({ ok: true });
  expect(await onHand('late')).toMatchObject({ onHand: 0, departed: 3 });
});

test('who was killed before or after asking is followed up, in the name of who asked', async () => {
  const staff = shop.staff(['inventory:write']);
  const order = await orderOf('killed', 2);
  const departure = departureOf(order, 2);
  const entry = {
    kind: 'departure',
    id: departure.departureId,
    orderId: order.orderId,
    input: departure,
  } as const;
  await openEntry(shop.database('inventory-sync'), shop.invocation({ actor: staff }), entry);
  await shop.settle();
  expect(await onHand('killed')).toMatchObject({ departed: 0 });
  await shop.moveClock(61_000);
  expect(await onHand('killed')).toMatchObject({ departed: 2 });
  const movements = must(await sync().listMovements({ limit: 1, sku: 'killed' }, call()), 'list');
  expect(movements.items[0]).toMatchObject({
    kind: 'departure',
    actorKind: 'staff',
    actorId: staff.id,
  });
  expect(await sync().recordDeparture(departure, call())).toMatchObject({
    value: { departedUnits: 2 },
  });
  const stories = await shop
    .database('inventory-sync')
    .query(sql`select from story where state = 'open'`);
  expect(stories).toEqual([]);
});

test('staff needs the permission for each', async () => {
  const reader = shop.invocation({ actor: shop.staff(['inventory:read']) });
  const lines = [{ sku: 'once', quantity: 1 }];
  const refused = { failure: { code: 'forbidden' } };
  expect(
    await sync().receiveStock({ receiptId: newId(), reason: 'r', lines }, reader),
  ).toMatchObject(refused);
  expect(await sync().countStock({ countId: newId(), reason: 'r', lines }, reader)).toMatchObject(
    refused,
  );
  expect(await sync().listStock({ limit: 5 }, reader)).toMatchObject({ ok: true });
  const nobody = shop.invocation({ actor: shop.customer() });
  expect(await sync().listMovements({ limit: 5 }, nobody)).toMatchObject(refused);
  expect(await sync().reconcile({ sinceHours: 1 }, reader)).toMatchObject(refused);
});

test('a count is handed on, with its shortage', async () => {
  await orderOf('counted', 3);
  const count = { countId: newId(), reason: 'year end', lines: [{ sku: 'counted', quantity: 1 }] };
  expect(await sync().countStock(count, call())).toMatchObject({
    value: { movements: 1, shortages: 1 },
  });
  const open = must(await sync().listShortages({ limit: 5, state: 'open' }, call()), 'list');
  expect(open.items).toMatchObject([{ sku: 'counted', units: 2 }]);
});

test('the id of a count is of one count: what was refused is counted anew, what was booked is not', async () => {
  await orderOf('recounted', 3);
  const { onHand: booked } = must(
    await sync().listStock({ limit: 1, sku: 'recounted' }, call()),
    'list',
  ).items[0]!;
  const line = { sku: 'recounted', quantity: booked + 1 };
  const count = { countId: newId(), reason: 'count', lines: [{ ...line, expectedOnHand: 99 }] };
  expect(await sync().countStock(count, call())).toMatchObject({
    failure: { code: 'stock_moved', detail: { lines: [{ onHand: booked }] } },
  });
  const again = { ...count, lines: [{ ...line, expectedOnHand: booked }] };
  const done = { ok: true, value: { movements: 1 } };
  expect(await sync().countStock(again, call())).toMatchObject(done);
  expect(await sync().countStock(again, call())).toMatchObject(done);
  const other = { ...again, lines: [{ ...line, quantity: booked + 5, expectedOnHand: booked }] };
  expect(await sync().countStock(other, call())).toMatchObject({
    failure: { code: 'count_id_reused' },
  });
  expect(await onHand('recounted')).toMatchObject({ onHand: booked + 1 });
});

test('reconciling finds nothing where both books agree, and each planted difference', async () => {
  const clean = must(await sync().reconcile({ sinceHours: 1 }, call()), 'reconcile');
  expect(clean.differences).toEqual([]);
  expect(clean.checked).toBeGreaterThan(5);
  const order = await orderOf('differs', 3);
  const behind = { ...departureOf(order, 1), orderId: undefined };
  const { orderId: _, ...direct } = behind;
  must(await shop.client('inventory').recordDeparture(direct, call()), 'behind our back');
  const wrong = departureOf(order, 1);
  must(await sync().recordDeparture(wrong, call()), 'departure');
  const book = shop.database('inventory-sync');
  await book.query(sql`update entry set units = 5 where id = ${wrong.departureId}::uuid`);
  const lost = newId();
  await book.query(sql`
    insert into entry (kind, id, state, input, actor, reply, units, settled_at)
    values ('release', ${lost}::uuid, 'done', '{}', '{}', '{}', 1, kontor_now())`);
  const report = must(await sync().reconcile({ sinceHours: 1 }, call()), 'reconcile');
  expect(report.differences).toEqual(
    expect.arrayContaining([
      {
        kind: 'departure',
        id: wrong.departureId,
        problem: 'units_differ',
        unitsHere: 5,
        unitsInInventory: 1,
      },
      {
        kind: 'release',
        id: lost,
        problem: 'missing_in_inventory',
        unitsHere: 1,
        unitsInInventory: null,
      },
      {
        kind: 'departure',
        id: direct.departureId,
        problem: 'missing_here',
        unitsHere: null,
        unitsInInventory: 1,
      },
    ]),
  );
  expect(report.differences).toHaveLength(3);
  const { items, nextCursor } = must(
    await sync().listReconciliations({ limit: 1 }, call()),
    'list',
  );
  expect(items).toEqual([report]);
  const older = must(
    await sync().listReconciliations({ limit: 1, cursor: nextCursor! }, call()),
    'list',
  );
  expect(older).toMatchObject({ items: [clean], nextCursor: null });
});
