import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CollectedSpan, Collector } from '#platform/test-kit/collector-for-tests.ts';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { cards } from '../people/shopper.ts';

const kinds = ['', 'internal', 'server', 'client', 'producer', 'consumer'];
/** `service kind name`, as the spans of a path are written below. */
const written = ({ service, kind, name }: CollectedSpan) => `${service} ${kinds[kind]} ${name}`;

const complete = [
  'api-gateway server POST /v1/checkouts/{checkoutId}/complete',
  'api-gateway client checkout/completeCheckout',
  'checkout server checkout/completeCheckout',
];

const stockReserved = {
  'service.name': 'inventory',
  'db.system.name': 'postgresql',
  'db.namespace': 'inventory',
  'db.query.summary': 'reserve_stock',
};
const cardAuthorized = {
  'service.name': 'payment',
  'service.peer.name': 'payment-gateway',
  'rpc.system.name': 'kontor',
  'rpc.method': 'payment-gateway/authorize',
};

/** What a shop is opened with so that its traces reach the collector soon. */
export function sendingTo(collector: Collector): Readonly<Record<string, string>> {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '50' };
}

/** A purchase is one trace across everything that takes part in it. */
export function traceOfAPurchase(opened: () => { shop: JourneyShop; collector: Collector }): void {
  describe('a purchase seen', () => {
    const traceId = randomUUID().replaceAll('-', '');
    const callersSpan = '00f067aa0ba902b7';
    const path = (steps: readonly string[]) => pathIn(opened().collector, traceId, steps);

    beforeAll(() => buyWithin(opened().shop, `00-${traceId}-${callersSpan}-01`));

    test('is one trace through the services, down to the database', async () => {
      const spans = await path([
        ...complete,
        'checkout client cart/reserveStock',
        'cart server cart/reserveStock',
        'cart client inventory/reserveStock',
        'inventory server inventory/reserveStock',
        'inventory client reserve_stock',
      ]);
      expect(spans[0]).toMatchObject({
        parentSpanId: callersSpan,
        attributes: {
          'http.request.method': 'POST',
          'http.route': '/v1/checkouts/{checkoutId}/complete',
          'http.response.status_code': 200,
        },
      });
      expect(spans.at(-1)!.attributes).toEqual(stockReserved);
    });

    test('reaches the external systems in it', async () => {
      const spans = await path([
        ...complete,
        'checkout client payment/authorizePayment',
        'payment server payment/authorizePayment',
        'payment client payment-gateway/authorize',
      ]);
      expect(spans.at(-1)!.attributes).toEqual(cardAuthorized);
    });

    test('goes on in it through the event, and in the story that the event starts', async () => {
      const spans = await path([
        ...complete,
        'checkout producer send checkout.completed',
        'order consumer process checkout.completed',
        'order internal story order_process',
        'order client payment/capturePayment',
        'payment server payment/capturePayment',
        'payment client payment-gateway/capture',
      ]);
      expect(spans[4]!.attributes).toMatchObject({
        'messaging.operation.type': 'process',
        'messaging.destination.name': 'checkout.completed',
        'messaging.consumer.group.name': 'order',
      });
      await path([
        'order internal story order_process',
        'order client notification/sendMessage',
        'notification server notification/sendMessage',
        'notification internal story send_message',
        'notification client email/send',
      ]);
    });
  });
}

/** A guest's purchase whose last request is below the span that `traceparent` names. */
async function buyWithin(shop: JourneyShop, traceparent: string): Promise<void> {
  const sku = await shop.staff.stockedSku(10);
  const guest = await shop.guest();
  const { checkoutId, version } = await guest.readyCheckout({ sku });
  const reply = await guest.post<{ orderId: string }>(
    `/v1/checkouts/${checkoutId}/complete`,
    { version, paymentMethod: { kind: 'card', token: cards.good } },
    { headers: { traceparent } },
  );
  const { orderId } = expectStatus(reply, 200);
  expect(reply.headers.get('traceparent')?.slice(0, 35)).toBe(traceparent.slice(0, 35));
  await guest.orderWhen(orderId, (order) => order.state === 'confirmed');
}

/** Waits until the spans of a trace hold a path from parent to child; the spans of it. */
async function pathIn(
  collector: Collector,
  traceId: string,
  steps: readonly string[],
): Promise<CollectedSpan[]> {
  await expect
    .poll(() => findPath(collector, traceId, steps), { timeout: 120_000 })
    .toHaveLength(steps.length);
  return findPath(collector, traceId, steps);
}

function findPath(
  collector: Collector,
  traceId: string,
  steps: readonly string[],
): CollectedSpan[] {
  const spans = collector.spans.filter((span) => span.traceId === traceId);
  const [first, ...others] = steps;
  let paths = spans.filter((span) => written(span) === first).map((span) => [span]);
  for (const step of others) {
    paths = paths.flatMap((path) =>
      spans
        .filter((span) => span.parentSpanId === path.at(-1)!.spanId && written(span) === step)
        .map((span) => [...path, span]),
    );
  }
  return paths[0] ?? [];
}
