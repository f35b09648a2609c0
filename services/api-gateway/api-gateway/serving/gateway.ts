import type { HttpServer, ServiceContext } from '#platform/calls/service.ts';
import { Health } from './health.ts';
import { Identities, type ApiKeyCheck, type SessionCheck } from '../identity/identity.ts';
import { requestTimeMs } from '../admission/incoming-scope.ts';
import { describeApi } from '../openapi/openapi.ts';
import { servePictures } from './pictures.ts';
import { prepareRoutes, type Contracts } from '../declaring/prepared-route.ts';
import { RateLimits } from '../admission/rate-limits.ts';
import { serveReference } from '../openapi/reference.ts';
import type { Route } from '../declaring/route.ts';
import { createServer } from './server.ts';
import { servingLimits, type ServingLimits } from '../admission/slow-clients.ts';
import { SigningKeys, type FetchKeys } from '../identity/signing-keys.ts';

export interface GatewayParts {
  readonly context: Pick<
    ServiceContext<'api-gateway'>,
    'call' | 'log' | 'recorder' | 'settings' | 'telemetry'
  >;
  readonly routes: readonly Route[];
  readonly contracts: Contracts;
  readonly fetchKeys: FetchKeys;
  readonly checkApiKey: ApiKeyCheck;
  readonly checkSession: SessionCheck;
  /** What differs from `servingLimits`. */
  readonly serving?: Partial<ServingLimits>;
  /** How long a client waits at most, 10 seconds unless told. */
  readonly patienceMs?: number;
}

/** The gateway with its routes, bound and checked, listening once it is told to. */
export function openGateway(parts: GatewayParts): HttpServer {
  const { context, routes, contracts } = parts;
  const { call, settings, log } = context;
  const keys = new SigningKeys(parts.fetchKeys);
  const identities = new Identities(keys, parts.checkApiKey, parts.checkSession);
  const limits = settings.rateLimits === 'off' ? undefined : new RateLimits();
  const health = new Health(call);
  const prepared = prepareRoutes(routes, contracts, call);
  const app = createServer({
    context,
    prepared,
    admission: { identities, limits },
    answering: {
      gateway: { call, settings, keys, identities },
      limits,
      log,
      patienceMs: parts.patienceMs ?? requestTimeMs,
    },
    serving: { ...servingLimits, ...parts.serving },
    health,
    extend: (server) => {
      serveReference(server, {
        describe: () => describeApi(prepared, settings),
        limits,
        pages: settings.apiReference !== 'off',
      });
      servePictures(server, settings);
    },
  });
  return {
    async listen({ host, port }) {
      await app.listen({ host, port });
      const address = app.server.address();
      return { port: typeof address === 'object' && address ? address.port : port };
    },
    async drain() {
      health.draining = true;
      await app.close();
    },
  };
}
