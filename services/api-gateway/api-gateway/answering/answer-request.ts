import type { FastifyReply, FastifyRequest } from 'fastify';
import { namesForeignChannel } from '#kernel/channel-wall.ts';
import type { Failure, Result } from '#kernel/result.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { noteDecline } from '../admission/admit-request.ts';
import { refusal, statusOfKind, type Refusal } from '../replies/problem.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import type { RateLimits } from '../admission/rate-limits.ts';
import {
  channelNotHeld,
  databaseUnavailable,
  deadlineExceeded,
  internalError,
} from '../replies/refusals.ts';
import type { Gateway, RouteRequest } from '../declaring/route.ts';
import { sendHandwritten, sendRefusal, sendValue } from '../replies/send-reply.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import {
  InputRefused,
  validateInput,
  validateRequest,
  type GivenFields,
} from '../bodies/validate-request.ts';

export interface Answering {
  readonly gateway: Gateway;
  readonly limits: RateLimits | undefined;
  readonly log: Logger;
  readonly patienceMs: number;
}

/** Validates, calls and answers an admitted request; nobody waits longer than its deadline. */
export function answerRequest(
  answering: Answering,
  prepared: PreparedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const invocation = request.scope.invocation!;
  const validated = validateRequest(prepared, request as GivenFields, invocation.idempotencyKey);
  if ('refused' in validated) {
    sendRefusal(request, reply, validated.refused);
    return;
  }
  if (prepared.need.kind === 'staff' && namesForeignChannel(invocation.actor, validated)) {
    sendRefusal(request, reply, channelNotHeld);
    return;
  }
  const { headers } = request;
  const orderToken = headers['order-token'];
  const routeRequest: RouteRequest = {
    ...validated,
    invocation,
    orderToken: typeof orderToken === 'string' ? orderToken : undefined,
    ipAddress: request.scope.client.address,
    userAgent: headers['user-agent'],
    headers,
  };
  const timer = setTimeout(() => {
    if (!reply.sent) sendRefusal(request, reply, deadlineExceeded);
  }, answering.patienceMs);
  perform(answering, prepared, request, reply, routeRequest)
    .catch((error: unknown) => answerSurprise(answering.log, request, reply, error))
    .finally(() => clearTimeout(timer));
}

async function perform(
  answering: Answering,
  prepared: PreparedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  routeRequest: RouteRequest,
): Promise<void> {
  const { route } = prepared;
  if (route.form === 'handwritten') {
    const told = await route.handle(routeRequest as never, answering.gateway);
    if (reply.sent) return;
    if ('ok' in told) sendFailure(answering, prepared, request, reply, told.failure);
    else sendHandwritten(reply, prepared, told);
    return;
  }
  const input = inputOf(prepared, routeRequest, request.scope.version);
  if (input instanceof InputRefused) {
    sendRefusal(request, reply, input.refused);
    return;
  }
  const refused = await route.agrees?.(routeRequest as never, answering.gateway);
  if (refused) {
    if (!reply.sent) sendFailure(answering, prepared, request, reply, refused.failure);
    return;
  }
  const result = (await prepared.call!(input, routeRequest.invocation)) as Result<unknown, Failure>;
  if (reply.sent) return;
  if (result.ok) sendValue(request, reply, prepared, result.value);
  else sendFailure(answering, prepared, request, reply, result.failure);
}

function inputOf(
  { assemble, operation, takesVersion }: PreparedRoute,
  routeRequest: RouteRequest,
  version: number | undefined,
): unknown {
  let input = assemble!(routeRequest);
  if (takesVersion && version !== undefined) {
    input = { ...(input as object), expectedVersion: version };
  }
  return validateInput(operation!.input, input);
}

function sendFailure(
  { limits }: Answering,
  prepared: PreparedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
): void {
  if (failure.code === 'payment_declined')
    noteDecline(limits, request, request.scope.invocation!.actor.id);
  sendRefusal(request, reply, refusalOf(prepared, request, failure));
}

function refusalOf(
  prepared: PreparedRoute,
  request: FastifyRequest,
  { code, message, detail: details, kind }: Failure,
): Refusal {
  // A newer service may refuse with a slug that is not known here: its kind is.
  const declared = prepared.statuses.get(code) ?? (kind && statusOfKind[kind]);
  if (declared === undefined) throw new Error(`undeclared failure ${code}: ${message}`);
  // If-Match asked for a precondition, and RFC 9110 has a status of its own for that.
  const precondition = code === 'version_conflict' && request.scope.version !== undefined;
  const status = precondition ? 412 : declared;
  const waits = status === 503 || status === 429 ? { retryAfterSeconds: 2 } : {};
  return refusal(status, code, message, { details, ...waits });
}

/** Answers a surprise: told without its inside, logged once with the trace id and without data. */
export function answerSurprise(
  log: Logger,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): void {
  const unavailable = isUnavailability(error);
  const { name, message, stack, code } = error as Error & { code?: unknown };
  const told = {
    traceparent: request.scope.traceparent,
    operation: request.routeOptions.config.prepared?.route.operationId,
    error: { name, code, message, stack },
  };
  if (unavailable) log.warn(told, 'request refused: a part does not answer');
  else log.error(told, 'request failed');
  if (!reply.sent) {
    sendRefusal(request, reply, unavailable ? databaseUnavailable : internalError);
  }
}
