import { z } from 'zod';
import { handwrittenRoute, type Route } from '../declaring/route.ts';

export const keyRoutes: readonly Route[] = [
  handwrittenRoute({
    method: 'GET',
    path: '/.well-known/jwks.json',
    operationId: 'getJwks',
    tag: 'Identity',
    summary: 'Read the public keys of access tokens',
    audience: 'store',
    identity: 'ignored',
    access: 'public',
    cache: 'public, max-age=300',
    calls: [['auth', 'getJwks']],
    replies: {
      200: z
        .strictObject({ keys: z.array(z.record(z.string(), z.unknown())) })
        .meta({ id: 'JsonWebKeySet' }),
    },
    handle: async ({ invocation }, { keys }) => ({
      status: 200,
      body: await keys.read(invocation.traceparent),
    }),
  }),
];
