import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MetricReader, type MetricData } from '@opentelemetry/sdk-metrics';

/** Units that Prometheus writes out in a metric's name; the serializer leaves that to its caller. */
const unitNames: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes', '1': 'ratio' };

/** Metrics as Prometheus' text, collected when they are asked for. */
export class ScrapedReader extends MetricReader {
  private readonly serializer = new PrometheusSerializer(undefined, false, undefined, false, true);

  async text(): Promise<string> {
    const { resourceMetrics } = await this.collect();
    const scopeMetrics = resourceMetrics.scopeMetrics.map(({ scope, metrics }) => ({
      scope,
      metrics: metrics.map(named),
    }));
    return this.serializer.serialize({ ...resourceMetrics, scopeMetrics });
  }

  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}

/** `http.server.request.duration` in `s` is `http_server_request_duration_seconds` to Prometheus. */
function named(metric: MetricData): MetricData {
  const { name, unit } = metric.descriptor;
  const unitName = unitNames[unit];
  if (unitName === undefined) return metric;
  return { ...metric, descriptor: { ...metric.descriptor, name: `${name}.${unitName}`, unit: '' } };
}
