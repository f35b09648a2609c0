import type { Metrics } from './metrics.ts';
import type { Telemetry } from '../telemetry.ts';
import { readTelemetrySettings, type TelemetrySettings } from './telemetry-settings.ts';
import type { Tracing } from './tracing.ts';

export interface OpenedTelemetry {
  /** Undefined where nobody watches. */
  readonly telemetry: Telemetry | undefined;
  /** Metrics as Prometheus' text. */
  metricsText(): Promise<string>;
  /** Sends what is waiting. */
  close(): Promise<void>;
}

const sendingWithinMs = 2_000;

const nobodyWatches: OpenedTelemetry = {
  telemetry: undefined,
  metricsText: async () => '',
  close: async () => {},
};

/**
 * Traces where `OTEL_EXPORTER_OTLP_ENDPOINT` says where to send them; metrics there too, or where
 * they are scraped. Without either nothing of OpenTelemetry is loaded.
 * @throws with one line for each of its variables that cannot be read
 */
export async function openTelemetry(
  environment: NodeJS.ProcessEnv,
  { scraped }: { readonly scraped: boolean },
): Promise<OpenedTelemetry> {
  const sent = readTelemetrySettings(environment);
  if (!sent && !scraped) return nobodyWatches;
  const { Watch } = await import('./watch.ts');
  const tracing = await openTracing(sent);
  const metrics = await openMetrics(sent, scraped);
  return {
    telemetry: new Watch(tracing, metrics),
    metricsText: async () => metrics?.text() ?? '',
    close: async () => {
      await soon(Promise.all([tracing?.close(), metrics?.close()]));
    },
  };
}

/** A collector that is away must not keep the process from stopping. */
async function soon(sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, sendingWithinMs);
  });
  await Promise.race([sending.catch(() => {}), late]);
  clearTimeout(timer);
}

async function openTracing(sent: TelemetrySettings | undefined): Promise<Tracing | undefined> {
  if (sent?.tracesUrl === undefined) return undefined;
  const { Tracing } = await import('./tracing.ts');
  return new Tracing(sent.tracesUrl, sent);
}

async function openMetrics(
  sent: TelemetrySettings | undefined,
  scraped: boolean,
): Promise<Metrics | undefined> {
  const url = sent?.metricsUrl;
  if (url === undefined && !scraped) return undefined;
  const { Metrics } = await import('./metrics.ts');
  if (url === undefined) return new Metrics({ scraped, sent: undefined });
  const { sentMetrics } = await import('./sent-metrics.ts');
  return new Metrics({ scraped, sent: sentMetrics(url, sent!.metricsIntervalMs) });
}
