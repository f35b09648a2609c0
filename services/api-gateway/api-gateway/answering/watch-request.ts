import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceContext } from '#platform/calls/service.ts';
import { childTraceparent, givenTraceparent } from '../serving/incoming-scope.ts';

type Context = Pick<ServiceContext<'api-gateway'>, 'log' | 'telemetry'>;

/** Probes come every few seconds for ever and say nothing of the shop's business. */
/** What a reply emits whose answer goes on as long as its client listens: that is no time it took. */
export const streamBegins = 'kontor-stream-begins';
const unwatched = new Set(['/livez', '/readyz']);

/**
 * Begins the request's own span, or another id in the caller's trace where nobody records, and
 * sees to it that its end is told: to telemetry, and as a line of the log where that is wanted.
 * Of the request only its route is told, never its address, query or headers.
 */
export function watchRequest(
  { log, telemetry }: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): string {
  const given = givenTraceparent(request.headers['traceparent']);
  const { config, url } = request.routeOptions;
  const reported = log.isLevelEnabled('info');
  if ((!telemetry && !reported) || unwatched.has(url ?? '')) return childTraceparent(given);
  const watch = telemetry?.request(given);
  const traceparent = watch?.traceparent ?? childTraceparent(given);
  const startMs = performance.now();
  let isOver = false;
  const over = (isWhole: boolean) => {
    if (isOver) return;
    isOver = true;
    const { method } = request;
    const route = config.prepared?.route.path ?? url;
    const status = isWhole ? reply.raw.statusCode : undefined;
    watch?.ended({ method, route, status, traceparent });
    if (reported) {
      const ms = Math.round(performance.now() - startMs);
      log.info({ traceparent, method, route, status, ms }, 'request answered');
    }
  };
  reply.raw.on(streamBegins, () => over(true));
  // Also when the client went away, of which Fastify's own hook is not told.
  reply.raw.on('close', () => over(reply.raw.writableFinished));
  return traceparent;
}
