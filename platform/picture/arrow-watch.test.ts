import { expect, test } from 'vitest';
import { newTraceparent, traceIdOf } from '#kernel/invocation.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { CalleeUnavailable } from '../ground/unavailability.ts';
import { drawnArrows, serviceNames } from '../topology.ts';
import { Arrow, ArrowSums, windowSeconds } from './arrow-sums.ts';
import { ArrowWatch, type Use } from './arrow-watch.ts';
import { KeptSpans } from './kept-spans.ts';
import { LivePicture } from './live-picture.ts';

const use = (traceparent = newTraceparent(), keeps = false): Use => ({
  kind: 'external',
  from: 'payment',
  to: 'payment-gateway',
  operation: 'authorize',
  traceparent,
  keeps,
});

test('recording one use takes microseconds at most', () => {
  const watch = new ArrowWatch(new ArrowSums(), new KeptSpans(), undefined);
  // A request has some tens of uses in one trace; one trace in ten carries an order.
  const uses = Array.from({ length: 2_000 }, (_, at) => use(newTraceparent(), at % 10 === 0));
  const rounds = 30;
  const record = () => {
    for (const one of uses)
      for (let round = 0; round < rounds; round += 1) watch.note(one, 0, undefined);
  };
  record();
  const took = [1, 2, 3, 4, 5].map(() => {
    // Of the processor alone: whatever else the machine does, this thread did so much.
    const before = process.threadCpuUsage();
    record();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / (uses.length * rounds);
  });
  // A slow machine may take several times as long; what writes or looks for something takes far more.
  expect(Math.min(...took)).toBeLessThan(10);
});

test('an arrow forgets what was before the window, slot by slot', () => {
  const arrow = new Arrow('call', 'cart', 'inventory');
  arrow.note(1_000, 3, true);
  arrow.note(100_000, 3, false);
  expect(arrow.sum(100_000)).toMatchObject({ count: 2, failed: 1 });
  const laterMs = 1_000 + windowSeconds * 1_000 + 5_000;
  expect(arrow.sum(laterMs)).toMatchObject({ count: 1, failed: 0 });
  // The ring's place of the first use is used again.
  arrow.note(laterMs, 3, false);
  expect(arrow.sum(laterMs)).toMatchObject({ count: 2, failed: 0 });
  expect(arrow.sum(laterMs * 3)).toMatchObject({ count: 0, failed: 0 });
});

test('a fault is a failure with its trace, a refusal is none', async () => {
  const picture = new LivePicture();
  const watch = picture.watch(undefined);
  const traceparent = newTraceparent();
  const external = {
    service: 'payment' as const,
    system: 'payment-gateway',
    operation: 'authorize',
    traceparent,
  };
  await watch.external(external, async () => ({ status: 'declined' }));
  await watch.external(external, async () => ({ status: 'authorized' }));
  const away = watch.external(external, async () => {
    throw new CalleeUnavailable('nobody answers');
  });
  await expect(away).rejects.toThrow('nobody answers');
  const { value: arrows } = await picture.arrows();
  const used = arrows.find(({ to }) => to === 'payment-gateway');
  expect(used).toMatchObject({ drawn: true, count: 3, failed: 1 });
  expect(used!.p95Ms).not.toBeNull();
  const { value: failures } = await picture.failuresOf('payment', 'payment-gateway');
  expect(failures).toEqual([
    expect.objectContaining({ operation: 'authorize', traceId: traceIdOf(traceparent) }),
  ]);
  // What failed is kept with all that went before it in its trace.
  const { value: spans } = await picture.spansOf([traceIdOf(traceparent)]);
  expect(spans.map(({ code }) => code !== null)).toEqual([false, false, true]);
});

test('a row that breaks a rule of its table is a refusal of the database', async () => {
  const picture = new LivePicture();
  const store = { service: 'order', database: 'order', summary: 'insert', traceparent: undefined };
  const twice = picture.watch(undefined).database(store as never, async () => {
    throw Object.assign(new Error('duplicate key'), { code: '23505' });
  });
  await expect(twice).rejects.toThrow('duplicate key');
  const { value: arrows } = await picture.arrows();
  expect(arrows.find(({ to }) => to === 'order-db')).toMatchObject({ count: 1, failed: 0 });
});

test('what our own code throws inside a transaction is no failure of the database', async () => {
  const picture = new LivePicture();
  const store = { service: 'order', database: 'order', summary: 'hear', traceparent: undefined };
  const thrown = [
    new TypeError('nothing is here'),
    new CalleeUnavailable('nobody answers'),
    Object.assign(new Error('deadlock'), { code: '40P01' }),
  ];
  for (const error of thrown) {
    const used = picture.watch(undefined).database(store as never, () => Promise.reject(error));
    await expect(used).rejects.toBe(error);
  }
  const { value: arrows } = await picture.arrows();
  expect(arrows.find(({ to }) => to === 'order-db')).toMatchObject({ count: 3, failed: 1 });
});

test('of a batch of events with one poison one, the poison one alone failed', async () => {
  const picture = new LivePicture();
  const watch = picture.watch(undefined);
  const events = ['well', 'poison', 'twice'].map((id) => ({
    id,
    type: 'checkout.completed',
    traceparent: newTraceparent(),
  })) as never as ReceivedEvent[];
  const run = async (taken: ReceivedEvent[]) => {
    if (taken.some(({ id }) => id === 'poison')) throw new Error('poison');
    return new Set(taken.map(({ id }) => id).filter((id) => id === 'well'));
  };
  // As whoever takes events does: all together, and where that fails each alone.
  await expect(watch.consume('order', events, run)).rejects.toThrow('poison');
  for (const event of events) await watch.consume('order', [event], run).catch(() => {});
  const { value: arrows } = await picture.arrows();
  const told = arrows.find(({ kind, to }) => kind === 'event' && to === 'order');
  expect(told).toMatchObject({ count: 2, failed: 1 });
});

test('a drawn arrow shows its own failures, not those of events that go the same way', async () => {
  const picture = new LivePicture();
  const watch = picture.watch(undefined) as ArrowWatch;
  const ends = { from: 'customer', to: 'notification', traceparent: undefined, keeps: false };
  watch.note({ kind: 'event', operation: 'customer.contact_changed', ...ends }, 0, 'Error');
  watch.note({ kind: 'call', operation: 'notify', ...ends }, 0, 'CalleeUnavailable');
  const { value: failures } = await picture.failuresOf('customer', 'notification');
  expect(failures.map(({ operation }) => operation)).toEqual(['notify']);
});

test('every arrow of the picture is there before it is used, and no other', async () => {
  const { value: arrows } = await new LivePicture().arrows();
  expect(arrows.map(({ from, to }) => [from, to])).toEqual(drawnArrows());
  expect(arrows.every(({ drawn, count, p95Ms }) => drawn && count === 0 && p95Ms === null)).toBe(
    true,
  );
});

test('of traces that carry no order only young ones are remembered', () => {
  const spans = new KeptSpans();
  const span = { ...use(), startMs: 1, tookMs: 1, code: null };
  const order = newTraceparent();
  spans.add(order, span, false);
  spans.add(order, { ...span, startMs: 0 }, true);
  const look = newTraceparent();
  spans.add(look, span, false);
  expect(spans.ofTrace(traceIdOf(look))).toHaveLength(1);
  for (let trace = 0; trace < 600; trace += 1) spans.add(newTraceparent(), span, false);
  expect(spans.ofTrace(traceIdOf(look))).toHaveLength(0);
  expect(spans.ofTrace(traceIdOf(order)).map(({ startMs }) => startMs)).toEqual([0, 1]);
});

test('what is done for an order in a process that is only called is remembered, a refusal is not', async () => {
  const picture = new LivePicture();
  const watch = picture.watch(undefined);
  const others = async () => {
    for (let trace = 0; trace < 600; trace += 1) await inventory(newTraceparent());
  };
  const inventory = (traceparent: string) =>
    watch.database(
      { service: 'inventory', database: 'inventory', summary: 'reserve', traceparent } as never,
      async () => {},
    );
  const serve = (traceparent: string, reply: object) =>
    watch.serve(
      {
        from: 'checkout',
        to: 'inventory',
        operation: 'reserveStock',
        shape: { kind: 'command', failures: {} },
        invocation: { traceparent },
      } as never,
      async () => {
        await inventory(traceparent);
        // More than is remembered of others, while it goes on and after it.
        await others();
        return reply as never;
      },
    );
  const [order, refused] = [newTraceparent(), newTraceparent()];
  await serve(order, { ok: true, value: null });
  await serve(refused, { ok: false, failure: { code: 'out_of_stock', message: '' } });
  await others();
  const known = async (traceparent: string) =>
    (await picture.spansOf([traceIdOf(traceparent)])).value.map(({ to }) => to);
  expect(await known(order)).toEqual(['inventory-db']);
  expect(await known(refused)).toEqual([]);
});

test('failures under traffic take the place of no order', () => {
  const spans = new KeptSpans();
  const span = { ...use(), startMs: 1, tookMs: 1, code: null };
  const order = newTraceparent();
  spans.add(order, span, true);
  for (let trace = 0; trace < 9_000; trace += 1)
    spans.add(newTraceparent(), { ...span, code: 'ECONNREFUSED' }, false);
  expect(spans.ofTrace(traceIdOf(order))).toHaveLength(1);
});

test('a path waits for each process of a service, and rates are of each one’s time', async () => {
  const [gateway, one, other] = [new LivePicture(), new LivePicture(), new LivePicture()];
  const traceparent = newTraceparent();
  const traceId = traceIdOf(traceparent);
  gateway.runsHere('api-gateway');
  for (const name of serviceNames) if (name !== 'order') gateway.runsHere(name);
  const store = { service: 'order', database: 'order', summary: 'place', traceparent };
  await other.watch(undefined).database(store as never, async () => {});
  // The one that knows nothing answers at once, the one that knows it a moment later.
  gateway.asksBy((wanted) => {
    const asked = wanted.traces.length > 0 ? wanted : undefined;
    gateway.hear('order', one.tell('order', asked));
    setTimeout(() => gateway.hear('order', other.tell('order', asked)), 50);
  });
  const { value, unanswered } = await gateway.spansOf([traceId]);
  expect(value.map(({ to }) => to)).toEqual(['order-db']);
  expect(unanswered).toEqual([]);
  const { value: arrows } = await gateway.arrows();
  // One use in the five seconds of the first slot, not in five minutes.
  expect(arrows.find(({ to }) => to === 'order-db')!.perSecond).toBeGreaterThan(0.1);
});

test('the spans of a thousand orders are remembered, and the memory is bounded', () => {
  const spans = new KeptSpans();
  const span = { ...use(), startMs: 1, tookMs: 1, code: null };
  const orders = Array.from({ length: 1_500 }, () => newTraceparent());
  for (const order of orders) for (let n = 0; n < 90; n += 1) spans.add(order, span, true);
  const known = orders.map((order) => spans.ofTrace(traceIdOf(order)).length);
  expect(known.slice(-1_000).every((count) => count === 90)).toBe(true);
  expect(known.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(120_000);
});
