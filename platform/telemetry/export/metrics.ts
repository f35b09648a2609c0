import type { Histogram, Meter } from '@opentelemetry/api';
import { MeterProvider, type IMetricReader } from '@opentelemetry/sdk-metrics';
import {
  ATTR_SERVICE_NAME,
  METRIC_DB_CLIENT_OPERATION_DURATION,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
  METRIC_RPC_CLIENT_CALL_DURATION,
  METRIC_RPC_SERVER_CALL_DURATION,
} from '@opentelemetry/semantic-conventions';
import type { ServiceName } from '../../topology.ts';
import { GaugeReadings, gauges, type GaugeName } from '../gauges.ts';
import { observeProcess } from './process-metrics.ts';
import { resourceOf } from './resource.ts';
import { ScrapedReader } from './scraped-reader.ts';
import type { PoolUse } from '../telemetry.ts';

/** From a read in memory to a purchase that waits for a provider, in seconds. */
const durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Events may wait for a consumer that is away. */
const delays = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800];

/**
 * Rates, errors and durations by service and arrow, and what is scarce. Labels name services,
 * operations and routes of the code, never ids, so their number does not grow with traffic.
 */
export class Metrics {
  readonly httpServer: Histogram;
  readonly client: Histogram;
  readonly server: Histogram;
  readonly database: Histogram;
  readonly poolWait: Histogram;
  readonly sent: Histogram;
  readonly consumed: Histogram;
  readonly eventDelay: Histogram;
  readonly story: Histogram;
  readonly readings = new GaugeReadings();

  private readonly scraped: ScrapedReader | undefined;
  private readonly provider: MeterProvider;
  private readonly pools = new Map<ServiceName, () => PoolUse>();
  private readonly stopObserving: () => void;
  private active = 0;

  /** Read through `text` where `scraped`, and by what sends them to a collector. */
  constructor(options: { readonly scraped: boolean; readonly sent: IMetricReader | undefined }) {
    this.scraped = options.scraped ? new ScrapedReader() : undefined;
    const readers = [this.scraped, options.sent].filter((reader) => reader !== undefined);
    this.provider = new MeterProvider({ resource: resourceOf('kontor'), readers });
    const meter = this.provider.getMeter('kontor');
    const seconds = (name: string, description: string, explicitBucketBoundaries = durations) =>
      meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries } });
    this.httpServer = seconds(METRIC_HTTP_SERVER_REQUEST_DURATION, 'Requests at the gateway.');
    this.client = seconds(METRIC_RPC_CLIENT_CALL_DURATION, 'Calls and uses, as their maker sees.');
    this.server = seconds(METRIC_RPC_SERVER_CALL_DURATION, 'Calls, as the called one sees.');
    this.database = seconds(METRIC_DB_CLIENT_OPERATION_DURATION, 'Uses of a service’s own schema.');
    this.poolWait = seconds('db.client.connection.wait_time', 'Waits for a connection.');
    this.sent = seconds('messaging.client.operation.duration', 'Events being handed over.');
    this.consumed = seconds('messaging.process.duration', 'Events being taken.');
    this.eventDelay = seconds('kontor.event.delay', 'From the fact to its effect.', delays);
    this.story = seconds('kontor.story.duration', 'Steps of long stories.');
    this.stopObserving = observeProcess(meter);
    this.observePools(meter);
    this.observeGauges(meter);
    meter
      .createObservableUpDownCounter('http.server.active_requests', {
        unit: '{request}',
        description: 'Requests under way at the gateway.',
      })
      .addCallback((result) => result.observe(this.active));
  }

  requestBegan(): void {
    this.active += 1;
  }

  requestEnded(): void {
    this.active -= 1;
  }

  addPool(service: ServiceName, look: () => PoolUse): void {
    this.pools.set(service, look);
  }

  addSandboxRestarts(look: () => number): void {
    this.provider
      .getMeter('kontor')
      .createObservableCounter('kontor.sandbox.restarts', {
        unit: '{restart}',
        description: 'Times that the sandbox ended unasked and was started again.',
      })
      .addCallback((result) => result.observe(look()));
  }

  /** Everything as Prometheus' text. */
  async text(): Promise<string> {
    return this.scraped ? this.scraped.text() : '';
  }

  async close(): Promise<void> {
    this.stopObserving();
    await this.provider.shutdown();
  }

  private observePools(meter: Meter): void {
    const gauge = (name: string, unit: string, description: string) =>
      meter.createObservableUpDownCounter(`db.client.connection.${name}`, { unit, description });
    const count = gauge('count', '{connection}', 'Open connections.');
    const limit = gauge('max', '{connection}', 'Connections that the pool may open.');
    const waiting = gauge('pending_requests', '{request}', 'Uses that wait for a connection.');
    meter.addBatchObservableCallback(
      (result) => {
        for (const [service, look] of this.pools) {
          const labels = { [ATTR_SERVICE_NAME]: service };
          const { open, idle, waiting: uses, limit: most } = look();
          const state = (name: string) => ({ ...labels, 'db.client.connection.state': name });
          result.observe(count, idle, state('idle'));
          result.observe(count, open - idle, state('used'));
          result.observe(limit, most, labels);
          result.observe(waiting, uses, labels);
        }
      },
      [count, limit, waiting],
    );
  }

  private observeGauges(meter: Meter): void {
    const byName = Object.fromEntries(
      Object.entries(gauges).map(([name, reported]) => [
        name,
        meter.createObservableGauge(name, reported),
      ]),
    );
    meter.addBatchObservableCallback(async (result) => {
      for (const { service, values } of await this.readings.read()) {
        for (const [name, value] of Object.entries(values) as [GaugeName, number][]) {
          result.observe(byName[name]!, value, { [ATTR_SERVICE_NAME]: service });
        }
      }
    }, Object.values(byName));
  }
}
