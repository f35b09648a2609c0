import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { apiKeyForChange, markRevoked, revokeKeysMadeBy, type ApiKeyRow } from './api-key-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { channelsOf, refuseGrant } from '../identity/grants.ts';
import { tellKeysEnded } from '../identity/tell-rights.ts';

/**
 * The keys that were made with it end with it: whoever stole it may have made some. Revoking it
 * again changes nothing: it stays revoked from when it was.
 */
export function revokeApiKey({ database }: AuthContext): Handler<'auth', 'revokeApiKey'> {
  return ({ apiKeyId }, invocation) =>
    database.transaction('revokeApiKey', invocation, async (tx) => {
      const row = await tx.first<ApiKeyRow>(apiKeyForChange(apiKeyId));
      if (!row) return fail('api_key_not_found', 'There is no API key with this id.');
      const { permissions, channels } = row;
      const refused = refuseGrant(invocation.actor, permissions, channelsOf(channels));
      if (refused) return refused;
      const revoked = await tx.first<ApiKeyRow>(markRevoked(apiKeyId));
      const madeWith = await tx.query<{ apiKeyId: string }>(
        revokeKeysMadeBy(`api_key:${apiKeyId}`),
      );
      const endedApiKeys = madeWith.map((ended) => ended.apiKeyId);
      tellKeysEnded(tx, [apiKeyId, ...endedApiKeys]);
      const { revokedAt } = revoked!;
      tx.audit({ subject: `api_key:${apiKeyId}`, after: { revokedAt, endedApiKeys } });
      return ok({});
    });
}
