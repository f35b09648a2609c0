import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasPermission, isStaff, type Actor } from '#kernel/actor.ts';
import { isJsonType } from '../bodies/body-guard.ts';
import type { Identified, Identities } from '../identity/identity.ts';
import { channelOf, invocationOf, versionOf } from './incoming-scope.ts';
import { refusal, type Refusal } from '../replies/problem.ts';
import type { Need, PreparedRoute } from '../declaring/prepared-route.ts';
import type { RateLimits, Standing } from './rate-limits.ts';
import type { RateClass } from '../declaring/route.ts';
import {
  bodyBytesLimit,
  bodyTooLarge,
  mediaTypeUnsupported,
  staffOnly,
  unauthenticated,
} from '../replies/refusals.ts';
import { tellStanding } from '../replies/send-reply.ts';
import { hasBody } from './slow-clients.ts';

export interface Admission {
  readonly identities: Identities;
  /** Undefined when limits are switched off. */
  readonly limits: RateLimits | undefined;
}

const loopback6 = '0:0:0:0:0:0:0:1';

const anonymously: Identified = {
  actor: { kind: 'anonymous', id: 'anonymous', channels: '*', permissions: [] },
};

/**
 * Everything that can be refused before a body is read, in order: too many from this address (429),
 * not identified (401), too many by this identity (429), not allowed (403), no longer allowed
 * (401, 403), bad headers (400), a body of another type (415) or too long (413). On success the
 * request has its invocation.
 */
export function admitRequest(
  admission: Admission,
  prepared: PreparedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Refusal | undefined | Promise<Refusal | undefined> {
  const crowded = takeForAddress(admission, prepared, request, reply);
  if (crowded) return crowded;
  const { authorization } = request.headers;
  const identified =
    prepared.route.identity === 'ignored'
      ? anonymously
      : admission.identities.identify(authorization, request.scope.traceparent);
  if (!(identified instanceof Promise)) {
    return admitIdentified(admission, prepared, request, reply, identified);
  }
  return identified.then((known) => admitIdentified(admission, prepared, request, reply, known));
}

function admitIdentified(
  admission: Admission,
  prepared: PreparedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  identified: Identified,
): Refusal | undefined | Promise<Refusal | undefined> {
  if ('refused' in identified) return identified.refused;
  const { actor } = identified;
  const { headers, scope } = request;
  const needless = prepared.route.proof && headers['order-token'] !== undefined;
  if (actor.kind === 'anonymous' && prepared.need.kind !== 'nobody' && !needless) {
    return unauthenticated;
  }
  if (actor.kind !== 'anonymous') {
    const crowded = takeForIdentity(admission, prepared, request, reply, actor.id);
    if (crowded) return crowded;
  }
  if (!isAllowed(prepared.need, actor)) return staffOnly;
  if (!prepared.asksStanding) return admitScope(prepared, request, actor);
  const { authorization } = headers;
  return admission.identities.confirm(authorization!, identified, scope.traceparent).then((now) => {
    if ('refused' in now) return now.refused;
    return isAllowed(prepared.need, now.actor)
      ? admitScope(prepared, request, now.actor)
      : staffOnly;
  });
}

function admitScope(
  prepared: PreparedRoute,
  request: FastifyRequest,
  actor: Actor,
): Refusal | undefined {
  const { headers, scope } = request;
  const channel = channelOf(headers['channel'], actor);
  if ('refused' in channel) return channel.refused;
  const version = versionOf(prepared.takesVersion ? headers['if-match'] : undefined);
  if ('refused' in version) return version.refused;
  scope.version = version.version;
  const { traceparent } = scope;
  scope.invocation = invocationOf({ actor, channel: channel.channel, traceparent }, headers);
  return refuseBody(prepared, request);
}

function isAllowed(need: Need, actor: Parameters<typeof isStaff>[0]): boolean {
  return need.kind !== 'staff' || (isStaff(actor) && hasPermission(actor, need.permission));
}

function refuseBody(prepared: PreparedRoute, request: FastifyRequest): Refusal | undefined {
  const { headers } = request;
  if (!hasBody(request)) return undefined;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return mediaTypeUnsupported;
  if (prepared.takesJson && !isJsonType(headers['content-type'])) return mediaTypeUnsupported;
  return Number(headers['content-length']) > bodyBytesLimit ? bodyTooLarge : undefined;
}

/**
 * What comes from this very machine and through no proxy is the operator's own: its reads and
 * writes are not counted. Sign-in and declined payments are, wherever they come from.
 */
function isOperators({ scope, headers }: FastifyRequest): boolean {
  const { address } = scope.client;
  const own = address === '127.0.0.1' || address === loopback6;
  return own && headers['x-forwarded-for'] === undefined && headers['forwarded'] === undefined;
}

/** Takes one from the budget of who asks for what is no operation of a service. */
export function refuseCrowd(
  limits: RateLimits | undefined,
  name: RateClass,
  request: FastifyRequest,
  reply: FastifyReply,
): Refusal | undefined {
  if (!limits || isOperators(request)) return undefined;
  return refuseWhenEmpty(reply, limits.takeAt(name, request.scope.client));
}

function takeForAddress(
  { limits }: Admission,
  { rateClass }: PreparedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Refusal | undefined {
  if (!limits) return undefined;
  if (rateClass === 'completion') {
    const declined = limits.lookAt('decline_address', request.scope.client);
    if (!declined.allowed) return tooMany(reply, declined);
  }
  if (rateClass !== 'sign_in' && isOperators(request)) return undefined;
  return refuseWhenEmpty(reply, limits.takeAt(rateClass, request.scope.client));
}

function takeForIdentity(
  { limits }: Admission,
  { rateClass }: PreparedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Refusal | undefined {
  if (!limits) return undefined;
  const owner = `id ${id}`;
  if (rateClass === 'completion') {
    const declined = limits.look('decline', owner);
    if (!declined.allowed) return tooMany(reply, declined);
  }
  return rateClass === 'sign_in' || isOperators(request)
    ? undefined
    : refuseWhenEmpty(reply, limits.take(rateClass, owner));
}

/** Counts a declined payment against who tried it. */
export function noteDecline(
  limits: RateLimits | undefined,
  request: FastifyRequest,
  actorId: string,
): void {
  limits?.takeAt('decline_address', request.scope.client);
  limits?.take('decline', `id ${actorId}`);
}

function refuseWhenEmpty(reply: FastifyReply, standing: Standing): Refusal | undefined {
  if (!standing.allowed) return tooMany(reply, standing);
  tellStanding(reply, standing);
  return undefined;
}

function tooMany(reply: FastifyReply, standing: Standing): Refusal {
  tellStanding(reply, standing);
  return refusal(429, 'rate_limited', 'Too many requests of this kind. Wait as Retry-After says.', {
    retryAfterSeconds: Math.max(1, standing.resetSeconds),
  });
}
