import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_SYSTEM_NAME,
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_RPC_METHOD,
  ATTR_RPC_SYSTEM_NAME,
  ATTR_SERVICE_NAME,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions';
import { SpanKind, type Attributes, type Histogram, type Span } from '@opentelemetry/api';
import type { Invocation } from '#kernel/invocation.ts';
import * as clock from '#kernel/clock.ts';
import type { AnyReply, CarriedCall } from '../../calls/calls.ts';
import type { ReceivedEvent } from '../../events/event-types.ts';
import { eventRoutes, type ServiceName } from '../../topology.ts';
import type { Metrics } from './metrics.ts';
import {
  isOurs,
  outcomeOfAnswer,
  outcomeOfReply,
  outcomeOfThrow,
  well,
  type Outcome,
} from '../outcome.ts';
import type {
  DatabaseUse,
  ExternalUse,
  PoolUse,
  ReadGauges,
  RequestWatch,
  Telemetry,
} from '../telemetry.ts';
import type { Tracing } from './tracing.ts';
import { endSpan, traceparentOf } from './spans.ts';

/** Not yet stable, so the package does not name it. */
const peer = 'service.peer.name';
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Spans and metrics by OpenTelemetry's names; either may be switched off. */
export class Watch implements Telemetry {
  private readonly tracing: Tracing | undefined;
  private readonly metrics: Metrics | undefined;

  constructor(tracing: Tracing | undefined, metrics: Metrics | undefined) {
    this.tracing = tracing;
    this.metrics = metrics;
  }

  request(given: string | undefined): RequestWatch {
    const span = this.tracing?.startRequest(given);
    const startMs = performance.now();
    this.metrics?.requestBegan();
    return {
      traceparent: span && traceparentOf(span),
      ended: ({ method, route, status }) => {
        this.metrics?.requestEnded();
        const labels: Attributes = {
          [ATTR_SERVICE_NAME]: 'api-gateway',
          [ATTR_HTTP_REQUEST_METHOD]: methods.has(method) ? method : '_OTHER',
          [ATTR_URL_SCHEME]: 'http',
        };
        if (route !== undefined) labels[ATTR_HTTP_ROUTE] = route;
        if (status !== undefined) labels[ATTR_HTTP_RESPONSE_STATUS_CODE] = status;
        const errorType = status === undefined ? 'client_left' : errorOfStatus(status);
        if (errorType !== undefined) labels[ATTR_ERROR_TYPE] = errorType;
        this.metrics?.httpServer.record((performance.now() - startMs) / 1_000, labels);
        if (!span) return;
        span.updateName(route === undefined ? method : `${method} ${route}`);
        span.setAttributes(labels);
        endSpan(span, errorType, status !== undefined && status >= 500);
      },
    };
  }

  call(call: CarriedCall, run: (call: CarriedCall) => Promise<AnyReply>): Promise<AnyReply> {
    const { from, to, operation, invocation } = call;
    const span = this.tracing?.start(
      from,
      `${to}/${operation}`,
      SpanKind.CLIENT,
      {},
      invocation.traceparent,
    );
    return this.observe(
      {
        span,
        histogram: this.metrics?.client,
        attributes: rpc(from, to, `${to}/${operation}`),
        judge: (reply) => outcomeOfReply(call, reply),
      },
      () => run(span ? { ...call, invocation: below(invocation, span) } : call),
    );
  }

  serve(call: CarriedCall, run: (invocation: Invocation) => Promise<AnyReply>): Promise<AnyReply> {
    const { from, to, operation, invocation } = call;
    const name = `${to}/${operation}`;
    const span = this.tracing?.start(to, name, SpanKind.SERVER, {}, invocation.traceparent);
    return this.observe(
      {
        span,
        histogram: this.metrics?.server,
        attributes: rpc(to, from, name),
        judge: (reply) => outcomeOfReply(call, reply),
      },
      () => run(span ? below(invocation, span) : invocation),
    );
  }

  external<T>(
    { service, system, operation, traceparent }: ExternalUse,
    run: (traceparent: string | undefined) => Promise<T>,
  ): Promise<T> {
    const name = `${system}/${operation}`;
    const span = this.tracing?.start(service, name, SpanKind.CLIENT, {}, traceparent);
    return this.observe(
      {
        span,
        histogram: this.metrics?.client,
        attributes: rpc(service, system, name),
        judge: outcomeOfAnswer,
      },
      () => run(span ? traceparentOf(span) : traceparent),
    );
  }

  database<T>(
    { service, database, summary, traceparent }: DatabaseUse,
    run: () => Promise<T>,
  ): Promise<T> {
    const span = this.tracing?.start(service, summary, SpanKind.CLIENT, {}, traceparent);
    return this.observe(
      {
        span,
        histogram: this.metrics?.database,
        attributes: {
          [ATTR_SERVICE_NAME]: service,
          [ATTR_DB_SYSTEM_NAME]: 'postgresql',
          [ATTR_DB_NAMESPACE]: database,
          [ATTR_DB_QUERY_SUMMARY]: summary,
        },
        judge: () => well,
      },
      run,
    );
  }

  publish<T>(
    consumer: ServiceName,
    events: ReceivedEvent[],
    run: (events: ReceivedEvent[]) => Promise<T>,
  ): Promise<T> {
    const { type } = events[0]!;
    const { producer } = eventRoutes[type];
    return this.carry('send', SpanKind.PRODUCER, producer, consumer, events, run);
  }

  async consume(
    consumer: ServiceName,
    events: ReceivedEvent[],
    run: (events: ReceivedEvent[]) => Promise<Set<string>>,
  ): Promise<Set<string>> {
    const taken = await this.carry('process', SpanKind.CONSUMER, consumer, consumer, events, run);
    for (const { id, occurredAt, type } of events) {
      if (!taken.has(id)) continue;
      const waitedMs = clock.nowMs() - Date.parse(occurredAt);
      this.metrics?.eventDelay.record(Math.max(0, waitedMs / 1_000), {
        [ATTR_SERVICE_NAME]: consumer,
        'messaging.destination.name': type,
      });
    }
    return taken;
  }

  story(
    service: ServiceName,
    name: string,
    invocation: Invocation,
    run: (invocation: Invocation) => Promise<void>,
  ): Promise<void> {
    const { traceparent } = invocation;
    const span = this.tracing?.start(service, `story ${name}`, SpanKind.INTERNAL, {}, traceparent);
    return this.observe(
      {
        span,
        histogram: this.metrics?.story,
        attributes: { [ATTR_SERVICE_NAME]: service, 'kontor.story.name': name },
        judge: () => well,
      },
      () => run(span ? below(invocation, span) : invocation),
    );
  }

  sandboxRestarts(look: () => number): void {
    this.metrics?.addSandboxRestarts(look);
  }

  pool(service: ServiceName, look: () => PoolUse): ((waitedMs: number) => void) | undefined {
    const { metrics } = this;
    if (!metrics) return undefined;
    metrics.addPool(service, look);
    const labels = { [ATTR_SERVICE_NAME]: service };
    return (waitedMs) => metrics.poolWait.record(waitedMs / 1_000, labels);
  }

  gauges(service: ServiceName, read: ReadGauges): void {
    this.metrics?.readings.add(service, read);
  }

  /** A span for each event, in the trace of each; they are taken together and so end together. */
  private async carry<T>(
    operation: 'send' | 'process',
    kind: SpanKind,
    service: ServiceName,
    consumer: ServiceName,
    events: ReceivedEvent[],
    run: (events: ReceivedEvent[]) => Promise<T>,
  ): Promise<T> {
    const { type } = events[0]!;
    const attributes = {
      [ATTR_SERVICE_NAME]: service,
      'messaging.system': 'kontor',
      'messaging.operation.name': operation,
      'messaging.operation.type': operation,
      'messaging.destination.name': type,
      'messaging.consumer.group.name': consumer,
    };
    const spans = events.map(({ id, traceparent }) =>
      this.tracing?.start(
        service,
        `${operation} ${type}`,
        kind,
        { ...attributes, 'messaging.message.id': id },
        traceparent,
      ),
    );
    const carried = events.map((event, index) => {
      const span = spans[index];
      return span ? { ...event, traceparent: traceparentOf(span) } : event;
    });
    const histogram = operation === 'send' ? this.metrics?.sent : this.metrics?.consumed;
    const startMs = performance.now();
    let outcome = well;
    try {
      return await run(carried);
    } catch (error) {
      outcome = outcomeOfThrow(error);
      throw error;
    } finally {
      record(histogram, startMs, attributes, outcome);
      for (const span of spans) if (span) endSpan(span, outcome.code, isOurs(outcome.errorClass));
    }
  }

  private async observe<T>(observed: Observed<T>, run: () => Promise<T>): Promise<T> {
    const { span, histogram, attributes, judge } = observed;
    const startMs = performance.now();
    let outcome: Outcome = well;
    try {
      const value = await run();
      outcome = judge(value);
      return value;
    } catch (error) {
      outcome = outcomeOfThrow(error);
      throw error;
    } finally {
      record(histogram, startMs, attributes, outcome);
      if (span) {
        span.setAttributes(attributes);
        endSpan(span, outcome.code, isOurs(outcome.errorClass));
      }
    }
  }
}

interface Observed<T> {
  readonly span: Span | undefined;
  readonly histogram: Histogram | undefined;
  /** Labels of the metric and attributes of the span. */
  readonly attributes: Attributes;
  readonly judge: (value: T) => Outcome;
}

function rpc(service: string, other: string, method: string): Attributes {
  return {
    [ATTR_SERVICE_NAME]: service,
    [peer]: other,
    [ATTR_RPC_SYSTEM_NAME]: 'kontor',
    [ATTR_RPC_METHOD]: method,
  };
}

function below(invocation: Invocation, span: Span): Invocation {
  return { ...invocation, traceparent: traceparentOf(span) };
}

function record(
  histogram: Histogram | undefined,
  startMs: number,
  attributes: Attributes,
  { errorClass }: Outcome,
): void {
  if (!histogram) return;
  const labels =
    errorClass === undefined ? attributes : { ...attributes, [ATTR_ERROR_TYPE]: errorClass };
  histogram.record((performance.now() - startMs) / 1_000, labels);
}

/** A client's mistake is no failure of the server. */
function errorOfStatus(status: number): string | undefined {
  return status >= 500 ? String(status) : undefined;
}
