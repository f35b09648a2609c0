import {
  BrokenCircuitError,
  BulkheadRejectedError,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  bulkhead,
  circuitBreaker,
  handleWhen,
  retry,
} from 'cockatiel';
import { errors, type Msg } from '@nats-io/transport-node';
import { RetryBudget } from '#external/exchange/retry-budget.ts';
import * as clock from '#kernel/clock.ts';
import { versionNeeded } from '#kernel/contract.ts';
import type { CarriedCall, RemoteTransport } from '../calls/calls.ts';
import { parseReply, type AnyReply } from '../calls/carried-replies.ts';
import { callSubject } from './subjects.ts';
import type { ServiceName } from '../topology.ts';
import { CalleeUnavailable } from '../ground/unavailability.ts';
import type { ServiceConnection } from './connect-service.ts';
import { errorHeader, headersOf, notKnownHere, type CalleeError } from './wire.ts';

/** In flight to one callee at once, and how many more may wait for their turn. */
const inFlightLimit = 128;
const waitingLimit = 512;
const failuresToBreak = 12;
const breakMs = 1_000;
const retriesMax = 3;
/** A replica that hangs is left after this time where asking another one is cheap. */
const queryPatienceMs = 3_000;
/** The call that finds out whether a callee is back keeps the others out for no longer. */
const probePatienceMs = 2_000;
/** Who was given less time than this and did not answer need not hang. */
const fairTimeMs = 1_000;
/**
 * A replica that says no after waiting this long for a connection is short of them: asking again
 * doubles the wait, and nobody is to wait for a refusal for more than a second.
 */
const longRefusalMs = 300;
/** With less time left nothing is asked any more. */
const leastTimeMs = 20;

/** Nobody took it, or no answer came. Only what a hung or dead callee causes opens the breaker. */
class NoAnswer extends CalleeUnavailable {}

/** Asked so often, one of two replicas that knows it has as good as surely been among them. */
const versionLooks = 10;
/** While a release is rolled out, a replica of before may be asked for what it does not know. */
class NotKnownThere extends CalleeUnavailable {}

/** After these trying again is pointless: the deadline is over, or the callee has waited in vain. */
const finalErrors = new WeakSet<CalleeUnavailable>();

function final<E extends CalleeUnavailable>(error: E): E {
  finalErrors.add(error);
  return error;
}

/**
 * Carries calls to services in other processes by request and reply, balanced over the replicas by
 * the broker. Queries and commands alike are tried again, since every command has a key or repeats
 * harmlessly; a breaker and a bulkhead stand before each callee.
 */
export function natsTransport(
  connectionOf: (from: ServiceName) => ServiceConnection,
): RemoteTransport {
  const callees = new Map<string, Guard>();
  const guardOf = ({ from, to }: CarriedCall): Guard => {
    const arrow = `${from}>${to}`;
    let guard = callees.get(arrow);
    if (!guard) callees.set(arrow, (guard = guardCallee()));
    return guard;
  };
  return async (call) => {
    const connection = connectionOf(call.from);
    const { budget, execute } = guardOf(call);
    budget.earn();
    let attempts = 0;
    try {
      return await execute((isProbe) => ask(connection, call, (attempts += 1), isProbe));
    } catch (error) {
      if (error instanceof BrokenCircuitError)
        throw new CalleeUnavailable(`${call.to} has not answered for a while`, {
          cause: error,
          retryAfterMs: breakMs,
        });
      if (error instanceof BulkheadRejectedError)
        throw new CalleeUnavailable(`too many calls wait for ${call.to}`, { cause: error });
      throw error;
    }
  };
}

interface Guard {
  readonly budget: RetryBudget;
  /** Bulkhead, retries and breaker around a request. */
  readonly execute: (work: Work) => Promise<AnyReply>;
}

type Work = (isProbe: boolean) => Promise<AnyReply>;

function guardCallee(): Guard {
  const budget = new RetryBudget();
  const limit = bulkhead(inFlightLimit, waitingLimit);
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof NoAnswer),
    { breaker: new ConsecutiveBreaker(failuresToBreak), halfOpenAfter: breakMs },
  );
  const retries = retry(
    handleWhen(
      (error) => error instanceof CalleeUnavailable && !finalErrors.has(error) && budget.take(),
    ),
    {
      maxAttempts: retriesMax,
      backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1_000 }),
    },
  );
  const once = (work: Work): Promise<AnyReply> => {
    // One call finds out whether the callee is back; nobody waits behind it.
    if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    return breaker.execute(() => work(breaker.state === CircuitState.HalfOpen));
  };
  return { budget, execute: (work) => limit.execute(() => retries.execute(() => once(work))) };
}

/** Whom it does not know passes nothing on: another replica is asked at once. */
async function ask(...asked: Parameters<typeof request>): Promise<AnyReply> {
  for (let look = 1; ; look += 1) {
    try {
      return await request(...asked);
    } catch (error) {
      if (!(error instanceof NotKnownThere) || look === versionLooks) throw error;
    }
  }
}

async function request(
  { nats, connected }: ServiceConnection,
  call: CarriedCall,
  attempt: number,
  isProbe: boolean,
): Promise<AnyReply> {
  const { from, to, operation, shape, input, invocation } = call;
  const leftMs = invocation.deadlineMs - clock.nowMs();
  if (leftMs < leastTimeMs) throw final(new CalleeUnavailable(`no time is left to ask ${to}`));
  if (!connected) throw new CalleeUnavailable(`the broker is away, and ${to} behind it`);
  const patienceMs = shape.kind === 'query' ? queryPatienceMs : Infinity;
  const timeout = Math.min(leftMs, patienceMs, isProbe ? probePatienceMs : Infinity);
  const subject = callSubject(from, to, operation);
  const body = JSON.stringify(input ?? null);
  const headers = headersOf(invocation, versionNeeded(shape, input));
  const askedMs = performance.now();
  let message: Msg;
  try {
    message = await nats.request(subject, body, { timeout, headers });
  } catch (error) {
    if (error instanceof errors.PermissionViolationError)
      throw new Error(`the broker does not let ${from} call ${to}.${operation}`, { cause: error });
    const isTimeout = error instanceof errors.TimeoutError;
    const Unanswered = isTimeout && timeout < fairTimeMs ? CalleeUnavailable : NoAnswer;
    const unanswered = new Unanswered(`${to} does not answer`, { cause: error });
    throw timeout < leftMs || !isTimeout ? unanswered : final(unanswered);
  }
  const reply = read(message, call, performance.now() - askedMs);
  // An earlier attempt of ours is still at work there; its answer is the one that counts.
  if (attempt > 1 && !reply.ok && reply.failure.code === 'idempotency_key_in_flight')
    throw new CalleeUnavailable(`${to} still works on an earlier attempt`);
  return reply;
}

function read(message: Msg, { to, operation, shape }: CarriedCall, tookMs: number): AnyReply {
  const error = message.headers?.get(errorHeader) as CalleeError | '' | undefined;
  if (error === 'surprise') throw new Error(`${to}.${operation} failed; its log says why`);
  if (error === notKnownHere)
    throw new NotKnownThere(`${to} runs in a version that does not know ${operation} so`);
  if (error) {
    const refused = new CalleeUnavailable(`${to} is ${error}`);
    throw tookMs < longRefusalMs ? refused : final(refused);
  }
  return parseReply(shape, message.json<AnyReply>());
}
