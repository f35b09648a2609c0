import * as clock from '#kernel/clock.ts';
import { platformFailureKinds, type FailureKind, type OperationShape } from '#kernel/contract.ts';
import { traceIdOf } from '#kernel/invocation.ts';
import type { Failure } from '#kernel/result.ts';
import { timeToWait } from '#platform/ground/settings.ts';
import { inTime, isUnavailability } from '#platform/ground/unavailability.ts';
import { problemOf, refusal, statusOfKind, type Refusal } from '../replies/problem.ts';
import { databaseUnavailable, deadlineExceeded } from '../replies/refusals.ts';
import type { Expanding, OrderPart, OrderParts } from './order-parts.ts';

/** The order is there already: nobody waits for its parts as long as for a request. */
const partTimeMs = 4_000;

/**
 * Asks for parts of an order all at once, each as its own endpoint does. What cannot be told of one
 * (no right to it, a service that is away) stands in its place and keeps back nothing else.
 */
export async function expandOrder(
  parts: OrderParts,
  names: readonly string[],
  asked: Expanding,
): Promise<Record<string, unknown>> {
  const { invocation, settings } = asked;
  const endMs = clock.nowMs() + timeToWait(settings, partTimeMs);
  const deadlineMs = Math.min(invocation.deadlineMs, endMs);
  const hurried = { ...asked, invocation: { ...invocation, deadlineMs } };
  const reported = names.map(
    async (name) => [name, await reportPart(parts[name]!, hurried)] as const,
  );
  return Object.fromEntries(await Promise.all(reported));
}

async function reportPart(part: OrderPart, asked: Expanding): Promise<unknown> {
  const { found, invocation } = asked;
  if (part.has && !part.has(found)) return null;
  const refused = (reported: Refusal) => ({
    problem: problemOf(reported, traceIdOf(invocation.traceparent)),
  });
  try {
    const reply = await inTime(part.ask(asked), invocation.deadlineMs - clock.nowMs());
    if (reply === undefined) return refused(deadlineExceeded);
    return reply.ok ? reply.value : refused(refusalOf(part.operation, reply.failure));
  } catch (error) {
    if (isUnavailability(error)) return refused(databaseUnavailable);
    throw error;
  }
}

function refusalOf({ failures }: OperationShape, failure: Failure): Refusal {
  const { code, message, detail: details } = failure;
  const ofPlatform: Readonly<Record<string, FailureKind>> = platformFailureKinds;
  const kind = failures[code]?.kind ?? ofPlatform[code] ?? failure.kind;
  if (kind === undefined) throw new Error(`undeclared failure ${code}: ${message}`);
  return refusal(statusOfKind[kind], code, message, { details });
}
