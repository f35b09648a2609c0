import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contracts } from '#contracts/index.ts';
import { defineContract, failure, query } from '#kernel/contract.ts';
import { newTraceparent, traceIdOf, type Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import {
  Dispatcher,
  directTransport,
  loopbackTransport,
  type Operations,
} from '../../calls/calls.ts';
import { testInvocation } from '../../test-kit/testing.ts';
import { CalleeUnavailable } from '../../ground/unavailability.ts';
import { startCollector, type Collector } from '../../test-kit/collector-for-tests.ts';
import { EdgeRecorder } from '../edge-recorder.ts';
import { openTelemetry, type OpenedTelemetry } from './open-telemetry.ts';
import { isSampled } from '../traceparent.ts';

const nothing = z.strictObject({});
const how = z.strictObject({ how: z.string() });
const cart = defineContract({
  service: 'cart',
  operations: {
    look: query({
      access: 'public',
      input: how,
      output: nothing,
      failures: { cart_not_found: failure('not_found') },
    }),
  },
  events: {},
});
const inventory = defineContract({
  service: 'inventory',
  operations: { count: query({ access: 'public', input: nothing, output: nothing }) },
  events: {},
});

let collector: Collector;
let opened: OpenedTelemetry;

async function open(environment: NodeJS.ProcessEnv = {}): Promise<void> {
  opened = await openTelemetry(
    { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_METRICS_EXPORTER: 'none', ...environment },
    { scraped: true },
  );
}

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  await opened.close();
  await collector.close();
});

/** The gateway's calls to cart, which asks inventory where it is told to. */
function callsOver(transport: 'direct' | 'loopback'): Operations {
  const dispatcher = new Dispatcher(
    transport === 'direct' ? directTransport : loopbackTransport,
    new EdgeRecorder(),
    undefined,
    opened.telemetry,
  );
  const known = { ...contracts, cart, inventory };
  const { inventory: asked } = dispatcher.connect('cart', known);
  dispatcher.serve('inventory', inventory, { count: async () => ok({}) });
  dispatcher.serve('cart', cart, {
    look: async (input: { how: string }, invocation: Invocation) => {
      if (input.how === 'refuse') return fail('cart_not_found', 'No cart.');
      if (input.how === 'away') throw new CalleeUnavailable('inventory does not answer');
      if (input.how === 'throw') throw new TypeError('oops');
      await asked!['count']!({} as never, invocation);
      return ok({});
    },
  });
  return dispatcher.connect('api-gateway', known)['cart']!;
}

const look = (calls: Operations, reported: string, invocation = testInvocation()) =>
  calls['look']!({ how: reported } as never, invocation);

describe.each(['direct', 'loopback'] as const)('over the %s transport', (transport) => {
  test('a call has a span at each end, below the span that its invocation names', async () => {
    await open();
    const invocation = testInvocation();
    await look(callsOver(transport), 'ask', invocation);
    await opened.close();
    const reported = collector.spans.map(({ service, kind, name }) => `${service} ${kind} ${name}`);
    expect(reported.toSorted()).toEqual([
      'api-gateway 3 cart/look',
      'cart 2 cart/look',
      'cart 3 inventory/count',
      'inventory 2 inventory/count',
    ]);
    let parent = invocation.traceparent.slice(36, 52);
    for (const [service, kind] of [
      ['api-gateway', 3],
      ['cart', 2],
      ['cart', 3],
      ['inventory', 2],
    ] as const) {
      const span = collector.spans.find((one) => one.service === service && one.kind === kind)!;
      expect(span).toMatchObject({
        traceId: traceIdOf(invocation.traceparent),
        parentSpanId: parent,
        failed: false,
      });
      parent = span.spanId;
    }
    expect(collector.spans.find(({ service }) => service === 'inventory')!.attributes).toEqual({
      'service.name': 'inventory',
      'service.peer.name': 'cart',
      'rpc.system.name': 'kontor',
      'rpc.method': 'inventory/count',
    });
  });

  test('a trace that its beginner does not want recorded is not, and stays so', async () => {
    await open();
    const traceparent = newTraceparent().replace(/01$/, '00');
    await look(callsOver(transport), 'ask', testInvocation({ traceparent }));
    expect(await opened.metricsText()).toContain('rpc_server_call_duration_seconds_count');
    await opened.close();
    expect(collector.spans).toEqual([]);
  });
});

test.each([
  ['refuse', 'not_found', 'cart_not_found', false],
  ['away', 'unavailable', 'CalleeUnavailable', true],
  ['throw', 'surprise', 'TypeError', true],
])('what ends with %s counts as %s', async (reported, errorClass, code, failed) => {
  await open();
  await look(callsOver('direct'), reported).catch(() => {});
  const text = await opened.metricsText();
  for (const [metric, service, peer] of [
    ['client', 'api-gateway', 'cart'],
    ['server', 'cart', 'api-gateway'],
  ]) {
    expect(text).toContain(
      `rpc_${metric}_call_duration_seconds_count{service_name="${service}",service_peer_name="${peer}",rpc_system_name="kontor",rpc_method="cart/look",error_type="${errorClass}"} 1`,
    );
  }
  await opened.close();
  expect(collector.spans).toHaveLength(2);
  for (const span of collector.spans) {
    expect(span).toMatchObject({ failed, attributes: { 'error.type': code } });
  }
});

test('a sampler decides of new traces, also of those that no request began', async () => {
  await open({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' });
  const count = 2_000;
  const traces = Array.from({ length: count }, () => newTraceparent());
  expect(traces.filter(isSampled).length / count).toBeCloseTo(0.25, 1);
  const requests = Array.from({ length: count }, () => opened.telemetry!.request(undefined));
  const sampled = requests.filter(({ traceparent }) => isSampled(traceparent!));
  expect(sampled.length / count).toBeCloseTo(0.25, 1);
  const given = newTraceparent().replace(/0.$/, '01');
  expect(isSampled(opened.telemetry!.request(given).traceparent!)).toBe(true);
  await opened.close();
  expect(isSampled(newTraceparent())).toBe(true);
});

test('a collector that is away harms nobody', async () => {
  await open({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
  expect(await look(callsOver('direct'), 'ask')).toEqual(ok({}));
  const startMs = performance.now();
  await opened.close();
  expect(performance.now() - startMs).toBeLessThan(60_000);
});
