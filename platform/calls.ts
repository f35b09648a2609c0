import { hasPermission } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import type { Contract, OperationShape } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Failure, type Result } from '#kernel/result.ts';
import { failpoint, failpointsArmed } from './failpoints.ts';
import { PreparedJson } from './prepared-json.ts';
import type { EdgeRecorder } from './telemetry/edge-recorder.ts';
import { topology, type ServiceName } from './topology.ts';

export type AnyReply = Result<unknown, Failure>;
type AnyHandler = (input: never, invocation: Invocation) => Promise<AnyReply>;
export type Operations = Readonly<Record<string, AnyHandler>>;

/**
 * How a call travels. Embedded it is a function call; the loopback carrier serialises and parses
 * everything as a broker would, so that nothing leans on shared memory.
 */
export type Carrier = (
  shape: OperationShape,
  handler: AnyHandler,
  input: unknown,
  invocation: Invocation,
) => Promise<AnyReply>;

export const directCarrier: Carrier = (_shape, handler, input, invocation) =>
  handler(input as never, invocation);

/** Only the gateway sends prepared text on; for others it is the value that it tells of. */
function openPrepared(reply: AnyReply): AnyReply {
  return reply.ok && reply.value instanceof PreparedJson ? ok(reply.value.toJSON()) : reply;
}

export const loopbackCarrier: Carrier = async (shape, handler, input, invocation) => {
  const sent = JSON.parse(JSON.stringify({ input: input ?? null, invocation })) as {
    input: unknown;
    invocation: Invocation;
  };
  const reply = await handler(shape.input.parse(sent.input ?? undefined) as never, sent.invocation);
  return parseReply(shape, JSON.parse(JSON.stringify(reply)) as AnyReply);
};

/** Refuses an answer that the contract does not know. */
function parseReply(shape: OperationShape, reply: AnyReply): AnyReply {
  if (reply.ok) return { ok: true, value: shape.output.parse(reply.value ?? undefined) };
  const declared = shape.failures[reply.failure.code];
  if (declared) declared.detail.parse(reply.failure.detail);
  return reply;
}

/** Every service's operations, by name, reached only along the arrows. */
export class Dispatcher {
  private readonly served = new Map<ServiceName, { contract: Contract; operations: Operations }>();

  private readonly carrier: Carrier;
  private readonly recorder: EdgeRecorder;

  constructor(carrier: Carrier, recorder: EdgeRecorder) {
    this.carrier = carrier;
    this.recorder = recorder;
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
    this.served.set(service, { contract, operations });
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
        return [callee, this.callers(from, callee as ServiceName, contract)];
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
            refuse(shape, invocation) ??
              this.carrier(shape, target.operations[operation]!, input, invocation).then(
                openPrepared,
              ),
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
    const callees: readonly string[] = topology[from].calls;
    if (!callees.includes(to))
      throw new Error(`no arrow from ${from} to ${to}: ${from} may not call ${to}.${operation}`);
    const target = this.served.get(to);
    const shape = target?.contract.operations[operation];
    if (!target || !shape) throw new Error(`nobody serves ${to}.${operation}`);
    return this.perform(
      from,
      to,
      operation,
      shape,
      target.operations[operation]!,
      input,
      invocation,
    );
  }

  private callers(from: ServiceName, to: ServiceName, contract: Contract): Operations {
    return Object.fromEntries(
      Object.keys(contract.operations).map((operation) => [
        operation,
        (input: unknown, invocation: Invocation) =>
          this.call(from, to, operation, input, invocation),
      ]),
    );
  }

  private async perform(
    from: ServiceName,
    to: ServiceName,
    operation: string,
    shape: OperationShape,
    handler: AnyHandler,
    input: unknown,
    invocation: Invocation,
  ): Promise<AnyReply> {
    this.recorder.record('arrow', from, to, invocation.traceparent);
    const refused = refuse(shape, invocation);
    if (refused) return refused;
    if (failpointsArmed()) failpoint(`call:${from}>${to}.${operation}:before`);
    const reply = await this.carrier(shape, handler, input, invocation);
    if (failpointsArmed()) failpoint(`call:${from}>${to}.${operation}:after`);
    return from === 'api-gateway' ? reply : openPrepared(reply);
  }
}

function refuse(shape: OperationShape, invocation: Invocation): AnyReply | undefined {
  const { access } = shape;
  if (access !== 'public' && access !== 'owner' && access !== 'internal') {
    if (!hasPermission(invocation.actor, access)) {
      return fail('forbidden', `This needs the permission ${access}.`);
    }
  }
  if (clock.nowMs() > invocation.deadlineMs) {
    return fail('deadline_exceeded', 'The time for this request is over. Send it again.');
  }
  return undefined;
}
