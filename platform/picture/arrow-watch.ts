import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { AnyReply, CarriedCall } from '../calls/calls.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { LaterVersion } from '../ground/later-version.ts';
import { CalleeUnavailable, isUnavailability } from '../ground/unavailability.ts';
import {
  isOurs,
  outcomeOfAnswer,
  outcomeOfReply,
  outcomeOfThrow,
  well,
  type Outcome,
} from '../telemetry/outcome.ts';
import type {
  DatabaseUse,
  ExternalUse,
  PoolUse,
  ReadGauges,
  RequestWatch,
  Telemetry,
} from '../telemetry/telemetry.ts';
import { eventRoutes, type ServiceName } from '../topology.ts';
import type { ArrowKind, ArrowSums } from './arrow-sums.ts';
import type { KeptSpans } from './kept-spans.ts';
import { callCarriesOrder, serviceCarriesOrders } from './order-work.ts';

/** Reading it anew at each use would take longer than all else that a use costs. */
const { timeOrigin } = performance;

/** One use of an arrow. */
export interface Use {
  readonly kind: ArrowKind | 'story';
  readonly from: string;
  readonly to: string;
  readonly operation: string;
  readonly traceparent: string | undefined;
  /** Whether it shows that its trace carries an order. */
  readonly keeps: boolean;
}

/**
 * Counts every use of an arrow in the memory of this process and nowhere else, and lets whoever
 * else watches see the same. Each use is seen once, by who makes it; an event by who hears it.
 */
export class ArrowWatch implements Telemetry {
  private readonly sums: ArrowSums;
  private readonly spans: KeptSpans;
  private readonly others: Telemetry | undefined;

  constructor(sums: ArrowSums, spans: KeptSpans, others: Telemetry | undefined) {
    this.sums = sums;
    this.spans = spans;
    this.others = others;
  }

  request(given: string | undefined): RequestWatch {
    const watch = this.others?.request(given);
    const startMs = performance.now();
    return {
      traceparent: watch?.traceparent,
      ended: (request) => {
        watch?.ended(request);
        const { method, route, status, traceparent } = request;
        const operation = route === undefined ? method : `${method} ${route}`;
        const failed = status !== undefined && status >= 500 ? String(status) : undefined;
        this.note(
          {
            kind: 'request',
            from: 'user',
            to: 'api-gateway',
            operation,
            traceparent,
            keeps: false,
          },
          startMs,
          failed,
        );
      },
    };
  }

  call(call: CarriedCall, run: (call: CarriedCall) => Promise<AnyReply>): Promise<AnyReply> {
    const { others } = this;
    const { from, to, operation, invocation } = call;
    const { traceparent } = invocation;
    const keeps = callCarriesOrder(call);
    const refused = keeps ? this.begins(traceparent) : () => {};
    const use = { kind: 'call' as const, from, to, operation, traceparent, keeps };
    return this.measured(
      use,
      () => others?.call(call, run) ?? run(call),
      (reply) => {
        if (!reply.ok) {
          use.keeps = false;
          refused();
        }
        return outcomeOfReply(call, reply);
      },
      (error) => {
        use.keeps = false;
        refused();
        return outcomeOfThrow(error);
      },
    );
  }

  /** In a process where the caller is not: what is done here for its call is kept as it is there. */
  async serve(
    call: CarriedCall,
    run: (invocation: Invocation) => Promise<AnyReply>,
  ): Promise<AnyReply> {
    const served = () => this.others?.serve(call, run) ?? run(call.invocation);
    if (!callCarriesOrder(call)) return served();
    const refused = this.begins(call.invocation.traceparent);
    const reply = await served();
    if (!reply.ok) refused();
    return reply;
  }

  /** @returns what says that nothing came of it */
  private begins(traceparent: string | undefined): () => void {
    const isFirst = traceparent !== undefined && this.spans.begin(traceparent);
    return isFirst ? () => this.spans.refused(traceparent) : () => {};
  }

  external<T>(use: ExternalUse, run: (traceparent: string | undefined) => Promise<T>): Promise<T> {
    const { others } = this;
    const { service: from, system: to, operation, traceparent } = use;
    return this.measured(
      { kind: 'external', from, to, operation, traceparent, keeps: false },
      () => others?.external(use, run) ?? run(traceparent),
      outcomeOfAnswer,
    );
  }

  database<T>(use: DatabaseUse, run: () => Promise<T>): Promise<T> {
    const { others } = this;
    const { service: from, database, summary: operation, traceparent } = use;
    return this.measured(
      { kind: 'store', from, to: `${database}-db`, operation, traceparent, keeps: false },
      () => others?.database(use, run) ?? run(),
      () => well,
      (error) => (isOfStore(error) ? outcomeOfThrow(error) : well),
    );
  }

  publish<T>(
    consumer: ServiceName,
    events: ReceivedEvent[],
    run: (events: ReceivedEvent[]) => Promise<T>,
  ): Promise<T> {
    return this.others?.publish(consumer, events, run) ?? run(events);
  }

  async consume(
    to: ServiceName,
    events: ReceivedEvent[],
    run: (events: ReceivedEvent[]) => Promise<Set<string>>,
  ): Promise<Set<string>> {
    const startMs = performance.now();
    const { type: operation } = events[0]!;
    const { producer: from } = eventRoutes[operation];
    const keeps = serviceCarriesOrders(from) || operation === 'checkout.completed';
    const note = ({ traceparent }: ReceivedEvent, failed?: string) =>
      this.note({ kind: 'event', from, to, operation, traceparent, keeps }, startMs, failed);
    try {
      const taken = await (this.others?.consume(to, events, run) ?? run(events));
      // One that came twice, or before its predecessor, comes again or is done already.
      for (const event of events) if (taken.has(event.id)) note(event);
      return taken;
    } catch (error) {
      // Of a batch nobody knows which one it was: each is tried once more alone, and noted then.
      if (events.length === 1) note(events[0]!, failureOf(outcomeOfThrow(error)));
      throw error;
    }
  }

  story(
    service: ServiceName,
    name: string,
    invocation: Invocation,
    run: (invocation: Invocation) => Promise<void>,
  ): Promise<void> {
    const { others } = this;
    const { traceparent } = invocation;
    const keeps = serviceCarriesOrders(service);
    return this.measured(
      { kind: 'story', from: service, to: service, operation: name, traceparent, keeps },
      () => others?.story(service, name, invocation, run) ?? run(invocation),
    );
  }

  pool(service: ServiceName, look: () => PoolUse): ((waitedMs: number) => void) | undefined {
    return this.others?.pool(service, look);
  }

  sandboxRestarts(look: () => number): void {
    this.others?.sandboxRestarts(look);
  }

  gauges(service: ServiceName, read: ReadGauges): void {
    this.others?.gauges(service, read);
  }

  /** @param startMs of `performance.now()` @param failed what it failed with */
  note(use: Use, startMs: number, failed: string | undefined): void {
    const nowMs = performance.now();
    const tookMs = nowMs - startMs;
    const { kind, from, to, operation, traceparent } = use;
    if (kind !== 'story') {
      const arrow = this.sums.arrow(kind, from, to);
      arrow.note(nowMs, tookMs, failed !== undefined);
      if (failed !== undefined) arrow.noteFailure({ operation, code: failed, tookMs }, traceparent);
    }
    if (traceparent === undefined) return;
    this.spans.add(
      traceparent,
      {
        kind,
        from,
        to,
        operation,
        // To a part of a millisecond: many uses begin within one, and are told in order.
        startMs: timeOrigin + startMs + clock.currentOffsetMs(),
        tookMs,
        code: failed ?? null,
      },
      use.keeps,
    );
  }

  private async measured<T>(
    use: Use,
    run: () => Promise<T>,
    judge: (value: T) => Outcome = () => well,
    blame: (error: unknown) => Outcome = outcomeOfThrow,
  ): Promise<T> {
    const startMs = performance.now();
    let failed: string | undefined;
    try {
      const value = await run();
      failed = failureOf(judge(value));
      return value;
    } catch (error) {
      failed = failureOf(blame(error));
      throw error;
    } finally {
      this.note(use, startMs, failed);
    }
  }
}

/** A row that breaks a rule of its table is how a schema says no: whoever wrote it knows what then. */
const refusalsOfStores = /^23\d{3}$/;

const sqlState = /^[0-9A-Z]{5}$/;

/** Whatever is thrown inside a transaction comes out of it: a fault of the code, or of who was called, is not the database's. */
function isOfStore(error: unknown): boolean {
  if (error instanceof CalleeUnavailable || error instanceof LaterVersion) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && sqlState.test(code)) || isUnavailability(error);
}

function failureOf({ errorClass, code }: Outcome): string | undefined {
  if (!isOurs(errorClass) || refusalsOfStores.test(code ?? '')) return undefined;
  return code ?? 'unknown';
}
