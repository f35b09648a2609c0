import type { Invocation } from '#kernel/invocation.ts';
import type { AnyReply, CarriedCall } from '../calls/calls.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import type { ServiceName } from '../topology.ts';
import type { GaugeName } from './gauges.ts';

/**
 * Watches what crosses a boundary. Where it is undefined nobody watches, and that costs one look.
 * Each method runs what it is given, with the trace carried on in what it hands over, and returns
 * or throws what that did.
 */
export interface Telemetry {
  /** A request at the gateway; `given` is the client's own `traceparent`, if it sent a valid one. */
  request(given: string | undefined): RequestWatch;
  /** The caller's side of a call along an arrow. */
  call(call: CarriedCall, run: (call: CarriedCall) => Promise<AnyReply>): Promise<AnyReply>;
  /** The callee's side of it, in whichever process that is. */
  serve(call: CarriedCall, run: (invocation: Invocation) => Promise<AnyReply>): Promise<AnyReply>;
  /** One use of an external system. */
  external<T>(use: ExternalUse, run: (traceparent: string | undefined) => Promise<T>): Promise<T>;
  /** A transaction, move, write or read of a service's own schema; it is named, never its values. */
  database<T>(use: DatabaseUse, run: () => Promise<T>): Promise<T>;
  /** Events of one type on their way to one consumer. */
  publish<T>(
    consumer: ServiceName,
    events: ReceivedEvent[],
    run: (events: ReceivedEvent[]) => Promise<T>,
  ): Promise<T>;
  /** Events of one type being taken by one consumer; the ids of those that had their effect. */
  consume(
    consumer: ServiceName,
    events: ReceivedEvent[],
    run: (events: ReceivedEvent[]) => Promise<Set<string>>,
  ): Promise<Set<string>>;
  /** A long story that goes on. */
  story(
    service: ServiceName,
    name: string,
    invocation: Invocation,
    run: (invocation: Invocation) => Promise<void>,
  ): Promise<void>;
  /** A pool of connections, looked at when metrics are read; returns how to tell of a wait, if wanted. */
  pool(service: ServiceName, look: () => PoolUse): ((waitedMs: number) => void) | undefined;
  /** How often the sandbox of this shop died and was started again, looked at when metrics are read. */
  sandboxRestarts(look: () => number): void;
  /** Numbers that a service reads from its own schema, when metrics are read and the last are old. */
  gauges(service: ServiceName, read: ReadGauges): void;
}

export interface RequestWatch {
  /** Of the request's own span: what the gateway calls with. Undefined where no traces are made. */
  readonly traceparent: string | undefined;
  /** `status` is undefined where the client left before there was an answer. */
  ended(request: EndedRequest): void;
}

export interface EndedRequest {
  readonly method: string;
  readonly route: string | undefined;
  readonly status: number | undefined;
  /** What the gateway called with. */
  readonly traceparent: string;
}

export interface ExternalUse {
  readonly service: ServiceName;
  readonly system: string;
  readonly operation: string;
  readonly traceparent: string | undefined;
}

export interface DatabaseUse {
  readonly service: ServiceName;
  readonly database: string;
  readonly summary: string;
  readonly traceparent: string | undefined;
}

export interface PoolUse {
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
  readonly limit: number;
}

/** Numbers of gauges by name; what each means stands in `gauges.ts`. Sums of a service's rows. */
export type ReadGauges = () => Promise<Readonly<Partial<Record<GaugeName, number>>>>;
