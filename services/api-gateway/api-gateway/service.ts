import type { JSONWebKeySet } from 'jose';
import { contracts } from '#contracts/index.ts';
import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { defineService } from '#platform/calls/service.ts';
import { openGateway } from './serving/gateway.ts';
import type { ApiKeyCheck, SessionCheck } from './identity/identity.ts';
import { routes } from './routes/index.ts';
import type { FetchKeys } from './identity/signing-keys.ts';

const unscoped = { channel: 'default', locale: 'en' };
const self = systemActor('api-gateway');

export const gatewayService = defineService({
  name: 'api-gateway',
  migrations: null,
  open(context) {
    const { auth } = context.call;
    const fetchKeys: FetchKeys = async (traceparent) => {
      const invocation = systemInvocation(self, { ...unscoped, traceparent });
      return must(await auth.getJwks({}, invocation), 'reading the keys') as JSONWebKeySet;
    };
    const checkApiKey: ApiKeyCheck = async (key, traceparent) => {
      const invocation = systemInvocation(self, { ...unscoped, traceparent });
      const checked = await auth.verifyApiKey({ key }, invocation);
      return checked.ok ? checked.value.actor : undefined;
    };
    const checkSession: SessionCheck = async (sessionId, traceparent) => {
      const invocation = systemInvocation(self, { ...unscoped, traceparent });
      const checked = await auth.verifySession({ sessionId }, invocation);
      return checked.ok ? checked.value.actor : undefined;
    };
    const asking = { fetchKeys, checkApiKey, checkSession };
    const http = openGateway({ context, routes, contracts, ...asking });
    return { operations: {}, hears: {}, http };
  },
});
