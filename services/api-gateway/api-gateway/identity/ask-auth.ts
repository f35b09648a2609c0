import type { JSONWebKeySet } from 'jose';
import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { GatewayCalls } from '../desk/use-case.ts';
import type { ApiKeyCheck, SessionCheck } from './identity.ts';
import type { FetchKeys } from './signing-keys.ts';

const unscoped = { channel: 'default', locale: 'en' };
const self = systemActor('api-gateway');

/** What only auth knows of who asks. */
export interface AskAuth {
  readonly fetchKeys: FetchKeys;
  readonly checkApiKey: ApiKeyCheck;
  readonly checkSession: SessionCheck;
}

/** Asks auth itself, as the gateway. */
export function askAuth(auth: GatewayCalls['auth']): AskAuth {
  const by = (traceparent: string) => systemInvocation(self, { ...unscoped, traceparent });
  return {
    fetchKeys: async (traceparent) =>
      must(await auth.getJwks({}, by(traceparent)), 'reading the keys') as JSONWebKeySet,
    checkApiKey: async (key, traceparent) => {
      const checked = await auth.verifyApiKey({ key }, by(traceparent));
      if (!checked.ok) return undefined;
      const { actor, secondFactorRequired: lacksFactor = false } = checked.value;
      return { actor, lacksFactor };
    },
    checkSession: async (sessionId, traceparent) => {
      const checked = await auth.verifySession({ sessionId }, by(traceparent));
      if (!checked.ok) return undefined;
      const { actor, secondFactorRequired: lacksFactor = false } = checked.value;
      return { actor, lacksFactor };
    },
  };
}
