import type { FastifyReply, FastifyRequest } from 'fastify';
import { admit, rateLimited, type Admission, type Admitted } from '../admission/admit.ts';
import type { RateLimits } from '../admission/rate-limits.ts';
import { setStanding } from '../answering/send-reply.ts';
import type { BrowserSessions } from '../browser-sessions/browser-sessions.ts';
import { isJsonType } from '../bodies/body-guard.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import type { RateClass } from '../desk/use-case.ts';
import type { Refusal } from '../replies/problem.ts';
import { bodyBytesLimit, bodyTooLarge, mediaTypeUnsupported } from '../replies/refusals.ts';
import { askedBy, isOperators, versionOf } from './incoming-scope.ts';
import { hasBody } from './slow-clients.ts';

export interface Admitting {
  readonly admission: Admission;
  readonly sessions: BrowserSessions;
}

/**
 * Everything that can be refused before a body is read, in order: what `admit` refuses of any door,
 * bad headers (400), a body of another type (415) or too long (413). On success the request has its
 * invocation.
 */
export function admitRequest(
  { admission, sessions }: Admitting,
  prepared: PreparedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Refusal | undefined | Promise<Refusal | undefined> {
  const session = sessions.ofRoute(request, reply, prepared);
  request.scope.session = session;
  const asked = askedBy(request);
  const admitted = admit(admission, prepared, session ? { ...asked, session } : asked);
  return admitted instanceof Promise
    ? admitted.then((settled) => noteAdmitted(settled, prepared, request, reply))
    : noteAdmitted(admitted, prepared, request, reply);
}

function noteAdmitted(
  admitted: Admitted,
  prepared: PreparedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Refusal | undefined {
  if (admitted.standing) setStanding(reply, admitted.standing);
  if ('refused' in admitted) return admitted.refused;
  const { headers, scope } = request;
  const version = versionOf(prepared.takesVersion ? headers['if-match'] : undefined);
  if ('refused' in version) return version.refused;
  scope.version = version.version;
  scope.invocation = admitted.invocation;
  return refuseBody(prepared, request);
}

function refuseBody(prepared: PreparedRoute, request: FastifyRequest): Refusal | undefined {
  const { headers } = request;
  if (!hasBody(request)) return undefined;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return mediaTypeUnsupported;
  if (prepared.takesJson && !isJsonType(headers['content-type'])) return mediaTypeUnsupported;
  const { bodyBytesMax = bodyBytesLimit } = prepared.route;
  const isTooLarge = Number(headers['content-length']) > bodyBytesMax;
  return isTooLarge ? bodyTooLarge(bodyBytesMax) : undefined;
}

/** Takes one from the budget of who asks for what is no operation of a service. */
export function refuseCrowd(
  limits: RateLimits | undefined,
  name: RateClass,
  request: FastifyRequest,
  reply: FastifyReply,
): Refusal | undefined {
  if (!limits || isOperators(request)) return undefined;
  const standing = limits.takeAt(name, request.scope.client);
  setStanding(reply, standing);
  return standing.allowed ? undefined : rateLimited(standing);
}
