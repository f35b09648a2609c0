import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as clock from '#kernel/clock.ts';
import type { Settings } from '#platform/ground/settings.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { sendRefusal } from '../answering/send-reply.ts';
import type { PageSessions } from '../browser-sessions/page-session.ts';
import type { Desk } from '../desk/desk.ts';
import { refusalOfSurprise } from '../desk/perform.ts';
import type { FramePlainPage, PlainPages } from '../order-page/plain-pages.ts';
import { routeNotFound } from '../replies/refusals.ts';

/**
 * What a front-end that is served by the gateway's own process is handed: the server, and the desk at
 * which it asks as any door does. It runs on what it is handed, so that it has one clock with the
 * shop, and opens nothing of the gateway's inside.
 */
export interface PagesHanded {
  readonly app: FastifyInstance;
  readonly desk: Desk;
  readonly settings: Settings;
  /** Who a browser is, and whether a form is the shop's own. */
  readonly sessions: PageSessions;
  readonly nowMs: () => number;
  /** In whose look the pages of an order's link and of ended mails are sent. */
  readonly framePlainPages: (frame: FramePlainPage) => void;
  /** As the API answers where nothing is. */
  readonly refuseNotFound: (request: FastifyRequest, reply: FastifyReply) => void;
  /** Writes down what nobody expected. */
  readonly tellSurprise: (request: FastifyRequest, error: unknown) => void;
}

export interface PagesParts {
  readonly desk: Desk;
  readonly settings: Settings;
  readonly sessions: PageSessions;
  readonly log: Logger;
  readonly plainPages: PlainPages;
}

/** Serves the front-ends that the shop was composed with. */
export function servePages(
  app: FastifyInstance,
  { desk, settings, sessions, log, plainPages }: PagesParts,
): void {
  const handed: PagesHanded = {
    app,
    desk,
    settings,
    sessions,
    nowMs: clock.nowMs,
    framePlainPages: (frame) => plainPages.frameBy(frame),
    refuseNotFound: (request, reply) => sendRefusal(request, reply, routeNotFound),
    tellSurprise: ({ scope: { traceparent } }, error) =>
      void refusalOfSurprise(log, { traceparent, operation: 'page' }, error),
  };
  settings.servePages?.(handed);
  settings.serveAdmin?.(handed);
}
