import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Actor, StaffPermission } from '#kernel/actor.ts';
import { HintListeners } from '#platform/hints/hint-listeners.ts';
import { openTestGateway, staffKey } from '../gateway-for-tests.ts';
import { sessionEnded } from '../replies/refusals.ts';
import { hintRoutes } from '../routes/hints.ts';
import type { HintStream } from './hint-stream.ts';
import { HintStreams, type StreamAsked } from './hint-streams.ts';

/** Over HTTP, with everything before it: who asks, slow clients, compression. */
test('is served as server-sent events, and closed at once where the gateway stops', async () => {
  const gateway = await openTestGateway({ rateLimits: 'off' }, hintRoutes);
  gateway.standing.set('reads', { ...staffKey, permissions: ['orders:read'] });
  const place = `${gateway.url}/v1/admin/hints`;
  const headers = { authorization: 'Bearer kontor_reads' };
  // Neither is left open.
  expect((await fetch(place, { method: 'HEAD', headers })).status).toBe(200);
  const left = new AbortController();
  await fetch(place, { headers, signal: left.signal });
  left.abort();

  const reply = await fetch(place, { headers: { ...headers, 'accept-encoding': 'br, gzip' } });
  expect(reply.headers.get('content-encoding')).toBeNull();
  expect(reply.headers.get('cache-control')).toBe('no-store');
  const text = reply.text();
  const beganMs = performance.now();
  await gateway.drain();
  expect(performance.now() - beganMs).toBeLessThan(3_000);
  const ready = 'event: ready\ndata: {"kinds":["order"]}\n\n';
  expect(await text).toBe(`${ready}event: end\ndata: {"reason":"stopping"}\n\n`);
});

const open: HintStreams[] = [];
afterEach(() => {
  for (const streams of open.splice(0)) streams.stop();
  vi.useRealTimers();
});

function streamsOf() {
  const want = vi.fn<() => void>();
  const listeners = new HintListeners(want);
  const streams = new HintStreams(listeners);
  open.push(streams);
  return { listeners, streams, want };
}

function staff(permissions: StaffPermission[], channels: Actor['channels'] = '*'): Actor {
  return { kind: 'staff', id: 'ada', channels, permissions };
}

function asked(actor: Actor, more: Partial<StreamAsked> = {}): StreamAsked {
  const confirm = () => Promise.resolve({ actor });
  return { actor, sessionId: 'session', seconds: undefined, confirm, ...more };
}

/** Reads on; what came so far, by event. */
function readOf(stream: HintStream | undefined) {
  let text = '';
  stream!.body.on('data', (part: Buffer) => (text += part.toString()));
  return {
    stream: stream!,
    of: (event: string) =>
      [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)]
        .filter(([, name]) => name === event)
        .map(([, , data]) => JSON.parse(data!) as Record<string, unknown>),
  };
}

const hint = (kind: string, id: string, channels: string[]) => ({ kind, id, version: 1, channels });
const ids = (events: Record<string, unknown>[]) => events.map(({ id }) => id);

describe('a stream of hints', () => {
  test('tells of what its asker may read, in their channels', async () => {
    const { streams, listeners } = streamsOf();
    const all = readOf(streams.begin(asked(staff(['orders:read', 'support:read']))));
    const west = readOf(streams.begin(asked(staff(['orders:read', 'catalog:read'], ['west']))));
    listeners.hear([
      hint('order', 'o-west', ['west']),
      hint('order', 'o-default', ['default']),
      hint('ticket', 't-west', ['west']),
      hint('product', 'p-both', ['default', 'west']),
      hint('product', 'p-none', []),
      hint('customer', 'c-west', ['west']),
      hint('news', 'of a kind that came later', ['west']),
    ]);
    await vi.waitFor(() => expect(ids(west.of('hint'))).toEqual(['o-west', 'p-both']));
    expect(west.of('ready')).toEqual([{ kinds: ['order', 'product'] }]);
    // That it is sold elsewhere too is nobody's business here.
    expect(west.of('hint')[1]).toEqual({
      kind: 'product',
      id: 'p-both',
      version: 1,
      channel: null,
    });
    expect(ids(all.of('hint'))).toEqual(['o-west', 'o-default', 't-west']);
  });

  test('is forgotten once its client is gone, and then no hints are wanted', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { streams, want } = streamsOf();
    const one = readOf(streams.begin(asked(staff(['orders:read']))));
    expect(want).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(4_000);
    expect(want).toHaveBeenCalledTimes(3);
    one.stream.body.destroy();
    await vi.waitFor(() => expect(streams.size).toBe(0));
    vi.advanceTimersByTime(60_000);
    expect(want).toHaveBeenCalledTimes(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is pinged, and ends where its session cannot be asked after, within 10 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const { streams } = streamsOf();
    const actor = staff(['orders:read']);
    let answers = true;
    const confirm = async () => {
      if (!answers) throw new Error('auth is away');
      return { actor };
    };
    const one = readOf(streams.begin(asked(actor, { confirm })));
    for (let second = 0; second < 16; second += 1) await vi.advanceTimersByTimeAsync(1_000);
    expect(one.of('ping')).toEqual([{}]);
    answers = false;
    for (let second = 0; second < 10; second += 1) await vi.advanceTimersByTimeAsync(1_000);
    expect(one.of('end')).toEqual([{ reason: 'unknown' }]);
    expect(streams.size).toBe(0);
  });

  test.each([
    ['session_ended', { refused: sessionEnded }],
    ['rights_changed', { actor: staff(['catalog:read']) }],
    ['rights_changed', { actor: staff(['orders:read'], ['west']) }],
    ['rights_changed', { actor: staff(['orders:read']), lacksFactor: true }],
  ])('ends with %s', async (reason, now) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const { streams } = streamsOf();
    const confirm = () => Promise.resolve(now);
    const one = readOf(streams.begin(asked(staff(['orders:read']), { confirm })));
    await vi.advanceTimersByTimeAsync(4_000);
    expect(one.of('end')).toEqual([{ reason }]);
    expect(streams.size).toBe(0);
  });

  test('gives way to the seventh of its session, and to nobody else’s', async () => {
    const { streams } = streamsOf();
    const actor = staff(['orders:read']);
    const other = readOf(streams.begin(asked(actor, { sessionId: 'another' })));
    const own = Array.from({ length: 7 }, () => readOf(streams.begin(asked(actor))));
    await vi.waitFor(() => expect(own[0]!.of('end')).toEqual([{ reason: 'replaced' }]));
    expect(streams.size).toBe(7);
    expect([other, ...own.slice(1)].flatMap((one) => one.of('end'))).toEqual([]);
  });

  test('is ended where nobody reads it', async () => {
    const { streams, listeners } = streamsOf();
    streams.begin(asked(staff(['orders:read'])));
    const many = Array.from({ length: 2_000 }, (_, index) => hint('order', `${index}`, ['west']));
    listeners.hear(many);
    await vi.waitFor(() => expect(streams.size).toBe(0));
  });

  test('ends at once where the gateway stops, which begins no other', async () => {
    const { streams } = streamsOf();
    const one = readOf(streams.begin(asked(staff(['orders:read']))));
    streams.stop();
    await vi.waitFor(() => expect(one.of('end')).toEqual([{ reason: 'stopping' }]));
    expect(streams.begin(asked(staff(['orders:read'])))).toBeUndefined();
  });
});
