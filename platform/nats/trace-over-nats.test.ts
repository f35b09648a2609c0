import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { traceIdOf } from '#kernel/invocation.ts';
import { startCollector, type Collector } from '../test-kit/collector-for-tests.ts';
import { openTelemetry, type OpenedTelemetry } from '../telemetry/export/open-telemetry.ts';
import { testInvocation } from '../test-kit/testing.ts';
import { contracts, SplitForTests, report } from '../test-kit/split-for-tests.ts';

let collector: Collector;
let split: SplitForTests;
const opened: OpenedTelemetry[] = [];

/** Every process has telemetry of its own, as it would elsewhere. */
async function watched() {
  const one = await openTelemetry(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    },
    { scraped: true },
  );
  opened.push(one);
  return one.telemetry;
}

beforeAll(async () => {
  collector = await startCollector();
  split = await SplitForTests.start();
});
afterAll(async () => {
  await split.close();
  for (const one of opened) await one.close();
  await collector.close();
});

const spansOf = (service: string, name: string) =>
  collector.spans.filter((span) => span.service === service && span.name === name);

/** Waits for the one span of that service and name. */
async function spanOf(service: string, name: string, kind: number) {
  const found = () => spansOf(service, name).filter((span) => span.kind === kind);
  await expect.poll(found, { timeout: 120_000 }).toHaveLength(1);
  return found()[0]!;
}

test('a call and an event are one trace in all processes that they cross', async () => {
  const checkout = await split.run('checkout', { telemetry: await watched() });
  await split.run('cart', { telemetry: await watched() });
  await split.run('order', { telemetry: await watched() });

  const invocation = testInvocation();
  const cart = checkout.dispatcher.connect('checkout', contracts)['cart']!;
  await cart['ask']!(null as never, invocation);
  const asked = await spanOf('checkout', 'cart/ask', 3);
  const answered = await spanOf('cart', 'cart/ask', 2);
  expect(asked).toMatchObject({
    traceId: traceIdOf(invocation.traceparent),
    parentSpanId: invocation.traceparent.slice(36, 52),
  });
  expect(answered).toMatchObject({ traceId: asked.traceId, parentSpanId: asked.spanId });

  const id = randomUUID();
  await report(checkout, id);
  const taken = await spanOf('order', 'process checkout.completed', 5);
  const sent = spansOf('checkout', 'send checkout.completed').find(
    ({ spanId }) => spanId === taken.parentSpanId,
  );
  expect(sent).toMatchObject({ kind: 4, traceId: taken.traceId });
  const written = spansOf('checkout', 'tell');
  expect(written).toHaveLength(1);
  expect(written[0]).toMatchObject({ kind: 3, traceId: taken.traceId });
});
