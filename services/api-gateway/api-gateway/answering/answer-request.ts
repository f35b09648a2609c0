import type { FastifyReply, FastifyRequest } from 'fastify';
import { namesForeignChannel } from '#kernel/channel-wall.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { validateRequest, type GivenFields } from '../bodies/validate-request.ts';
import { withRequestHash } from '../bodies/request-hash.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import type { RouteRequest } from '../declaring/route.ts';
import { performOffer, refusalOfSurprise, type Performing } from '../desk/perform.ts';
import { channelNotHeld, deadlineExceeded } from '../replies/refusals.ts';
import { sendRefusal, sendReply, sendValue } from './send-reply.ts';

export interface Answering extends Performing {
  readonly log: Logger;
  readonly patienceMs: number;
  /** The shop's own addresses where the browser is that asks. */
  readonly originsOf: (request: FastifyRequest) => readonly string[];
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
  const { client, version, session } = request.scope;
  const orderToken =
    typeof headers['order-token'] === 'string' ? headers['order-token'] : undefined;
  const asked = { name: prepared.name, version, orderToken };
  const { params, query, body } = request;
  const routeRequest: RouteRequest = {
    ...validated,
    invocation: withRequestHash(invocation, asked, params, query, body),
    orderToken,
    client,
    ipAddress: client.address,
    userAgent: headers['user-agent'],
    origins: () => answering.originsOf(request),
    session: session?.shown,
    headers,
    confirm: () =>
      answering.gateway.identities.confirm(
        headers.authorization,
        { actor: invocation.actor, sessionId: invocation.sessionId },
        request.scope.traceparent,
      ),
  };
  if (prepared.route.leaves) session?.leave();
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
  const { reports } = prepared.route;
  const input = prepared.assemble(routeRequest);
  const { version } = request.scope;
  const performed = await performOffer(answering, prepared, input, routeRequest, version);
  if (reply.sent) return;
  if ('refused' in performed) sendRefusal(request, reply, performed.refused);
  else if (reports) sendReply(request, reply, prepared, reports(performed.value as never));
  else sendValue(request, reply, prepared, performed.value);
}

/** Answers a surprise, unless an answer is under way. */
export function answerSurprise(
  log: Logger,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): void {
  const { traceparent } = request.scope;
  const operation = request.routeOptions.config.prepared?.name;
  const refused = refusalOfSurprise(log, { traceparent, operation }, error);
  if (!reply.sent) sendRefusal(request, reply, refused);
}
