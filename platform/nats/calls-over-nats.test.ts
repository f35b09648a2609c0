import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import type { Kontor } from '../run/kontor.ts';
import { testInvocation } from '../test-kit/testing.ts';
import { CalleeUnavailable } from '../ground/unavailability.ts';
import { contracts, SplitForTests, type Answer } from '../test-kit/split-for-tests.ts';

let split: SplitForTests;
let checkout: Kontor;
let replicas: Kontor[] = [];

beforeAll(async () => {
  split = await SplitForTests.start();
  checkout = await split.run('checkout');
});
afterAll(() => split.close());
afterEach(async () => {
  for (const one of replicas.splice(0)) await split.end(one);
});

async function serve(answer: Answer): Promise<Kontor> {
  const cart = await split.run('cart', { answer });
  replicas.push(cart);
  return cart;
}

/** As checkout's own code calls cart; the breaker before it is this connection's. */
function call(operation: 'ask' | 'act', input: unknown, scope = {}) {
  const cart = checkout.dispatcher.connect('checkout', contracts)['cart']!;
  return cart[operation]!(input as never, testInvocation(scope));
}

describe('a call to a service in another process', () => {
  test('brings along who asks, in which scope, until when, in which trace, under which key', async () => {
    let received: Parameters<Answer>[1] | undefined;
    await serve(async (input, invocation) => {
      received = invocation;
      return { id: (input as { id: string }).id, note: 'ü ✓' };
    });
    const actor = { kind: 'guest' as const, id: 'müller', channels: ['default'], permissions: [] };
    const scope = {
      actor,
      locale: 'de',
      idempotencyKey: 'k-1',
      requestHash: 'of what was sent',
      deadlineMs: clock.nowMs() + 90_000,
    };
    const invocation = testInvocation(scope);
    const cart = checkout.dispatcher.connect('checkout', contracts)['cart']!;
    const reply = await cart['act']!({ id: 'a' } as never, invocation);
    expect(reply).toEqual({ ok: true, value: { id: 'a', note: 'ü ✓' } });
    expect(received).toMatchObject({
      actor,
      locale: 'de',
      idempotencyKey: 'k-1',
      requestHash: 'of what was sent',
    });
    expect(received!.traceparent.slice(0, 35)).toBe(invocation.traceparent.slice(0, 35));
    expect(Math.abs(received!.deadlineMs - invocation.deadlineMs)).toBeLessThan(45_000);
  });

  test('is given to one of the replicas', async () => {
    await serve(async () => ({ id: 'first', note: '' }));
    await serve(async () => ({ id: 'second', note: '' }));
    const replies = await Promise.all(Array.from({ length: 60 }, () => call('ask', null)));
    const who = replies.map((reply) => (reply as { value: { id: string } }).value.id);
    expect(new Set(who)).toEqual(new Set(['first', 'second']));
  });

  test('is answered by a draining replica that has it, and new ones go to another', async () => {
    const slow = await serve(async () => {
      await sleep(400);
      return { id: 'leaving', note: '' };
    });
    const before = Array.from({ length: 20 }, () => call('ask', null));
    await sleep(100);
    await serve(async () => ({ id: 'staying', note: '' }));
    replicas = replicas.filter((one) => one !== slow);
    const ending = split.end(slow);
    const during = Array.from({ length: 20 }, async (_, index) => {
      await sleep(index * 40);
      return call('ask', null);
    });
    const all = await Promise.all([...before, ...during]);
    await ending;
    expect(all.every((reply) => reply.ok)).toBe(true);
    expect(await call('ask', null)).toMatchObject({ value: { id: 'staying' } });
  });

  test('ends with its deadline when the callee hangs', async () => {
    const { promise, resolve } = Promise.withResolvers<{ id: string; note: string }>();
    await serve(() => promise);
    const hanging = call('act', null, { deadlineMs: clock.nowMs() + 300 });
    await expect(hanging).rejects.toThrow(CalleeUnavailable);
    resolve({ id: 'late', note: '' });
  });

  test('asks another replica when a query hangs at one', async () => {
    let asked = 0;
    await serve(async () => {
      asked += 1;
      if (asked === 1) await sleep(6_000);
      return { id: 'in time', note: '' };
    });
    const reply = await call('ask', null, { deadlineMs: clock.nowMs() + 5_500 });
    expect(reply).toMatchObject({ ok: true });
    expect(asked).toBe(2);
  });
});

describe('a callee that fails', () => {
  test('with a mistake of its own is not asked again, and says nothing of it', async () => {
    let asked = 0;
    await serve(async () => {
      asked += 1;
      throw new Error('secret detail');
    });
    await expect(call('ask', null)).rejects.toThrow('cart.ask failed; its log says why');
    expect(asked).toBe(1);
  });

  test('because its database is away is asked again', async () => {
    let asked = 0;
    await serve(async () => {
      asked += 1;
      if (asked < 3) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      return { id: 'there again', note: '' };
    });
    expect(await call('act', null)).toMatchObject({ ok: true });
    expect(asked).toBe(3);
  });

  test('after waiting for a connection in vain is not made to wait again', async () => {
    let asked = 0;
    await serve(async () => {
      asked += 1;
      await sleep(600);
      throw Object.assign(new Error('all connections are taken'), { code: '53300' });
    });
    await expect(call('ask', null)).rejects.toThrow('cart is unavailable');
    expect(asked).toBe(1);
  });

  test('with an answer that lacks what its contract promises is refused', async () => {
    await serve(async () => ({ id: 'a' }));
    await expect(call('ask', null)).rejects.toThrow('note');
  });

  test('by not being there costs little, and after a while nothing is sent at all', async () => {
    const lasted: number[] = [];
    for (let index = 0; index < 20; index += 1) {
      const startedMs = performance.now();
      await expect(call('act', null)).rejects.toThrow(CalleeUnavailable);
      lasted.push(performance.now() - startedMs);
    }
    expect(Math.min(...lasted.slice(12))).toBeLessThan(100);
    await expect(call('act', null)).rejects.toThrow('has not answered for a while');
    await serve(async () => ({ id: 'back', note: '' }));
    await expect
      .poll(() => call('act', null).catch(() => undefined), { timeout: 120_000 })
      .toMatchObject({ ok: true });
  });

  test('for long is asked by one call whether it is back, and nobody waits behind it', async () => {
    for (let index = 0; index < 20; index += 1)
      await expect(call('act', null)).rejects.toThrow(CalleeUnavailable);
    let asked = 0;
    const { promise, resolve } = Promise.withResolvers<{ id: string; note: string }>();
    await serve(() => {
      asked += 1;
      return promise;
    });
    await sleep(1_100);
    const first = call('act', null, { deadlineMs: clock.nowMs() + 120_000 });
    await Promise.all(
      Array.from({ length: 10 }, () =>
        expect(call('act', null)).rejects.toThrow('has not answered for a while'),
      ),
    );
    resolve({ id: 'slowly back', note: '' });
    expect(await first).toMatchObject({ ok: true });
    expect(asked).toBe(1);
    expect(await call('act', null)).toMatchObject({ ok: true });
  });

  test('and hangs when it is asked again does not keep the others out for long', async () => {
    for (let index = 0; index < 20; index += 1)
      await expect(call('act', null)).rejects.toThrow(CalleeUnavailable);
    let asked = 0;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    await serve(async () => {
      asked += 1;
      if (asked === 1) await promise;
      return { id: 'back', note: '' };
    });
    await sleep(1_100);
    const first = call('act', null, { deadlineMs: clock.nowMs() + 250_000 }).catch(() => undefined);
    await expect
      .poll(() => call('act', null).catch(() => undefined), { timeout: 120_000 })
      .toMatchObject({ ok: true });
    resolve(undefined);
    await first;
  });
});
