import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { LaterVersion } from '#platform/ground/later-version.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

describe.each(['direct', 'loopback'] as const)('the order process, %s', (transport) => {
  let kit: Ordering;
  beforeAll(async () => {
    kit = await openOrdering({ transport });
  });
  afterEach(() => armFailpoints(undefined));
  afterAll(() => kit.close());

  test('captures, invoices, hands to the warehouse, tells the customer, confirms', async () => {
    const sold = await kit.placed({ snapshot: { email: `ada-${transport}@example.com` } });
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'confirmed',
      paymentState: 'captured',
    });
    expect(await kit.payment(sold.paymentId)).toMatchObject({
      state: 'captured',
      capturedMinor: sold.totals.totalMinor,
    });
    expect(await kit.documents(sold.orderId)).toMatchObject([
      { kind: 'invoice', totalMinor: sold.totals.totalMinor },
    ]);
    expect(await kit.messagesTo(sold.email)).toEqual(['order_confirmation']);
    const [first, second, ...rest] = await kit.timeline(sold.orderId);
    expect([first, second, rest.at(-1)]).toEqual([
      'order_placed',
      'payment_captured',
      'message_sent',
    ]);
    // These two go side by side.
    expect(rest.slice(0, -1).toSorted()).toEqual(['fulfillment_requested', 'invoice_issued']);
    expect(await kit.openStories()).toEqual([]);
  });

  test('a promise to pay later is confirmed and not captured', async () => {
    const sold = await kit.placed({ method: 'invoice' });
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'confirmed',
      paymentState: 'authorized',
    });
    expect(await kit.payment(sold.paymentId)).toMatchObject({ capturedMinor: 0 });
  });

  test('what needs no shipping is delivered by itself', async () => {
    const sold = await kit.placed({ lines: [{ requiresShipping: false, weightGrams: 0 }] });
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'delivered',
      lines: [{ quantity: 2, shippedQuantity: 2 }],
      parcels: [],
    });
    expect(await kit.reservation(sold.reservationId)).toMatchObject({ state: 'departed' });
  });

  test('a part that ships by itself waits for the other one', async () => {
    const sold = await kit.placed({ lines: [{ requiresShipping: false }, { quantity: 1 }] });
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'partially_shipped',
      lines: [{ shippedQuantity: 2 }, { shippedQuantity: 0 }],
    });
  });

  test('a silent notification keeps no order waiting: it is told later, once', async () => {
    armFailpoints('call:order>notification.sendMessage:before=cut@always');
    const sold = await kit.placed({ snapshot: { email: `told-later-${transport}@example.com` } });
    expect(await kit.order(sold.orderId)).toMatchObject({ state: 'confirmed' });
    expect(await kit.timeline(sold.orderId)).not.toContain('message_sent');
    armFailpoints(undefined);
    await kit.shop.moveClock(10_000);
    expect(await kit.timeline(sold.orderId)).toContain('message_sent');
    expect(await kit.messagesTo(sold.email)).toEqual(['order_confirmation']);
    expect(await kit.openStories()).toEqual([]);
  });

  test('a gateway that loses its answer is asked again and charges once', async () => {
    const sold = await kit.reserved();
    await kit.shop.sandbox.control('faults', {
      system: 'payment',
      operation: 'capture',
      kind: 'lost_answer',
      times: 1,
    });
    await kit.report(sold);
    await kit.shop.settle();
    for (let tries = 0; tries < 20; tries += 1) {
      if ((await kit.order(sold.orderId)).state === 'confirmed') break;
      await kit.shop.moveClock(5_000);
    }
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'confirmed',
      paymentState: 'captured',
    });
    expect(await kit.payment(sold.paymentId)).toMatchObject({
      capturedMinor: sold.totals.totalMinor,
    });
    expect(await kit.documents(sold.orderId)).toHaveLength(1);
  });

  test('a payment that cannot be captured cancels the order and releases its stock', async () => {
    const sold = await kit.reserved({ snapshot: { email: `refused-${transport}@example.com` } });
    const voided = await kit.payments.voidPayment(
      { paymentId: sold.paymentId },
      kit.shop.invocation(),
    );
    expect(voided.ok).toBe(true);
    await kit.report(sold);
    await kit.shop.settle();
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'cancelled',
      paymentState: 'voided',
    });
    expect(await kit.reservation(sold.reservationId)).toMatchObject({ state: 'released' });
    expect(await kit.documents(sold.orderId)).toEqual([]);
    expect(await kit.messagesTo(sold.email)).toEqual(['order_cancelled']);
    expect(await kit.timeline(sold.orderId)).toContain('payment_refused');
    const guest = { ...kit.shop.guest(sold.owner.id) };
    expect(await kit.timeline(sold.orderId, guest)).not.toContain('payment_refused');
    expect(await kit.openStories()).toEqual([]);
  });

  test('an order whose snapshot a later release wrote waits for one, and is then confirmed', async () => {
    const database = kit.shop.database('order');
    await database.raw(`
      create function write_later() returns trigger language plpgsql as $$
      begin new.snapshot := new.snapshot || '{"v": 2}'; return new; end $$;
      create trigger write_later before insert on orders
      for each row execute function write_later()`);
    const { orderId } = await kit.placed();
    const story = () =>
      database.first<{ state: string; attempts: number; last: string }>(sql`
        select state, attempts, last_error as last from story
        where name = 'order_process' and id = ${orderId}`);
    const waiting = { timeout: 180_000, interval: 100 };
    await expect.poll(story, waiting).toMatchObject({
      state: 'open',
      last: expect.stringContaining('reads up to 1: it waits for a newer one') as string,
    });
    const asked = kit.orders.getOrder({ orderId }, kit.shop.invocation({ actor: kit.staff }));
    await expect(asked).rejects.toThrow(LaterVersion);

    await database.raw('drop trigger write_later on orders; drop function write_later');
    await database.raw(`update orders set snapshot = snapshot - 'v'`);
    await expect
      .poll(async () => {
        await kit.shop.kontor.sweep();
        return (await kit.order(orderId)).state;
      }, waiting)
      .toBe('confirmed');
  }, 300_000);
});
