import {
  ROOT_CONTEXT,
  SpanKind,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import { sampleNewTraces } from '#kernel/invocation.ts';
import type { ServiceName } from '../../topology.ts';
import { resourceOf } from './resource.ts';
import type { TelemetrySettings } from './telemetry-settings.ts';
import { contextOf } from './spans.ts';
import { isSampled } from '../traceparent.ts';

/**
 * Spans of every service that runs here. The context is the traceparent that travels with an
 * invocation, so nothing is registered globally and nothing is kept in asynchronous storage.
 */
export class Tracing {
  private readonly processor: BatchSpanProcessor;
  private readonly sampler: Sampler;
  private readonly tracers = new Map<string, Tracer>();

  constructor(url: string, { sampler, samplerRatio, batch }: TelemetrySettings) {
    const exporter = new OTLPTraceExporter({ url });
    this.processor = new BatchSpanProcessor({ exporter, ...batch });
    this.sampler = samplerOf(sampler, samplerRatio);
    // Traces that no request began (sweeps, jobs) are taken as often as those of requests.
    sampleNewTraces((traceId) => this.decides(traceId));
  }

  /** A span below `traceparent`; undefined where that trace is not recorded. */
  start(
    service: ServiceName,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    traceparent: string | undefined,
  ): Span | undefined {
    if (traceparent === undefined || !isSampled(traceparent)) return undefined;
    return this.tracerOf(service).startSpan(name, { kind, attributes }, contextOf(traceparent));
  }

  /** The span of a request, whose name is known only once it is routed. It may be unrecorded. */
  startRequest(given: string | undefined): Span {
    const parent = given === undefined ? ROOT_CONTEXT : contextOf(given);
    return this.tracerOf('api-gateway').startSpan('HTTP', { kind: SpanKind.SERVER }, parent);
  }

  /** Sends what is waiting and ends. */
  async close(): Promise<void> {
    sampleNewTraces(undefined);
    await this.processor.shutdown();
  }

  private decides(traceId: string): boolean {
    const { decision } = this.sampler.shouldSample(
      ROOT_CONTEXT,
      traceId,
      '',
      SpanKind.INTERNAL,
      {},
      [],
    );
    return decision === SamplingDecision.RECORD_AND_SAMPLED;
  }

  /** A provider a service: each is a service of its own in the traces, wherever it runs. */
  private tracerOf(service: ServiceName): Tracer {
    let tracer = this.tracers.get(service);
    if (tracer === undefined) {
      const { processor, sampler } = this;
      const resource = resourceOf(service);
      const provider = new TracerProvider({ resource, sampler, spanProcessors: [processor] });
      this.tracers.set(service, (tracer = provider.getTracer('kontor')));
    }
    return tracer;
  }
}

function samplerOf(name: TelemetrySettings['sampler'], ratio: number): Sampler {
  const roots = {
    always_on: new AlwaysOnSampler(),
    always_off: new AlwaysOffSampler(),
    traceidratio: new TraceIdRatioBasedSampler(ratio),
  };
  const [, parentBased, root] = /^(parentbased_)?(.+)$/.exec(name)!;
  const sampler = roots[root as keyof typeof roots];
  return parentBased ? new ParentBasedSampler({ root: sampler }) : sampler;
}
