import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { traceIdOf } from '#kernel/invocation.ts';
import { PreparedJson } from '#platform/ground/prepared-json.ts';
import { problemContentType, problemText, type Refusal } from '../replies/problem.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import type { Standing } from '../admission/rate-limits.ts';
import type { RouteReply } from '../declaring/route.ts';
import { streamBegins } from './watch-request.ts';

const json = 'application/json; charset=utf-8';

/**
 * Headers of every reply. Pages of the reference loosen the content policy for themselves;
 * browsers are told to stay on HTTPS where the shop is reached by it.
 */
export function securityHeadersOf(publicUrl: string): Readonly<Record<string, string>> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    ...(publicUrl.startsWith('https:')
      ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }
      : {}),
  };
}

export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refused: Refusal): void {
  const { status, retryAfterSeconds } = refused;
  if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer realm="kontor"');
  reply
    .code(status)
    .header('Cache-Control', 'no-store')
    .header('Content-Type', problemContentType)
    .send(problemText(refused, traceIdOf(request.scope.traceparent)));
}

/** Sends a value that was performed: trusted, so it is written as it is; prepared text untouched. */
export function sendValue(
  request: FastifyRequest,
  reply: FastifyReply,
  { route }: PreparedRoute,
  value: unknown,
): void {
  const status = route.status ?? 200;
  setCaching(reply, route.cache);
  const version = (value as { version?: unknown } | null | undefined)?.version;
  if (typeof version === 'number') {
    const tag = `"${version}"`;
    reply.header('ETag', tag);
    if (route.method === 'GET' && isUnchanged(request, tag)) {
      reply.code(304).send();
      return;
    }
  }
  if (status === 204) reply.code(204).send();
  else {
    const text = value instanceof PreparedJson ? value.text : JSON.stringify(value);
    reply.code(status).header('Content-Type', json).send(text);
  }
}

/** Sends a success as its route tells it; bytes and text carry a content type of their own. */
export function sendReply(
  request: FastifyRequest,
  reply: FastifyReply,
  { route }: PreparedRoute,
  { status, body, headers, conditional, session }: RouteReply,
): void {
  if (session) request.scope.session?.begin(session);
  setCaching(reply, route.cache);
  if (headers) reply.headers(headers);
  if (conditional && isUnchanged(request, headers?.['ETag'])) {
    reply.code(304).send();
    return;
  }
  reply.code(status);
  if (body === undefined) reply.send();
  else if (body instanceof Readable) sendStream(request, reply, body);
  else if (Buffer.isBuffer(body) || typeof body === 'string') reply.send(body);
  else reply.header('Content-Type', json).send(JSON.stringify(body));
}

/** As far as a request takes time, it is over now. */
function sendStream({ method }: FastifyRequest, reply: FastifyReply, body: Readable): void {
  reply.raw.emit(streamBegins);
  if (method !== 'HEAD') reply.send(body);
  else {
    body.destroy();
    reply.send();
  }
}

function isUnchanged({ headers }: FastifyRequest, tag: string | undefined): boolean {
  return tag !== undefined && headers['if-none-match'] === tag;
}

/** The RateLimit fields of the IETF draft. */
export function setStanding(reply: FastifyReply, standing: Standing): void {
  const { name, quota, windowSeconds, remaining, resetSeconds } = standing;
  reply.header('RateLimit-Policy', `"${name}";q=${quota};w=${windowSeconds}`);
  reply.header('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`);
}

function setCaching(reply: FastifyReply, cache: string | undefined): void {
  if (cache === undefined) return;
  reply.header('Cache-Control', cache);
  reply.header('Vary', 'Accept-Language, Channel, Authorization');
}
