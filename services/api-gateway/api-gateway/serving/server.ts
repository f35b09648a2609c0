import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { ClientAddresses } from '#kernel/client-address.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Admission } from '../admission/admit.ts';
import { admitRequest } from './admit-request.ts';
import { answerRequest, answerSurprise, type Answering } from '../answering/answer-request.ts';
import type { BrowserSessions } from '../browser-sessions/browser-sessions.ts';
import { parseJsonBody } from '../bodies/body-guard.ts';
import { serveHealth, type Health } from './health.ts';
import { answerClientErrors } from '../answering/client-errors.ts';
import { childTraceparent, requestIdOf, RequestScope } from './incoming-scope.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import { refusal, type Refusal } from '../replies/problem.ts';
import {
  bodyBytesLimit,
  bodyMalformed,
  bodyTooLarge,
  hostMissing,
  hostRepeated,
  mediaTypeUnsupported,
  methodNotAllowed,
  overloaded,
  requestMalformed,
  routeNotFound,
} from '../replies/refusals.ts';
import type { Method } from '../declaring/route.ts';
import { securityHeadersOf, sendRefusal } from '../answering/send-reply.ts';
import { SlowClients, type ServingLimits } from './slow-clients.ts';
import { watchRequest } from '../answering/watch-request.ts';

/** Below, the headers that say how it is compressed outweigh what that saves. */
const compressedFromBytes = 1_024;
const preflightCacheSeconds = 600;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies readonly Method[];
const askedWith = [
  'Accept-Language',
  'Authorization',
  'Channel',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Order-Token',
  'traceparent',
  'X-Request-Id',
];
const answeredWith = [
  'Content-Disposition',
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'traceparent',
  'X-Request-Id',
];

export interface ServerParts {
  readonly context: Pick<
    ServiceContext<'api-gateway'>,
    'log' | 'recorder' | 'settings' | 'telemetry'
  >;
  readonly prepared: readonly PreparedRoute[];
  readonly admission: Admission;
  readonly sessions: BrowserSessions;
  readonly answering: Answering;
  readonly health: Health;
  readonly serving: ServingLimits;
  /** More routes that belong to no service: the reference, pictures. */
  readonly extend: (app: FastifyInstance) => void;
}

/** The HTTP server with every route, not listening yet. */
export function createServer(parts: ServerParts): FastifyInstance {
  const { settings, log } = parts.context;
  const { serving } = parts;
  const addresses = new ClientAddresses(settings.trustedProxies);
  const securityHeaders = securityHeadersOf(settings.publicUrl);
  const app = fastify({
    logger: false,
    bodyLimit: bodyBytesLimit,
    requestTimeout: serving.requestMs,
    keepAliveTimeout: serving.idleMs,
    http: {
      headersTimeout: Math.min(serving.headersMs, serving.requestMs),
      // How often Node looks whom these times are over for: 30 seconds unless told.
      connectionsCheckingInterval: 1_000,
      // Refused below, as everything else is.
      requireHostHeader: false,
    },
    clientErrorHandler: answerClientErrors(securityHeaders),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) => {
      // Before any hook has seen it: what those would have told is told here.
      const traceparent = childTraceparent(undefined);
      request.scope = new RequestScope(traceparent, addresses.clientAddress(request.raw));
      reportOf(request, reply, traceparent, securityHeaders);
      sendRefusal(request, reply, refusalOfFramework(error, request) ?? routeNotFound);
    },
  });
  // An expectation that nobody knows is nothing to refuse a request for.
  app.server.on('checkExpectation', (request, response) =>
    app.server.emit('request', request, response),
  );
  app.decorateRequest('scope', null as unknown as RequestScope);
  beginRequests(app, parts, addresses);
  shareWithOrigins(app, settings.allowedOrigins ?? []);
  void app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: compressedFromBytes,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  readBodies(app);
  app.setNotFoundHandler((request, reply) => sendRefusal(request, reply, routeNotFound));
  app.setErrorHandler<FastifyError | BodyRefused>((error, request, reply) => {
    const refused =
      error instanceof BodyRefused ? error.refused : refusalOfFramework(error, request);
    if (refused) sendRefusal(request, reply, refused);
    else answerSurprise(log, request, reply, error);
  });
  // After the plugins, which see the routes that come later alone.
  app.after(() => {
    admitRequests(app, parts);
    serveHealth(app, parts.health);
    for (const prepared of parts.prepared) serveRoute(app, prepared, parts);
    refuseOtherMethods(app, parts.prepared);
    parts.extend(app);
  });
  return app;
}

/** Trace, arrow and headers of every request. */
function beginRequests(app: FastifyInstance, parts: ServerParts, addresses: ClientAddresses): void {
  const { context, health } = parts;
  const securityHeaders = securityHeadersOf(context.settings.publicUrl);
  app.addHook('onRequest', (request, reply, done) => {
    const traceparent = watchRequest(context, request, reply);
    request.scope = new RequestScope(traceparent, addresses.clientAddress(request.raw));
    context.recorder.record('arrow', 'user', 'api-gateway', traceparent);
    reportOf(request, reply, traceparent, securityHeaders);
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // Told at the end, so that what began before the drain frees its connection too.
    if (health.draining) reply.header('Connection', 'close');
    done(null, payload);
  });
}

function reportOf(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  traceparent: string,
  securityHeaders: Readonly<Record<string, string>>,
): void {
  reply.headers(securityHeaders);
  reply.header('traceparent', traceparent);
  reply.header('X-Request-Id', requestIdOf(headers['x-request-id'], traceparent));
}

/**
 * Lets pages of other origins call the API and read what it says beside the body. What a
 * browser is known by stays with the shop's own pages: its credentials are never asked for here.
 */
function shareWithOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  void app.register(cors, {
    origin: [...origins],
    methods: [...methods],
    allowedHeaders: [...askedWith],
    exposedHeaders: [...answeredWith],
    maxAge: preflightCacheSeconds,
  });
}

/** The bound on how many requests are served at once, and what is refused unread. */
function admitRequests(app: FastifyInstance, { serving }: ServerParts): void {
  const slowClients = new SlowClients(serving);
  app.addHook('onRequest', (request, reply, done) => {
    const served = slowClients.begins(request, reply);
    const refused = refuseUnread(request, served);
    if (refused) sendRefusal(request, reply, refused);
    else done();
  });
  slowClients.watch(app);
}

/**
 * Where something is, another method is told which ones there are. One route for each path: to add
 * routes is a sixth of what a shop's start computes.
 */
function refuseOtherMethods(app: FastifyInstance, prepared: readonly PreparedRoute[]): void {
  const served = new Map<string, Set<string>>();
  for (const { route } of prepared) {
    const url = urlOf(route.path);
    served.set(url, (served.get(url) ?? new Set()).add(route.method));
  }
  for (const [url, own] of served) {
    const allowed = [...(own.has('GET') ? ['HEAD'] : []), ...own, 'OPTIONS'].toSorted().join(', ');
    app.route({
      method: [...methods.filter((method) => !own.has(method)), 'OPTIONS'],
      url,
      exposeHeadRoute: false,
      handler: (request, reply) => {
        void reply.header('Allow', allowed);
        if (request.method === 'OPTIONS') void reply.code(204).send();
        else sendRefusal(request, reply, methodNotAllowed);
      },
    });
  }
}

/** What nothing more needs to be read of. */
function refuseUnread(request: FastifyRequest, served: boolean): Refusal | undefined {
  if (request.is404) return routeNotFound;
  const { host } = request.headers;
  if (host === undefined && request.raw.httpVersion === '1.1') return hostMissing;
  // Node keeps the first; whoever passes the request on may have meant the other one.
  if (host !== undefined && namesSeveralHosts(request.raw.rawHeaders)) return hostRepeated;
  return served || !request.routeOptions.config.prepared ? undefined : overloaded;
}

/** RFC 9112, 3.2: refused, also where both say the same. */
function namesSeveralHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

class BodyRefused extends Error {
  readonly refused: Refusal;

  constructor(refused: Refusal) {
    super(refused.code);
    this.refused = refused;
  }
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    const { prepared } = request.routeOptions.config;
    if (!prepared?.takesJson) done(null, bytes);
    else if (bytes.length === 0) done(null, undefined);
    else {
      const { body: schema, route } = prepared;
      const parsed = parseJsonBody(bytes, { schema, foreign: route.foreign });
      if ('refused' in parsed) done(new BodyRefused(parsed.refused));
      else done(null, parsed.value);
    }
  });
}

function serveRoute(app: FastifyInstance, prepared: PreparedRoute, parts: ServerParts): void {
  const { answering, context } = parts;
  app.route({
    method: prepared.route.method,
    url: urlOf(prepared.route.path),
    config: { prepared },
    bodyLimit: prepared.route.bodyBytesMax ?? bodyBytesLimit,
    onRequest: (request, reply, done) => {
      const admitted = admitRequest(parts, prepared, request, reply);
      if (admitted === undefined) done();
      else if (!(admitted instanceof Promise)) sendRefusal(request, reply, admitted);
      else {
        admitted.then(
          (refused) => (refused ? sendRefusal(request, reply, refused) : done()),
          (error: unknown) => answerSurprise(context.log, request, reply, error),
        );
      }
    },
    handler: (request, reply) => answerRequest(answering, prepared, request, reply),
  });
}

/** As Fastify writes a path: `/v1/carts/:cartId` for `/v1/carts/{cartId}`. */
function urlOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** What Fastify itself refuses: long before a route's own checks, or while it reads a body. */
function refusalOfFramework(
  error: FastifyError | Error,
  request: FastifyRequest,
): Refusal | undefined {
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return bodyTooLarge(request.routeOptions.config.prepared?.route.bodyBytesMax);
  }
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') return bodyMalformed;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return mediaTypeUnsupported;
  if (code === 'FST_ERR_BAD_URL') {
    return refusal(400, 'url_malformed', 'The address cannot be decoded. Check its percent signs.');
  }
  if (code === 'FST_ERR_MAX_PARAM_LENGTH' || statusCode === 414) return routeNotFound;
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? requestMalformed
    : undefined;
}
