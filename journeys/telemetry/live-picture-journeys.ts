import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { drawnArrows } from '#platform/topology.ts';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Ends {
  kind: string;
  from: string;
  to: string;
}

interface Arrow extends Ends {
  drawn: boolean;
  count: number;
  failed: number;
  perSecond: number;
  curve: number[];
  p95Ms: number | null;
}

interface Span extends Ends {
  operation: string;
  startedAt: string;
  tookMs: number;
  code: string | null;
  traceId: string;
}

interface Step extends Ends {
  operation: string;
  startedAt: string;
  endedAt: string | null;
  traceId: string;
}

interface Path {
  entries: { kind: string; traceId: string }[];
  spans: Span[];
  steps: Step[];
  remembered: boolean;
  unanswered: string[];
}

/** It is there within 3 s; on a machine that does much else it may take longer. */
const seenWithinMs = 60_000;

async function readArrows({ staff }: JourneyShop) {
  const reply = await staff.get<{ items: Arrow[]; unanswered: string[] }>('/v1/admin/arrows');
  return expectStatus(reply, 200);
}

async function readArrow(shop: JourneyShop, from: string, to: string): Promise<Arrow> {
  const { items } = await readArrows(shop);
  return items.find((one) => one.from === from && one.to === to)!;
}

/** What the page of the live picture shows, through the public API. */
export function livePictureJourneys(opened: () => JourneyShop): void {
  describe('the live picture', () => {
    arrowsSeen(opened);
    ordersSeen(opened);
  });
}

function arrowsSeen(opened: () => JourneyShop): void {
  test('has all arrows of all processes from the first look on', async () => {
    const shop = opened();
    const { items, unanswered } = await readArrows(shop);
    expect(unanswered).toEqual([]);
    const drawn = items.filter((one) => one.drawn).map(({ from, to }) => `${from} ${to}`);
    expect(drawn.toSorted()).toEqual(
      drawnArrows()
        .map(([from, to]) => `${from} ${to}`)
        .toSorted(),
    );
  });

  test('shows the failure of a provider within three seconds, with its trace', async () => {
    const shop = opened();
    const before = await readArrow(shop, 'auth', 'fraud-detection');
    await shop.book.control('faults', { system: 'fraud-detection', kind: 'status' });
    try {
      await (await shop.guest()).buy({ sku: await shop.staff.stockedSku(5) });
    } finally {
      await shop.book.clearFaults();
    }
    const startMs = performance.now();
    while ((await readArrow(shop, 'auth', 'fraud-detection')).failed <= before.failed) {
      expect(performance.now() - startMs).toBeLessThan(seenWithinMs);
      await sleep(100);
    }
    const failures = await shop.staff.get<{ items: { traceId: string; operation: string }[] }>(
      '/v1/admin/arrows/auth/fraud-detection/failures',
    );
    const [failure] = expectStatus(failures, 200).items;
    const trace = await shop.staff.get<{ items: Span[] }>(`/v1/admin/traces/${failure!.traceId}`);
    const spans = expectStatus(trace, 200).items;
    expect(spans.filter(({ code }) => code !== null)).toContainEqual(
      expect.objectContaining({
        from: 'auth',
        to: 'fraud-detection',
        operation: failure!.operation,
      }),
    );
  });
}

function ordersSeen(opened: () => JourneyShop): void {
  test('shows the way of the order that was just bought, with milliseconds', async () => {
    const shop = opened();
    const shopper = await shop.guest();
    const { orderId } = await shopper.buy({ sku: await shop.staff.stockedSku(5) });
    await shopper.orderWhen(orderId, ({ state }) => state === 'confirmed');
    await shop.settle();
    const path = expectStatus(await shop.staff.get<Path>(`/v1/admin/orders/${orderId}/path`), 200);
    expect(path).toMatchObject({ remembered: true, unanswered: [] });
    const used = new Set(path.spans.map(({ kind, from, to }) => `${kind} ${from} ${to}`));
    for (const step of [
      'request user api-gateway',
      'call api-gateway checkout',
      'call checkout cart',
      'call cart inventory',
      'call checkout payment',
      'external payment payment-gateway',
      'event checkout order',
      'call order invoice',
      'call order fulfillment',
      'store order order-db',
    ])
      expect([...used]).toContain(step);
    const times = path.spans.map(({ startedAt }) => Date.parse(startedAt));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(path.spans.every(({ tookMs }) => tookMs >= 0)).toBe(true);
  });

  test('has the steps of an order that are stored, of whoever made something for it', async () => {
    const shop = opened();
    const shopper = await shop.guest();
    const { orderId } = await shopper.buy({ sku: await shop.staff.stockedSku(5) });
    await shopper.orderWhen(orderId, ({ state }) => state === 'confirmed');
    await shop.settle();
    const path = expectStatus(await shop.staff.get<Path>(`/v1/admin/orders/${orderId}/path`), 200);
    const stored = path.steps.map(
      ({ kind, from, to, operation }) => `${kind} ${from} ${to} ${operation}`,
    );
    for (const step of [
      'story checkout checkout complete_checkout',
      'event checkout order checkout.completed',
      'event checkout cart checkout.completed',
      'story order order order_process',
      'event order customer order.placed',
    ])
      expect(stored).toContain(step);
    // They come of rows, so they are of no process: each was heard, and ended after it began.
    for (const { startedAt, endedAt } of path.steps)
      expect(Date.parse(endedAt!)).toBeGreaterThanOrEqual(Date.parse(startedAt));
    const times = path.steps.map(({ startedAt }) => startedAt);
    expect(times).toEqual(times.toSorted());
    expect(new Set(path.entries.map(({ traceId }) => traceId))).toContain(path.steps[0]!.traceId);
    // Another order has none of them.
    const other = await shopper.buy({ sku: await shop.staff.stockedSku(5) });
    await shopper.orderWhen(other.orderId, ({ state }) => state === 'confirmed');
    const again = expectStatus(await shop.staff.get<Path>(`/v1/admin/orders/${orderId}/path`), 200);
    expect(again.steps).toHaveLength(path.steps.length);
  });

  test('knows no inner milliseconds of what is not in memory, and says so', async () => {
    const shop = opened();
    const foreign = expectStatus(
      await shop.staff.get<{ items: Span[] }>(`/v1/admin/traces/${'0'.repeat(31)}1`),
      200,
    );
    expect(foreign.items).toEqual([]);
    const stranger = await shop.guest();
    expect((await stranger.get('/v1/admin/arrows')).status).toBe(403);
  });
}
