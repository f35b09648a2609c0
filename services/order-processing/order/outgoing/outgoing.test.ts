import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { refundStory } from '../orders/order-stories.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
let refunder: Actor;
beforeAll(async () => {
  kit = await openOrdering();
  refunder = kit.shop.staff(['orders:read', 'orders:refund']);
});
afterEach(() => {
  armFailpoints(undefined);
  letGo();
});
afterAll(() => kit.close());

/** Longer than any test looks: its own timer starts nothing, the moved clock does. */
const waitSeconds = 30;
const itsTime = 31_000;
const by = (actor: Actor = refunder, more = {}) => kit.shop.invocation({ actor, ...more });

async function waitingRefund(amountMinor = 700, more = {}) {
  const sold = await kit.placed();
  const { orderId } = sold;
  const asked = { orderId, amountMinor, reason: 'damaged', waitSeconds };
  const refund = must(await kit.orders.refundOrder(asked, by(refunder, more)), 'refund');
  return { sold, orderId, asked, refund, outgoing: refund.outgoing! };
}

/** At rest once all that was begun is done. */
async function afterItsTime() {
  await kit.shop.settle();
  await kit.shop.moveClock(itsTime);
  for (let tries = 0; tries < 10 && (await kit.openStories()).length > 0; tries += 1) {
    await kit.shop.moveClock(60_000);
  }
}

const undoRefund = (outgoingId: string, actor: Actor = refunder) =>
  kit.orders.undoRefund({ outgoingId }, by(actor));

/** What the provider was asked for, as its own book says. */
async function askedOfProvider({ paymentId }: { paymentId: string }) {
  const { refundedMinor } = await kit.payment(paymentId);
  const asked = await kit.shop
    .database('payment')
    .query(sql`select from refund where payment_id = ${paymentId}`);
  return { refundedMinor, asked: asked.length };
}

describe('a refund that waits', () => {
  test('goes out when its time has come, once, whoever looks', async () => {
    const { sold, orderId, refund, outgoing } = await waitingRefund();
    expect(outgoing).toMatchObject({
      outgoingId: refund.refundId,
      kind: 'refund',
      subjectId: orderId,
      state: 'waiting',
      amountMinor: 700,
      currency: 'EUR',
    });
    expect(Date.parse(outgoing.startsAt) - Date.parse(outgoing.askedAt)).toBeGreaterThan(25_000);
    await kit.shop.settle();
    expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 0, asked: 0 });
    expect(await kit.timeline(orderId)).toContain('refund_requested');
    const listed = must(await kit.orders.listOutgoing({}, by()), 'list');
    expect(listed.items).toContainEqual(outgoing);
    await afterItsTime();
    expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 700, asked: 1 });
    expect(must(await kit.orders.listOutgoing({}, by()), 'list').items).toEqual([]);
    expect(await undoRefund(refund.refundId)).toMatchObject({
      failure: { code: 'outgoing_state_conflict', detail: { state: 'started' } },
    });
    expect(await kit.openStories()).toEqual([]);
  });

  test('that is undone asks nothing of the provider and leaves all to be refunded', async () => {
    const { sold, orderId, refund } = await waitingRefund();
    const colleague = kit.shop.staff(['orders:refund']);
    expect(await kit.orders.undoRefund({ outgoingId: newId() }, by())).toMatchObject({
      failure: { code: 'outgoing_not_found' },
    });
    const stale = { outgoingId: refund.refundId, expectedVersion: 7 };
    expect(await kit.orders.undoRefund(stale, by())).toMatchObject({
      failure: { code: 'version_conflict', detail: { version: 1 } },
    });
    const exact = { outgoingId: refund.refundId, expectedVersion: 1 };
    const undone = must(await kit.orders.undoRefund(exact, by(colleague)), 'undo');
    expect(undone).toMatchObject({ state: 'undone', version: 2 });
    expect(must(await undoRefund(refund.refundId), 'again')).toEqual(undone);
    await afterItsTime();
    expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 0, asked: 0 });
    expect(await kit.timeline(orderId)).toContain('refund_undone');
    const guest = by(kit.shop.guest(sold.owner.id));
    expect(must(await kit.orders.listRefunds({ orderId }, guest), 'guest').items).toEqual([]);
    const staff = must(await kit.orders.listRefunds({ orderId }, by(kit.staff)), 'staff').items;
    expect(staff).toMatchObject([{ state: 'failed', outgoing: { state: 'undone' } }]);
    must(await kit.refund(orderId, { amountMinor: sold.totals.totalMinor }), 'all of it');
    await kit.shop.settle();
  });

  test('counts already: no second one takes the same money, and no cancellation comes between', async () => {
    const { sold, orderId, outgoing } = await waitingRefund(1_000);
    const most = sold.totals.totalMinor - 1_000;
    expect(await kit.refund(orderId, { amountMinor: most + 1 })).toMatchObject({
      failure: { code: 'refund_exceeds_captured', detail: { refundableMinor: most } },
    });
    const { outgoingId, startsAt } = outgoing;
    const waits = {
      ok: false,
      failure: { code: 'outgoing_waits', detail: { outgoingId, kind: 'refund', startsAt } },
    };
    expect(await kit.cancel(orderId)).toMatchObject(waits);
    const later = { orderId, reason: 'twice', waitSeconds };
    expect(await kit.orders.cancelOrder(later, by(kit.staff))).toMatchObject(waits);
    expect(await kit.order(orderId)).toMatchObject({ state: 'confirmed' });
    must(await undoRefund(outgoingId), 'undo');
    must(await kit.cancel(orderId), 'cancel');
    await kit.shop.settle();
    expect(await kit.payment(sold.paymentId)).toMatchObject({
      refundedMinor: sold.totals.totalMinor,
    });
  });

  test('lies until its time while another refund of its order goes out', async () => {
    const { sold, orderId, refund } = await waitingRefund();
    const { paymentId } = sold;
    must(await kit.refund(orderId, { amountMinor: 500 }), 'at once');
    await kit.shop.settle();
    const { capturedMinor, refundedMinor, version: paymentVersion } = await kit.payment(paymentId);
    const news = { paymentId, orderId, amountMinor: 500, currency: 'EUR', capturedMinor };
    const refunded = { ...news, change: 'refunded', refundedMinor, paymentVersion } as const;
    await kit.shop.deliver('payment.changed', paymentId, 9, refunded);
    await kit.shop.settle();
    expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 500, asked: 1 });
    expect(must(await undoRefund(refund.refundId), 'undo')).toMatchObject({ state: 'undone' });
    await afterItsTime();
    expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 500, asked: 1 });
  });

  test('is not paid before its time, whoever begins its story', async () => {
    const { sold, refund } = await waitingRefund();
    await kit.shop
      .database('order')
      .transaction('wake', by(), async (tx) => tx.stories.restart(refundStory, refund.refundId));
    await kit.shop.settle();
    expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 0, asked: 0 });
    await afterItsTime();
    expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 700, asked: 1 });
  });

  test('does not keep the customer from cancelling, who has all back whether it is undone or not', async () => {
    for (const isUndone of [true, false]) {
      const { sold, orderId, refund } = await waitingRefund();
      must(await kit.cancel(orderId, kit.shop.guest(sold.owner.id)), 'cancel');
      if (isUndone) must(await undoRefund(refund.refundId), 'undo');
      await afterItsTime();
      const { totalMinor } = sold.totals;
      expect(await kit.order(orderId)).toMatchObject({
        state: 'cancelled',
        refundedMinor: totalMinor,
      });
      expect(await kit.payment(sold.paymentId)).toMatchObject({ refundedMinor: totalMinor });
    }
  });

  test('under the same key is the same one, and who may not refund cannot undo it', async () => {
    const idempotencyKey = newId();
    const { asked, refund } = await waitingRefund(700, { idempotencyKey });
    const again = await kit.orders.refundOrder(asked, by(refunder, { idempotencyKey }));
    expect(must(again, 'again')).toEqual(refund);
    const writer = kit.shop.staff(['orders:read', 'orders:write']);
    expect(await undoRefund(refund.refundId, writer)).toMatchObject({
      failure: { code: 'forbidden' },
    });
    const elsewhere = by({ ...refunder, channels: ['elsewhere'] }, { channel: 'elsewhere' });
    const outgoingId = refund.refundId;
    expect(await kit.orders.undoRefund({ outgoingId }, elsewhere)).toMatchObject({
      failure: { code: 'outgoing_not_found' },
    });
    must(await undoRefund(refund.refundId), 'undo');
  });

  test.each(['before', 'after'] as const)(
    'undone while its start is held %s its commit: one of them wins',
    async (when) => {
      const { sold, refund } = await waitingRefund();
      const place = `commit:order.start_outgoing:${when}`;
      armFailpoints(`${place}=hold`);
      const started = kit.shop.moveClock(itsTime);
      await vi.waitUntil(() => isHeld(place), { timeout: 120_000 });
      const undoing = undoRefund(refund.refundId);
      armFailpoints(undefined);
      letGo();
      await started;
      expect(await undoing).toMatchObject({
        failure: { code: 'outgoing_state_conflict', detail: { state: 'started' } },
      });
      await afterItsTime();
      expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 700, asked: 1 });
    },
  );

  test.each(['before', 'after'] as const)(
    'started while its undo is held %s its commit: nothing goes out',
    async (when) => {
      const { sold, refund } = await waitingRefund();
      const place = `commit:order.undoRefund:${when}`;
      armFailpoints(`${place}=hold`);
      const undoing = undoRefund(refund.refundId);
      await vi.waitUntil(() => isHeld(place), { timeout: 120_000 });
      const started = kit.shop.moveClock(itsTime);
      armFailpoints(undefined);
      letGo();
      expect(must(await undoing, 'undo')).toMatchObject({ state: 'undone' });
      await started;
      await afterItsTime();
      expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 0, asked: 0 });
    },
  );

  test('that is woken too early lies until its time, not until a lease ends', async () => {
    const { refund } = await waitingRefund();
    const database = kit.shop.database('order');
    // As at the start of a process, which makes all due that another one left.
    await database.query(sql`
      update story set next_attempt_at = kontor_now() - interval '1 second'
      where name = 'start_outgoing' and id = ${refund.refundId}`);
    await kit.shop.kontor.sweep();
    await kit.shop.settle();
    const [row] = await database.query<{ isRight: boolean }>(sql`
      select story.next_attempt_at = outgoing.starts_at as is_right
      from story join outgoing on outgoing.id::text = story.id where outgoing.id = ${refund.refundId}`);
    expect(row).toEqual({ isRight: true });
    must(await undoRefund(refund.refundId), 'undo');
  });

  test.each(['before', 'after'] as const)(
    'whose start broke off %s its commit goes out once',
    async (when) => {
      const { sold } = await waitingRefund();
      armFailpoints(`commit:order.start_outgoing:${when}=throw`);
      await kit.shop.moveClock(itsTime);
      armFailpoints(undefined);
      await afterItsTime();
      expect(await askedOfProvider(sold)).toEqual({ refundedMinor: 700, asked: 1 });
    },
  );
});

describe('a cancellation that waits', () => {
  const cancelLater = async () => {
    const sold = await kit.placed();
    const asked = { orderId: sold.orderId, reason: 'ordered twice', waitSeconds };
    const order = must(await kit.orders.cancelOrder(asked, by(kit.staff)), 'cancel');
    return { sold, order, outgoing: order.outgoing! };
  };
  const undo = (outgoingId: string) => kit.orders.undoCancellation({ outgoingId }, by(kit.staff));

  test('leaves the order as it is, keeps other money commands out, and then cancels it', async () => {
    const { sold, order, outgoing } = await cancelLater();
    const { orderId } = sold;
    expect(order).toMatchObject({ state: 'confirmed', outgoing: { kind: 'cancellation' } });
    const waits = { failure: { code: 'outgoing_waits', detail: { kind: 'cancellation' } } };
    expect(await kit.refund(orderId, { amountMinor: 1 })).toMatchObject(waits);
    expect(await kit.cancel(orderId)).toMatchObject(waits);
    const listed = await kit.orders.listOutgoing({ subjectId: orderId }, by());
    expect(must(listed, 'list').items).toEqual([outgoing]);
    await afterItsTime();
    expect(await kit.order(orderId)).toMatchObject({
      state: 'cancelled',
      refundedMinor: sold.totals.totalMinor,
    });
    const told = must(await kit.orders.getTimeline({ orderId }, by()), 'timeline').items;
    const asked = told.filter(({ kind }) => kind === 'cancellation_requested');
    expect(asked.map(({ actor }) => actor)).toEqual(Array(2).fill(`staff:${kit.staff.id}`));
  });

  test('comes second where the customer cancels meanwhile', async () => {
    const { sold, outgoing } = await cancelLater();
    must(await kit.cancel(sold.orderId, kit.shop.guest(sold.owner.id)), 'cancel');
    await afterItsTime();
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'cancelled',
      refundedMinor: sold.totals.totalMinor,
    });
    const listed = must(await kit.orders.listOutgoing({}, by(kit.staff)), 'list').items;
    expect(listed).toContainEqual({
      ...outgoing,
      state: 'refused',
      refusal: 'order_state_conflict',
      version: 3,
    });
  });

  test('that is undone was never there for the customer', async () => {
    const { sold, outgoing } = await cancelLater();
    expect(must(await undo(outgoing.outgoingId), 'undo')).toMatchObject({ state: 'undone' });
    await afterItsTime();
    expect(await kit.order(sold.orderId)).toMatchObject({ state: 'confirmed', refundedMinor: 0 });
    expect(await kit.timeline(sold.orderId)).toContain('cancellation_undone');
    const guest = kit.shop.guest(sold.owner.id);
    expect(await kit.timeline(sold.orderId, guest)).not.toContain('cancellation_requested');
  });

  test('that comes too late says so to whoever asked for it', async () => {
    const { sold, outgoing } = await cancelLater();
    // As when something was shipped meanwhile.
    await kit.shop
      .database('order')
      .query(sql`update orders set state = 'shipped' where id = ${sold.orderId}`);
    await kit.shop.moveClock(itsTime);
    const subjectId = sold.orderId;
    const listed = must(await kit.orders.listOutgoing({ subjectId }, by(kit.staff)), 'list').items;
    expect(listed).toMatchObject([
      { ...outgoing, state: 'refused', refusal: 'order_state_conflict', version: 3 },
    ]);
    expect(await kit.timeline(sold.orderId)).toContain('cancellation_refused');
    expect(await undo(outgoing.outgoingId)).toMatchObject({
      failure: { code: 'outgoing_state_conflict', detail: { state: 'refused' } },
    });
  });
});

test('what was undone is kept from customers for good, what went out is forgotten', async () => {
  const undone = await waitingRefund();
  must(await undoRefund(undone.refund.refundId), 'undo');
  const went = await waitingRefund();
  await afterItsTime();
  await kit.shop.moveClock(8 * 86_400_000);
  await kit.shop.kontor.clean();
  const left = await kit.shop.database('order').query<{ id: string; words: string | null }>(sql`
      select id, words from outgoing where id in (${undone.refund.refundId}, ${went.refund.refundId})`);
  expect(left).toEqual([{ id: undone.refund.refundId, words: null }]);
  const { sold, orderId } = undone;
  const guest = by(kit.shop.guest(sold.owner.id));
  expect(must(await kit.orders.listRefunds({ orderId }, guest), 'guest').items).toEqual([]);
});
