import * as clock from '#kernel/clock.ts';
import { platformFailureKinds, type FailureKind, type OperationShape } from '#kernel/contract.ts';
import { traceIdOf } from '#kernel/invocation.ts';
import type { Failure } from '#kernel/result.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { problemOf, refusal, statusOfKind, type Refusal } from '../replies/problem.ts';
import { databaseUnavailable, deadlineExceeded } from '../replies/refusals.ts';
import type { Asking, OrderPart, OrderParts } from './order-parts.ts';

/** The order is there already: nobody waits for its parts as long as for a request. */
const partTimeMs = 4_000;

/**
 * Asks for parts of an order all at once, each as its own endpoint does. What cannot be told of one
 * (no right to it, a service that is away) stands in its place and keeps back nothing else.
 */
export async function expandOrder(
  parts: OrderParts,
  names: readonly string[],
  asking: Asking,
): Promise<object> {
  const { invocation } = asking;
  const deadlineMs = Math.min(invocation.deadlineMs, clock.nowMs() + partTimeMs);
  const hurried = { ...asking, invocation: { ...invocation, deadlineMs } };
  const told = names.map(async (name) => [name, await tellPart(parts[name]!, hurried)] as const);
  return Object.fromEntries(await Promise.all(told));
}

async function tellPart(part: OrderPart, asking: Asking): Promise<unknown> {
  const { found, invocation } = asking;
  if (part.has && !part.has(found)) return null;
  const refused = (told: Refusal) => ({
    problem: problemOf(told, traceIdOf(invocation.traceparent)),
  });
  try {
    const reply = await inTime(part.ask(asking), invocation.deadlineMs);
    if (reply === undefined) return refused(deadlineExceeded);
    return reply.ok ? reply.value : refused(refusalOf(part.operation, reply.failure));
  } catch (error) {
    if (isUnavailability(error)) return refused(databaseUnavailable);
    throw error;
  }
}

/** What was asked for, or undefined once its time is over. */
async function inTime<Value>(
  asked: Promise<Value>,
  deadlineMs: number,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, deadlineMs - clock.nowMs()));
  });
  return Promise.race([asked, over]).finally(() => clearTimeout(timer));
}

function refusalOf({ failures }: OperationShape, failure: Failure): Refusal {
  const { code, message, detail: details } = failure;
  const ofPlatform: Readonly<Record<string, FailureKind>> = platformFailureKinds;
  const kind = failures[code]?.kind ?? ofPlatform[code] ?? failure.kind;
  if (kind === undefined) throw new Error(`undeclared failure ${code}: ${message}`);
  return refusal(statusOfKind[kind], code, message, { details });
}
