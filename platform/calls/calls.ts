import { hasPermission } from '#kernel/actor.ts';
import { refuseForeignChannels } from '#kernel/channel-wall.ts';
import * as clock from '#kernel/clock.ts';
import type { Contract, OperationShape, PlatformFailure } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Failed, type Failure } from '#kernel/result.ts';
import { tolerantContract } from '#kernel/tolerant-contract.ts';
import { isDeclared, parseReply, encodeReply, type AnyReply } from './carried-replies.ts';
import { failpoint, failpointsArmed } from '../ground/failpoints.ts';
import { PreparedJson } from '../ground/prepared-json.ts';
import type { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { topology, type ServiceName } from '../topology.ts';
import { CalleeUnavailable, PlatformRefusal } from '../ground/unavailability.ts';

export type { AnyReply };
type AnyHandler = (input: never, invocation: Invocation) => Promise<AnyReply>;
export type Operations = Readonly<Record<string, AnyHandler>>;

/** One call along an arrow, on its way from a caller to a handler. */
export interface CarriedCall {
  readonly from: ServiceName;
  readonly to: ServiceName;
  readonly operation: string;
  readonly shape: OperationShape;
  readonly input: unknown;
  readonly invocation: Invocation;
}

/**
 * How a call travels. Embedded it is a function call; the loopback transport serialises and parses
 * everything as a broker would, so that nothing leans on shared memory; to a service that runs in
 * another process the broker carries it (`platform/nats/carry-calls.ts`).
 */
export type Transport = (
  call: CarriedCall,
  handler: AnyHandler,
  /** The operation as its callee knows it; the call has it as its caller does. */
  served: OperationShape,
) => Promise<AnyReply>;
export type RemoteTransport = (call: CarriedCall) => Promise<AnyReply>;

export const directTransport: Transport = ({ input, invocation }, handler) =>
  handler(input as never, invocation);

/** Only the gateway sends prepared text on; for others it is the value that it tells of. */
function openPrepared(reply: AnyReply): AnyReply {
  return reply.ok && reply.value instanceof PreparedJson ? ok(reply.value.toJSON()) : reply;
}

export const loopbackTransport: Transport = async (
  { shape, input, invocation },
  handler,
  served,
) => {
  const sent = JSON.parse(JSON.stringify({ input: input ?? null, invocation })) as {
    input: unknown;
    invocation: Invocation;
  };
  const asked = served.input.parse(sent.input ?? undefined);
  const reply = await handler(asked as never, sent.invocation);
  return parseReply(shape, JSON.parse(JSON.stringify(encodeReply(served, reply))) as AnyReply);
};

/** Every service's operations, by name, reached only along the arrows. */
export class Dispatcher {
  private readonly served = new Map<ServiceName, { contract: Contract; operations: Operations }>();

  private readonly transport: Transport;
  private readonly recorder: EdgeRecorder;
  private readonly remote: RemoteTransport | undefined;
  private readonly telemetry: Telemetry | undefined;
  /** Nothing is parsed where all calls are function calls. */
  private readonly reading: (contract: Contract) => Contract;

  /** `remote` carries calls to services that do not run here; without it they are refused. */
  constructor(
    transport: Transport,
    recorder: EdgeRecorder,
    remote?: RemoteTransport,
    telemetry?: Telemetry,
  ) {
    this.transport = transport;
    this.recorder = recorder;
    this.remote = remote;
    this.telemetry = telemetry;
    const isDirect = transport === directTransport && remote === undefined;
    this.reading = isDirect ? (contract) => contract : tolerantContract;
  }

  /** Binds a service's handlers; a promise without one, or one without a promise, is refused. */
  serve(service: ServiceName, contract: Contract, operations: Operations): void {
    for (const name of Object.keys(contract.operations)) {
      if (!operations[name])
        throw new Error(`${service} promises ${name} but binds no handler to it`);
    }
    for (const name of Object.keys(operations)) {
      if (!contract.operations[name])
        throw new Error(`${service} binds ${name}, which it does not promise`);
    }
    this.served.set(service, {
      contract: this.reading(contract),
      operations: passRefusalsOn(operations),
    });
  }

  /** The callers of `from`: one object a callee, one function an operation. */
  connect(
    from: ServiceName,
    contracts: Readonly<Record<string, Contract>>,
  ): Record<string, Operations> {
    const callees: readonly string[] = topology[from].calls;
    return Object.fromEntries(
      callees.map((callee) => {
        const contract = contracts[callee];
        if (!contract) throw new Error(`${from} calls ${callee}, which has no contract`);
        return [callee, this.callers(from, callee as ServiceName, this.reading(contract))];
      }),
    );
  }

  /** A service's operations for a caller outside the picture: tests, the oracle, the first start. */
  clientOf(to: ServiceName): Operations {
    const target = this.served.get(to);
    if (!target) throw new Error(`nobody serves ${to} here`);
    return Object.fromEntries(
      Object.entries(target.contract.operations).map(([operation, shape]) => [
        operation,
        (input: unknown, invocation: Invocation) =>
          Promise.resolve(
            refuse(shape, invocation, input) ??
              this.transport(
                { from: to, to, operation, shape, input, invocation },
                target.operations[operation]!,
                shape,
              ).then(openPrepared),
          ),
      ]),
    );
  }

  /**
   * Calls one operation along an arrow.
   * @throws when the topology has no such arrow, or nobody serves the callee here
   */
  call(
    from: ServiceName,
    to: ServiceName,
    operation: string,
    input: unknown,
    invocation: Invocation,
  ): Promise<AnyReply> {
    refuseOutsideArrows(from, to, operation);
    const shape = this.served.get(to)?.contract.operations[operation];
    if (!shape) throw new Error(`nobody serves ${to}.${operation}`);
    return this.perform({ from, to, operation, shape, input, invocation });
  }

  /** Up to which version an operation is served here; 0 where it is not. */
  versionServed(service: ServiceName, operation: string): number {
    return this.served.get(service)?.contract.operations[operation]?.version ?? 0;
  }

  /**
   * Answers a call that arrived from another process: what it says is parsed here, at the edge.
   * @throws ZodError when the input is not what the contract asks for
   */
  async answer(call: Omit<CarriedCall, 'shape'>): Promise<AnyReply> {
    const { from, to, operation, invocation } = call;
    refuseOutsideArrows(from, to, operation);
    const target = this.served.get(to);
    const shape = target?.contract.operations[operation];
    if (!target || !shape) throw new Error(`nobody serves ${to}.${operation} here`);
    const handler = target.operations[operation]!;
    const answer = async (reported: Invocation) =>
      refuse(shape, reported, call.input) ??
      handler(shape.input.parse(call.input) as never, reported);
    const reply = this.telemetry?.serve({ ...call, shape }, answer) ?? answer(invocation);
    return encodeReply(shape, await reply);
  }

  private callers(from: ServiceName, to: ServiceName, contract: Contract): Operations {
    return Object.fromEntries(
      Object.entries(contract.operations).map(([operation, shape]) => [
        operation,
        (input: unknown, invocation: Invocation) =>
          this.perform({ from, to, operation, shape, input, invocation }),
      ]),
    );
  }

  private async perform(call: CarriedCall): Promise<AnyReply> {
    const { from, to, operation, invocation } = call;
    this.recorder.record('arrow', from, to, invocation.traceparent);
    const refused = refuse(call.shape, invocation, call.input);
    if (refused) {
      if (from !== 'api-gateway') throwWhatSaysNothing(call, refused.failure);
      return refused;
    }
    if (failpointsArmed()) await failpoint(`call:${from}>${to}.${operation}:before`);
    const { telemetry } = this;
    const reply = await (telemetry?.call(call, (reported) => this.carry(reported)) ??
      this.carry(call));
    if (failpointsArmed()) await failpoint(`call:${from}>${to}.${operation}:after`);
    if (from === 'api-gateway') return reply;
    if (!reply.ok) throwWhatSaysNothing(call, reply.failure);
    return openPrepared(reply);
  }

  private carry(call: CarriedCall): Promise<AnyReply> {
    const target = this.served.get(call.to);
    const handler = target?.operations[call.operation];
    if (handler) {
      const served = target.contract.operations[call.operation]!;
      return this.transport(call, this.watched(call, handler), served);
    }
    if (this.remote) return this.remote(call);
    throw new Error(`nobody serves ${call.to}.${call.operation}`);
  }

  private watched(call: CarriedCall, handler: AnyHandler): AnyHandler {
    const { telemetry } = this;
    if (!telemetry) return handler;
    return (input, invocation) =>
      telemetry.serve({ ...call, invocation }, (reported) => handler(input, reported));
  }
}

function refuseOutsideArrows(from: ServiceName, to: ServiceName, operation: string): void {
  const callees: readonly string[] | undefined = topology[from]?.calls;
  if (!callees?.includes(to))
    throw new Error(`no arrow from ${from} to ${to}: ${from} may not call ${to}.${operation}`);
}

/** What a neighbour's platform refused to a handler on its way is the handler's own answer. */
function passRefusalsOn(operations: Operations): Operations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, handler]): [string, AnyHandler] => [
      name,
      async (input, invocation) => {
        try {
          return await handler(input, invocation);
        } catch (error) {
          if (error instanceof PlatformRefusal) return { ok: false, failure: error.failure };
          throw error;
        }
      },
    ]),
  );
}

/** What was not refused but not judged either: the platform's own failures, and new kinds of absence. */
function throwWhatSaysNothing({ to, operation, shape }: CarriedCall, failure: Failure): void {
  if (Object.hasOwn(shape.failures, failure.code)) return;
  if (isDeclared(shape, failure))
    throw new PlatformRefusal(to, operation, failure as PlatformFailure);
  if (failure.kind === 'unavailable')
    throw new CalleeUnavailable(`${to}.${operation}: ${failure.code}: ${failure.message}`);
}

function refuse(shape: OperationShape, invocation: Invocation, input: unknown): Failed | undefined {
  const { access, scope } = shape;
  if (access !== 'public' && access !== 'owner' && access !== 'internal') {
    if (!hasPermission(invocation.actor, access)) {
      return fail('forbidden', `This needs the permission ${access}.`);
    }
  }
  const foreign = scope && refuseForeignChannels(scope, invocation, input);
  if (foreign) return foreign;
  if (clock.nowMs() > invocation.deadlineMs) {
    return fail('deadline_exceeded', 'The time for this request is over. Send it again.');
  }
  return undefined;
}
