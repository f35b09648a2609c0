import type { FastifyRequest } from 'fastify';
import type { ClientPlace } from '#kernel/client-address.ts';
import { newTraceparent, type Invocation } from '#kernel/invocation.ts';
import { idempotencyKeyOf, type Asked } from '../admission/admit.ts';
import type { Standing } from '../admission/rate-limits.ts';
import type { SessionOfRequest } from '../browser-sessions/browser-session.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import type { Refusal } from '../replies/problem.ts';
import { ifMatchInvalid } from '../replies/refusals.ts';

/** What the gateway knows of a request while it is being served. */
export class RequestScope {
  readonly traceparent: string;
  readonly client: ClientPlace;
  invocation: Invocation | undefined;
  standing: Standing | undefined;
  version: number | undefined;
  /** Of a browser, where it counts. */
  session: SessionOfRequest | undefined;

  constructor(traceparent: string, client: ClientPlace) {
    this.traceparent = traceparent;
    this.client = client;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    scope: RequestScope;
  }
  interface FastifyContextConfig {
    prepared?: PreparedRoute;
  }
}

/** What a request says of itself in its headers, beside who sends it. */
const traceparentForm = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's trace context when it is one. */
export function givenTraceparent(given: string | string[] | undefined): string | undefined {
  return typeof given === 'string' && traceparentForm.test(given) ? given : undefined;
}

/** A span of our own in the caller's trace, or a new trace. */
export function childTraceparent(given: string | undefined): string {
  const own = newTraceparent();
  if (given === undefined) return own;
  return given.slice(0, 36) + own.slice(36, 52) + given.slice(52);
}

const requestIdForm = /^[\w.-]{1,64}$/;

/** The caller's request id when it is harmless to repeat, else our span's id. */
export function requestIdOf(given: string | string[] | undefined, traceparent: string): string {
  if (typeof given === 'string' && requestIdForm.test(given)) return given;
  return traceparent.slice(36, 52);
}

/** The version in `If-Match: "<version>"`; undefined when it is not sent or `*`. */
export function versionOf(
  ifMatch: string | undefined,
): { version: number | undefined } | { refused: Refusal } {
  if (ifMatch === undefined || ifMatch === '*') return { version: undefined };
  const match = /^"(\d{1,15})"$/.exec(ifMatch);
  return match ? { version: Number(match[1]) } : { refused: ifMatchInvalid };
}

const loopback6 = '0:0:0:0:0:0:0:1';

/** From this very machine and through no proxy. */
export function isOperators({ scope, headers }: FastifyRequest): boolean {
  const { address } = scope.client;
  const own = address === '127.0.0.1' || address === loopback6;
  return own && headers['x-forwarded-for'] === undefined && headers['forwarded'] === undefined;
}

/** What a request says of who sends it. */
export function askedBy(request: FastifyRequest): Asked {
  const { headers, scope } = request;
  return {
    authorization: headers.authorization,
    client: scope.client,
    isOperators: isOperators(request),
    traceparent: scope.traceparent,
    channel: textOf(headers['channel']),
    acceptLanguage: textOf(headers['accept-language']),
    idempotencyKey: idempotencyKeyOf(headers['idempotency-key']),
    orderToken: textOf(headers['order-token']),
  };
}

/** A header that came twice is none of those that either would have been. */
function textOf(given: string | string[] | undefined): string | undefined {
  return Array.isArray(given) ? given.join(', ') : given;
}
