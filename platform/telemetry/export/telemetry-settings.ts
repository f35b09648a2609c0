import { z } from 'zod';

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

/** Messages complete the sentence "OTEL_X is "…"; … is accepted." */
const variables = z.object({
  OTEL_SDK_DISABLED: word('true', 'false').default('false'),
  OTEL_EXPORTER_OTLP_ENDPOINT: collector,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: collector,
  OTEL_EXPORTER_OTLP_PROTOCOL: word('http/json').default('http/json'),
  OTEL_TRACES_EXPORTER: word('otlp', 'none').default('otlp'),
  OTEL_METRICS_EXPORTER: word('otlp', 'none').default('otlp'),
  OTEL_METRIC_EXPORT_INTERVAL: count(60_000),
  OTEL_TRACES_SAMPLER: word(...samplers).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0|1|0?\.\d+|1\.0*|0\.)$/, 'a number from 0 to 1')
    .transform(Number)
    .default(1),
  OTEL_BSP_SCHEDULE_DELAY: count(5_000),
  OTEL_BSP_MAX_QUEUE_SIZE: count(8_192),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: count(512),
  OTEL_BSP_EXPORT_TIMEOUT: count(30_000),
});

function word<const Word extends string>(...words: Word[]) {
  return z.enum(words, words.join(' or '));
}

function count(unlessTold: number) {
  const accepted = 'a whole number above 0';
  return z
    .string()
    .regex(/^\d{1,9}$/, accepted)
    .transform(Number)
    .pipe(z.number().min(1, accepted))
    .default(unlessTold);
}

/**
 * Undefined where nothing is to be sent: no `OTEL_EXPORTER_OTLP_ENDPOINT`, or switched off.
 * @throws with one line for each variable that cannot be read
 */
export function readTelemetrySettings(
  environment: NodeJS.ProcessEnv,
): TelemetrySettings | undefined {
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const parsed = variables.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      return `${name} is "${environment[name]}"; ${message} is accepted.`;
    });
    throw new Error(lines.join('\n'));
  }
  const read = parsed.data;
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
