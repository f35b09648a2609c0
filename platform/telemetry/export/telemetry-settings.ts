import { z } from 'zod';
import { readTable, setting } from '../../settings/setting.ts';

/** What OpenTelemetry's own variables say, as far as its packages do not read them themselves. */
export interface TelemetrySettings {
  /** Undefined: no traces are sent. */
  readonly tracesUrl: string | undefined;
  /** Undefined: no metrics are sent; they may still be scraped. */
  readonly metricsUrl: string | undefined;
  readonly metricsIntervalMs: number;
  readonly sampler: (typeof samplers)[number];
  readonly samplerRatio: number;
  readonly batch: {
    readonly scheduledDelayMillis: number;
    readonly maxQueueSize: number;
    readonly maxExportBatchSize: number;
    readonly exportTimeoutMillis: number;
  };
}

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

const collector = z
  .url({ protocol: /^https?$/, error: 'an address such as http://127.0.0.1:4318' })
  .optional();

const inEach = <Form extends z.ZodType>(form: Form, means: string) =>
  setting({ form, readBy: 'shop', means });

export const telemetrySettings = {
  OTEL_SDK_DISABLED: inEach(word('true', 'false').default('false'), 'switches the sending off'),
  OTEL_EXPORTER_OTLP_ENDPOINT: inEach(
    collector,
    'the collector of traces and metrics; nothing is sent without',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: inEach(collector, 'one for traces alone'),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: inEach(collector, 'one for metrics alone'),
  OTEL_EXPORTER_OTLP_PROTOCOL: inEach(
    word('http/json').default('http/json'),
    'how the collector is spoken to',
  ),
  OTEL_TRACES_EXPORTER: inEach(word('otlp', 'none').default('otlp'), '`none` sends no traces'),
  OTEL_METRICS_EXPORTER: inEach(word('otlp', 'none').default('otlp'), '`none` sends no metrics'),
  OTEL_METRIC_EXPORT_INTERVAL: inEach(
    count(60_000),
    'milliseconds between two sendings of metrics',
  ),
  OTEL_TRACES_SAMPLER: inEach(
    word(...samplers).default('parentbased_always_on'),
    'which traces are kept',
  ),
  OTEL_TRACES_SAMPLER_ARG: inEach(
    z
      .string()
      .regex(/^(0|1|0?\.\d+|1\.0*|0\.)$/, 'a number from 0 to 1')
      .transform(Number)
      .default(1),
    'the share of them, with a sampler by ratio',
  ),
  OTEL_BSP_SCHEDULE_DELAY: inEach(count(5_000), 'milliseconds between two sendings of traces'),
  OTEL_BSP_MAX_QUEUE_SIZE: inEach(count(8_192), 'spans that wait at most'),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: inEach(count(512), 'spans sent at once'),
  OTEL_BSP_EXPORT_TIMEOUT: inEach(count(30_000), 'milliseconds that a sending may take'),
};

function word<const Word extends string>(...words: Word[]) {
  return z.enum(words, words.join(' or '));
}

function count(byDefault: number) {
  const accepted = 'a whole number above 0';
  return z
    .string()
    .regex(/^\d{1,9}$/, accepted)
    .transform(Number)
    .pipe(z.number().min(1, accepted))
    .default(byDefault);
}

/**
 * Undefined where nothing is to be sent: no `OTEL_EXPORTER_OTLP_ENDPOINT`, or switched off.
 * @throws with one line for each variable that cannot be read
 */
export function readTelemetrySettings(
  environment: NodeJS.ProcessEnv,
): TelemetrySettings | undefined {
  const { read, wrong } = readTable(telemetrySettings, environment);
  if (wrong) throw new Error(wrong.join('\n'));
  const base = read.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/$/, '');
  const under = (path: string) => (base === undefined ? undefined : `${base}${path}`);
  const tracesUrl = read.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? under('/v1/traces');
  const metricsUrl = read.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ?? under('/v1/metrics');
  if (read.OTEL_SDK_DISABLED === 'true') return undefined;
  if (tracesUrl === undefined && metricsUrl === undefined) return undefined;
  return {
    tracesUrl: read.OTEL_TRACES_EXPORTER === 'none' ? undefined : tracesUrl,
    metricsUrl: read.OTEL_METRICS_EXPORTER === 'none' ? undefined : metricsUrl,
    metricsIntervalMs: read.OTEL_METRIC_EXPORT_INTERVAL,
    sampler: read.OTEL_TRACES_SAMPLER,
    samplerRatio: read.OTEL_TRACES_SAMPLER_ARG,
    batch: {
      scheduledDelayMillis: read.OTEL_BSP_SCHEDULE_DELAY,
      maxQueueSize: read.OTEL_BSP_MAX_QUEUE_SIZE,
      maxExportBatchSize: read.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      exportTimeoutMillis: read.OTEL_BSP_EXPORT_TIMEOUT,
    },
  };
}
