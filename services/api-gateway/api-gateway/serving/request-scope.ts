import type { ClientPlace } from '#kernel/client-address.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import type { Standing } from '../admission/rate-limits.ts';

/** What the gateway knows of a request while it is being served. */
export class RequestScope {
  readonly traceparent: string;
  readonly client: ClientPlace;
  invocation: Invocation | undefined;
  standing: Standing | undefined;
  version: number | undefined;

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
