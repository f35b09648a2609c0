import { expect, test } from 'vitest';
import { readTelemetrySettings } from './telemetry-settings.ts';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

test('without a collector, or switched off, nothing is sent', () => {
  expect(readTelemetrySettings({})).toBeUndefined();
  expect(readTelemetrySettings({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined();
  expect(readTelemetrySettings({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
});

test('a collector gets traces and metrics; each can be sent elsewhere or not at all', () => {
  expect(readTelemetrySettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1/' })).toEqual(
    expect.objectContaining({
      tracesUrl: 'http://127.0.0.1:1/v1/traces',
      metricsUrl: 'http://127.0.0.1:1/v1/metrics',
      sampler: 'parentbased_always_on',
    }),
  );
  expect(
    readTelemetrySettings({
      ...endpoint,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:9/in',
      OTEL_METRICS_EXPORTER: 'none',
    }),
  ).toMatchObject({ tracesUrl: 'http://127.0.0.1:9/in', metricsUrl: undefined });
});

test('how much is sampled and how it is sent is read', () => {
  const read = readTelemetrySettings({
    ...endpoint,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
  });
  expect(read).toMatchObject({
    sampler: 'parentbased_traceidratio',
    samplerRatio: 0.25,
    metricsIntervalMs: 1_000,
    batch: { scheduledDelayMillis: 100 },
  });
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', '127.0.0.1:4317', 'an address such as http://127.0.0.1:4318'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'http/json'],
  ['OTEL_TRACES_SAMPLER', 'sometimes', /always_on or .* or parentbased_traceidratio/],
  ['OTEL_TRACES_SAMPLER_ARG', '1.5', 'a number from 0 to 1'],
  ['OTEL_TRACES_SAMPLER_ARG', '.', 'a number from 0 to 1'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', '0', 'a whole number above 0'],
])('%s=%s is refused with what is accepted', (name, value, accepted) => {
  const said = typeof accepted === 'string' ? accepted : accepted.source;
  expect(() => readTelemetrySettings({ ...endpoint, [name]: value })).toThrow(
    new RegExp(`^${name} is "${value.replaceAll(/[.]/g, '\\.')}"; ${said} is accepted.$`),
  );
});
