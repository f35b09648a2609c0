import type { HttpServer, ServiceContext } from '#platform/calls/service.ts';
import { prepareRoutes, type Contracts } from '../declaring/prepared-route.ts';
import type { Route } from '../declaring/route.ts';
import { openDesk } from '../desk/open-desk.ts';
import type { ChannelLanguages } from '../admission/channel-languages.ts';
import type { AskAuth } from '../identity/ask-auth.ts';
import { BrowserSessions } from '../browser-sessions/browser-sessions.ts';
import { PageSessions } from '../browser-sessions/page-session.ts';
import { describeApi } from '../openapi/openapi.ts';
import { serveReference } from '../openapi/reference.ts';
import { offeredToPages } from '../purchases/estimate-shown.ts';
import { PlainPages } from '../order-page/plain-pages.ts';
import { serveOrderPage } from '../order-page/serve-order-page.ts';
import { serveUnsubscribePage } from '../unsubscribe-page/serve-unsubscribe-page.ts';
import { Health } from './health.ts';
import { servePages } from './pages.ts';
import { servePictures } from './pictures.ts';
import { createServer } from './server.ts';
import { servingLimits, type ServingLimits } from './slow-clients.ts';

export interface GatewayParts {
  readonly context: Pick<
    ServiceContext<'api-gateway'>,
    'call' | 'hints' | 'log' | 'picture' | 'recorder' | 'settings' | 'telemetry'
  >;
  readonly routes: readonly Route[];
  readonly contracts: Contracts;
  readonly auth: AskAuth;
  readonly languages: ChannelLanguages;
  /** What differs from `servingLimits`. */
  readonly serving?: Partial<ServingLimits>;
  /** How long a client waits at most, 10 seconds unless told. */
  readonly patienceMs?: number;
}

/** The gateway with its routes, bound and checked, listening once it is told to. */
export function openGateway(parts: GatewayParts): HttpServer {
  const { context, routes, contracts, auth, languages, patienceMs } = parts;
  const { call, settings, log } = context;
  const prepared = prepareRoutes(routes, contracts, call);
  const offers = [...prepared, ...(settings.servePages ? [offeredToPages(contracts)] : [])];
  const opened = openDesk({ context, auth, languages, offers, patienceMs });
  const { admission, gateway } = opened;
  const { limits } = admission;
  const isDomain = (name: string) => languages.isDomain(name);
  const { identities } = admission;
  const sessions = new BrowserSessions({ call, identities, settings, isDomain });
  const { desk } = opened;
  const health = new Health(call);
  const app = createServer({
    context,
    prepared,
    admission,
    sessions,
    answering: {
      gateway,
      limits,
      log,
      patienceMs: opened.patienceMs,
      originsOf: (request) => sessions.placeOf(request).origins,
    },
    serving: { ...servingLimits, ...parts.serving },
    health,
    extend: (server) => {
      serveReference(server, {
        describe: () => describeApi(prepared, settings),
        limits,
        pages: settings.apiReference !== 'off',
        isFront: settings.servePages === undefined,
      });
      servePictures(server, settings);
      const pages = new PlainPages();
      serveOrderPage(server, { desk, settings, folderId: sessions.seal.folderId, pages });
      serveUnsubscribePage(server, { desk, settings, pages });
      const pageSessions = new PageSessions(sessions, desk);
      servePages(server, { desk, settings, log, sessions: pageSessions, plainPages: pages });
    },
  });
  return {
    async listen({ host, port }) {
      await languages.readFirst();
      await app.listen({ host, port });
      const address = app.server.address();
      return { port: typeof address === 'object' && address ? address.port : port };
    },
    async drain() {
      health.draining = true;
      gateway.hintStreams.stop();
      await app.close();
    },
  };
}
