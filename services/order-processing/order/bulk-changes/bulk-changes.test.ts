import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { OrderBulkAction } from '#contracts/order/bulk/bulk-changes.ts';
import type { Actor, StaffPermission } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { outdatedBulks } from './outdated-bulks.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering({
    settings: { provenRefund: { ofOthers: 1, byCurrency: { EUR: 1_000 } } },
  });
});
afterEach(() => armFailpoints(undefined));
afterAll(() => kit.close());

const by = (actor: Actor = kit.staff) => kit.shop.invocation({ actor });

async function placed(count: number) {
  const sold = [];
  for (let nth = 0; nth < count; nth += 1) sold.push(await kit.placed());
  return { sold, orderIds: sold.map(({ orderId }) => orderId) };
}

const ask = (action: OrderBulkAction, orderIds: readonly string[], more = {}) =>
  kit.orders.startOrderBulk(
    { action, orderIds: [...orderIds], expected: orderIds.length, ...more },
    by(),
  );

/** With what was put off after each try made due. */
async function ended(bulkId: string) {
  for (let tries = 0; tries < 12; tries += 1) {
    await kit.shop.settle();
    const bulk = must(await kit.orders.getOrderBulk({ bulkId }, by()), 'bulk');
    if (bulk.state === 'done') return bulk;
    await kit.shop.moveClock(120_000);
  }
  return must(await kit.orders.getOrderBulk({ bulkId }, by()), 'bulk');
}

const run = async (action: OrderBulkAction, orderIds: readonly string[], more = {}) =>
  ended(must(await ask(action, orderIds, more), 'start').bulkId);

/** What it would come to, as it is told to whoever has not confirmed it. */
async function previewOf(action: OrderBulkAction, orderIds: readonly string[], more = {}) {
  const reply = await ask(action, orderIds, more);
  if (reply.ok || reply.failure.code !== 'bulk_cancellation_unconfirmed')
    throw new Error('it was not asked to be confirmed');
  return reply.failure.detail;
}

/** What rests in the shop of changes of many. */
const bulksThere = () => kit.shop.database('order').query(sql`select id from order_bulk`);

const tagsOf = async (orderId: string) => (await kit.order(orderId)).tags;

const items = async (bulkId: string, outcome: 'refused' | 'changed') => {
  const asked = { bulkId, outcome, limit: 100 };
  return must(await kit.orders.listOrderBulkItems(asked, by()), 'items').items;
};

test('tags of many are changed, found by, and taken back where nobody has changed them since', async () => {
  const { orderIds, sold } = await placed(3);
  const [first, second] = orderIds as [string, string];
  const gift: OrderBulkAction = { do: 'change_tags', add: ['gift'], remove: [] };
  const done = await run(gift, orderIds);
  expect(done).toMatchObject({ does: 'change_tags', about: '+gift', total: 3, changed: 3 });
  expect(await run(gift, orderIds)).toMatchObject({ changed: 0, unchanged: 3 });
  const listed = must(await kit.orders.listOrders({ limit: 10, tag: 'gift' }, by()), 'list').items;
  expect(new Set(listed.map(({ orderId }) => orderId))).toEqual(new Set(orderIds));
  expect(listed[0]!.tags).toEqual(['gift']);
  // Who bought it is told nothing of them.
  const buyer = kit.shop.guest(sold[0]!.owner.id);
  expect((await kit.order(first, buyer)).tags).toBeUndefined();

  await run({ do: 'change_tags', add: ['own'], remove: ['gift'] }, [first]);
  const undone = must(await kit.orders.undoOrderBulk({ bulkId: done.bulkId }, by()), 'undo');
  const back = await ended(undone.bulkId);
  expect(back).toMatchObject({ does: 'undo', undoes: done.bulkId, changed: 2, refused: 1 });
  expect(await items(back.bulkId, 'refused')).toMatchObject([
    { orderId: first, code: 'changed_since' },
  ]);
  expect([await tagsOf(first), await tagsOf(second)]).toEqual([['own'], []]);
  // Once: asked again it is the same one, also of the list.
  const again = must(await kit.orders.undoOrderBulk({ bulkId: done.bulkId }, by()), 'again');
  expect(again.bulkId).toBe(back.bulkId);
  const runs = must(await kit.orders.listOrderBulks({ limit: 1 }, by()), 'runs');
  expect(runs.items).toMatchObject([{ bulkId: back.bulkId }]);
  expect(runs.nextCursor).not.toBeNull();
  const most = Array.from({ length: 50 }, (_, at) => `t${at}`);
  expect(await run({ do: 'change_tags', add: most, remove: [] }, [first])).toMatchObject({
    refused: 1,
  });
});

test('orders are cancelled with a reason, each once, and what has left is told as refused', async () => {
  const { sold, orderIds } = await placed(2);
  const shipped = await kit.placed({ lines: [{ requiresShipping: false }] });
  await kit.shop.settle();
  const all = [...orderIds, shipped.orderId];
  armFailpoints('commit:order.change_in_order_bulk:after=throw@1');
  const cancel: OrderBulkAction = { do: 'cancel', reason: 'Sold out' };
  const { digest } = await previewOf(cancel, all);
  const done = await run(cancel, all, { digest });
  expect(done).toMatchObject({ about: 'Sold out', total: 3, changed: 2, refused: 1 });
  expect(await items(done.bulkId, 'refused')).toMatchObject([
    { orderId: shipped.orderId, orderNumber: shipped.orderNumber, code: 'order_state_conflict' },
  ]);
  for (const { orderId, paymentId, totals } of sold) {
    expect(await kit.order(orderId)).toMatchObject({ state: 'cancelled' });
    expect(await kit.payment(paymentId)).toMatchObject({ refundedMinor: totals.totalMinor });
    const told = (await kit.timeline(orderId)).filter((kind) => kind === 'cancellation_requested');
    expect(told).toHaveLength(1);
  }
  expect(await kit.orders.undoOrderBulk({ bulkId: done.bulkId }, by())).toMatchObject({
    failure: { code: 'bulk_cannot_be_undone' },
  });
});

test('many cancellations that give back much together are for staff who showed who they are', async () => {
  const much = { lines: [{ quantity: 1, unitPriceMinor: 60_000 }] };
  const orderIds = [(await kit.placed(much)).orderId, (await kit.placed(much)).orderId];
  const cancel: OrderBulkAction = { do: 'cancel', reason: 'Sold out' };
  const { digest } = await previewOf(cancel, orderIds);
  expect(await ask(cancel, orderIds, { digest })).toMatchObject({
    failure: { code: 'refund_needs_proof', detail: { limitMinor: 100_000 } },
  });
  expect(await kit.order(orderIds[0]!)).toMatchObject({ state: 'confirmed' });
  expect(await run(cancel, orderIds, { digest, isProven: true })).toMatchObject({ changed: 2 });
});

test('many are cancelled as it was told what follows: another sum or another order is asked about anew', async () => {
  const { sold, orderIds } = await placed(2);
  await kit.shop.settle();
  const [first, second] = sold;
  const cancel: OrderBulkAction = { do: 'cancel', reason: 'Sold out' };
  const told = await previewOf(cancel, orderIds);
  const paid = first!.totals.totalMinor + second!.totals.totalMinor;
  expect(told).toMatchObject({ count: 2, cancellable: 2 });
  expect(told.releasedUnits).toBeGreaterThanOrEqual(2);
  expect(told.sums).toEqual([{ currency: 'EUR', refundedMinor: paid, voidedMinor: 0 }]);
  // One of them gives something back meanwhile: the sum that was confirmed is not the one that follows.
  must(
    await kit.orders.refundOrder(
      { orderId: orderIds[0]!, amountMinor: 100, reason: 'Late' },
      by({ ...kit.staff, permissions: [...kit.staff.permissions, 'orders:refund'] }),
    ),
    'refund',
  );
  await kit.shop.settle();
  const { digest } = told;
  const now = await previewOf(cancel, orderIds, { digest });
  expect(now.sums).toEqual([{ currency: 'EUR', refundedMinor: paid - 100, voidedMinor: 0 }]);
  // The digest of two says nothing of one of them alone.
  await previewOf(cancel, orderIds.slice(1), { digest: now.digest });
  expect(await kit.order(orderIds[1]!)).toMatchObject({ state: 'confirmed' });
  expect(await run(cancel, orderIds, { digest: now.digest })).toMatchObject({ changed: 2 });
});

test('notes are written, and picking begins, for those who may', async () => {
  const { orderIds } = await placed(2);
  await run({ do: 'add_note', note: 'Goes with the next lorry' }, orderIds);
  expect(await kit.timeline(orderIds[0]!)).toContain('note');
  const office = kit.shop.staff(['orders:read', 'orders:write']);
  const picking: OrderBulkAction = { do: 'start_picking' };
  const asked = { action: picking, orderIds, expected: 2 };
  expect(await kit.orders.startOrderBulk(asked, by(office))).toMatchObject({
    failure: { code: 'picking_not_permitted' },
  });
  expect(await run(picking, orderIds)).toMatchObject({ changed: 2 });
  const parts = await kit.shop
    .client('fulfillment')
    .listFulfillments({ limit: 10, orderId: orderIds[0]! }, by());
  expect(must(parts, 'parts').items).toMatchObject([{ state: 'picking' }]);
  expect(await run(picking, orderIds)).toMatchObject({ changed: 0, unchanged: 2 });
  const digital = await kit.placed({ lines: [{ requiresShipping: false }] });
  const none = await run(picking, [digital.orderId]);
  expect(await items(none.bulkId, 'refused')).toMatchObject([{ code: 'nothing_to_pick' }]);
});

test('picking that broke off after it was asked for is told once, also where the change was stopped since', async () => {
  const { orderIds } = await placed(3);
  armFailpoints('commit:order.change_in_order_bulk:before=cut@always');
  const { bulkId } = must(await ask({ do: 'start_picking' }, orderIds), 'start');
  await kit.shop.settle();
  const stopped = must(await kit.orders.stopOrderBulk({ bulkId }, by()), 'stop');
  expect(stopped).toMatchObject({ state: 'stopped', changed: 0 });
  armFailpoints(undefined);
  const waits = async () => (await kit.openStories()).some(({ name }) => name === 'order_bulk');
  for (let tries = 0; tries < 12 && (await waits()); tries += 1) {
    await kit.shop.moveClock(120_000);
    await kit.shop.settle();
  }
  const over = must(await kit.orders.getOrderBulk({ bulkId }, by()), 'over');
  const picked = [];
  for (const orderId of orderIds) {
    const asked = { limit: 10, orderId };
    const parts = must(await kit.shop.client('fulfillment').listFulfillments(asked, by()), 'parts');
    if (parts.items.some(({ state }) => state === 'picking')) picked.push(orderId);
  }
  expect(picked.length).toBeGreaterThan(0);
  expect(picked.length).toBeLessThan(3);
  expect(over).toMatchObject({
    state: 'stopped',
    changed: picked.length,
    unchanged: 0,
    refused: 0,
  });
  expect((await items(bulkId, 'changed')).map(({ orderId }) => orderId)).toEqual(picked);
});

test('a change of many ends with the rights with which it was begun, and not with rights of others', async () => {
  const { orderIds } = await placed(1);
  const begin = async (action: OrderBulkAction) =>
    must(await ask(action, orderIds), 'start').bulkId;
  const stateOf = async (bulkId: string) =>
    must(await kit.orders.getOrderBulk({ bulkId }, by()), 'bulk').state;
  const { id } = kit.staff;
  let told = 0;
  const tell = (permissions: StaffPermission[], channels: Actor['channels'] = '*', who = id) => {
    told += 1;
    return kit.shop.deliver('auth.rights_changed', who, told, {
      actorIds: [newId(), who],
      channels,
      permissions,
    });
  };
  armFailpoints('commit:order.change_in_order_bulk:before=cut@always');
  const tags: OrderBulkAction = { do: 'change_tags', add: ['rights'], remove: [] };
  const [tagging, picking] = [await begin(tags), await begin({ do: 'start_picking' })];
  await kit.shop.settle();
  await tell(['orders:write', 'fulfillment:write']);
  await tell([], [], newId());
  expect([await stateOf(tagging), await stateOf(picking)]).toEqual(['running', 'running']);
  await tell(['orders:write']);
  expect([await stateOf(tagging), await stateOf(picking)]).toEqual(['running', 'stopped']);
  await tell(['orders:write', 'fulfillment:write'], ['elsewhere']);
  expect(await stateOf(tagging)).toBe('stopped');
  const dismissed = await begin(tags);
  await tell([], []);
  expect(await stateOf(dismissed)).toBe('stopped');
  armFailpoints(undefined);
  await kit.shop.moveClock(120_000);
  await kit.shop.settle();
  expect(await tagsOf(orderIds[0]!)).toEqual([]);
});

test('what was changed is told for 30 days, and as long as it is being taken back', async () => {
  const { orderIds } = await placed(1);
  const database = kit.shop.database('order');
  const tidy = async () => {
    const retention = {} as Parameters<typeof outdatedBulks>[0];
    for (const statement of outdatedBulks(retention, 100)) await database.query(statement);
  };
  const isThere = async (bulkId: string) => (await kit.orders.getOrderBulk({ bulkId }, by())).ok;
  const old = await run({ do: 'change_tags', add: ['old'], remove: [] }, orderIds);
  const back = must(await kit.orders.undoOrderBulk({ bulkId: old.bulkId }, by()), 'undo');
  await ended(back.bulkId);
  const age = (bulkId: string, days: number) =>
    database.query(sql`
      update order_bulk set created_at = kontor_now() - ${days} * interval '1 day'
      where id = ${bulkId}`);
  await age(old.bulkId, 31);
  await tidy();
  expect([await isThere(old.bulkId), await isThere(back.bulkId)]).toEqual([true, true]);
  await age(back.bulkId, 31);
  await tidy();
  expect([await isThere(old.bulkId), await isThere(back.bulkId)]).toEqual([false, false]);
});

test('begun several times at once under one key it is one, and each order has one note', async () => {
  const { orderIds } = await placed(1);
  const there = await bulksThere();
  const action: OrderBulkAction = { do: 'add_note', note: 'Only once' };
  const input = { action, orderIds, expected: 1 };
  const asking = by();
  const replies = await Promise.all([1, 2, 3].map(() => kit.orders.startOrderBulk(input, asking)));
  const begun = must(await kit.orders.startOrderBulk(input, asking), 'again');
  for (const reply of replies)
    if (reply.ok) expect(reply.value.bulkId).toBe(begun.bulkId);
    else expect(reply.failure.code).toBe('idempotency_key_in_flight');
  expect(await ended(begun.bulkId)).toMatchObject({ total: 1, changed: 1 });
  expect(await bulksThere()).toHaveLength(there.length + 1);
  expect((await kit.timeline(orderIds[0]!)).filter((kind) => kind === 'note')).toHaveLength(1);
});

test('who stops it while an order is changed waits for that one, and no other is changed', async () => {
  const { orderIds } = await placed(3);
  // Nothing else waits for one of them.
  await kit.shop.settle();
  const held = 'commit:order.change_in_order_bulk:before';
  armFailpoints(`${held}=hold@1`);
  const action: OrderBulkAction = { do: 'change_tags', add: ['halted'], remove: [] };
  const { bulkId } = must(await ask(action, orderIds), 'start');
  await expect.poll(() => isHeld(held), { timeout: 180_000, interval: 20 }).toBe(true);
  const stopping = kit.orders.stopOrderBulk({ bulkId }, by());
  const waiting = () =>
    kit.shop.database('order').query(sql`
      select from pg_stat_activity
      where datname = current_database() and usename = current_user and wait_event_type = 'Lock'`);
  await expect
    .poll(async () => (await waiting()).length, { timeout: 180_000, interval: 20 })
    .toBe(1);
  // The next one is not to be quicker than whoever stops it.
  armFailpoints(`${held}=cut@always`);
  letGo(held);
  expect(must(await stopping, 'stop')).toMatchObject({ state: 'stopped', changed: 1 });
  armFailpoints(undefined);
  await kit.shop.moveClock(120_000);
  await kit.shop.settle();
  const over = must(await kit.orders.getOrderBulk({ bulkId }, by()), 'over');
  expect(over).toMatchObject({ state: 'stopped', changed: 1, refused: 0 });
  const tags = await Promise.all(orderIds.map(tagsOf));
  expect(tags.filter((each) => each?.includes('halted'))).toHaveLength(1);
});

test('what goes wrong without a word with one order is told after some tries, and the others go on', async () => {
  const { orderIds } = await placed(2);
  const database = kit.shop.database('order');
  const cask = newId();
  // A trigger of the database stands for whatever nobody foresaw.
  await database.query(sql`update orders set tags = '{cask}' where id = ${orderIds[0]!}`);
  await database.query(sql`
    create function refuse_cask() returns trigger language plpgsql as
      $$ begin if old.tags = '{cask}' then raise exception 'unforeseen'; end if; return new; end $$`);
  await database.query(sql`
    create trigger refuse_cask before update on orders for each row execute function refuse_cask()`);
  try {
    const done = await run({ do: 'change_tags', add: [cask], remove: [] }, orderIds);
    expect(done).toMatchObject({ total: 2, changed: 1, refused: 1 });
    expect(await items(done.bulkId, 'refused')).toMatchObject([
      { orderId: orderIds[0], code: 'went_wrong' },
    ]);
    expect(await tagsOf(orderIds[1]!)).toEqual([cask]);
  } finally {
    await database.query(sql`drop trigger refuse_cask on orders`);
  }
});

test('it is confirmed by number, bounded by rights, and changes no more once it is stopped', async () => {
  const { orderIds } = await placed(1);
  const tag: OrderBulkAction = { do: 'change_tags', add: ['x'], remove: [] };
  const there = await bulksThere();
  for (const action of [tag, { do: 'cancel', reason: 'Sold out' } as const])
    for (const expected of [0, 1]) {
      const none = { action, where: { tag: 'nobody has it' }, expected };
      expect(await kit.orders.startOrderBulk(none, by())).toMatchObject({
        failure: { code: 'bulk_empty' },
      });
    }
  expect(
    await kit.orders.startOrderBulk({ action: tag, orderIds, expected: 3 }, by()),
  ).toMatchObject({ failure: { code: 'bulk_count_changed', detail: { count: 1 } } });
  expect(await bulksThere()).toEqual(there);
  expect(await ask({ do: 'change_tags', add: [], remove: [] }, orderIds)).toMatchObject({
    failure: { code: 'bulk_action_invalid' },
  });
  expect(await ask(tag, [newId()])).toMatchObject({ failure: { code: 'order_not_found' } });
  const elsewhere = { ...kit.staff, channels: ['west'] };
  const west = kit.shop.invocation({ actor: elsewhere, channel: 'west' });
  const foreign = { action: tag, orderIds, expected: 1 };
  expect(await kit.orders.startOrderBulk(foreign, west)).toMatchObject({
    failure: { code: 'order_not_found' },
  });
  const { bulkId } = await run(tag, orderIds);
  for (const asked of [
    kit.orders.getOrderBulk({ bulkId }, west),
    kit.orders.stopOrderBulk({ bulkId }, west),
    kit.orders.undoOrderBulk({ bulkId }, west),
    kit.orders.listOrderBulkItems({ bulkId, limit: 1 }, west),
  ])
    expect(await asked).toMatchObject({ failure: { code: 'bulk_not_found' } });
  // Stopped before its first: nothing is changed, and what is waiting stays so.
  const later: OrderBulkAction = { do: 'change_tags', add: ['later'], remove: [] };
  armFailpoints('commit:order.change_in_order_bulk:before=cut@always');
  const begun = must(await ask(later, orderIds), 'start');
  await kit.shop.settle();
  const stopped = must(await kit.orders.stopOrderBulk({ bulkId: begun.bulkId }, by()), 'stop');
  expect(stopped).toMatchObject({ state: 'stopped', changed: 0 });
  armFailpoints(undefined);
  await kit.shop.moveClock(120_000);
  expect(await tagsOf(orderIds[0]!)).toEqual(['x']);
  const over = must(await kit.orders.getOrderBulk({ bulkId: begun.bulkId }, by()), 'over');
  expect(over).toMatchObject({ state: 'stopped', changed: 0 });
  const open = (await kit.openStories()).filter(({ name }) => name === 'order_bulk');
  expect(open).toEqual([]);
});
